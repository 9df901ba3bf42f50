package io.rillcast.config;

import io.rillcast.serde.SchemaRegistrySettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Turns texts from several places into checked settings, or into the list of everything that is wrong with them. */
public final class SettingsReader {
    private static final String ENVIRONMENT_PREFIX = SettingKey.environmentName("");

    /** Read by the launcher, not by us. */
    private static final String JVM_OPTIONS = SettingKey.environmentName("jvm.opts");

    /** What Kubernetes puts into a container's environment for a Service whose name begins with rillcast. */
    private static final Pattern KUBERNETES_SERVICE =
            Pattern.compile("RILLCAST_(.+_)?(SERVICE_HOST|SERVICE_PORT(_.+)?|PORT(_\\d+_(TCP|UDP)(_.+)?)?)");

    private final List<SettingsProblem> problems = new ArrayList<>();
    private final Map<String, Given> given = new TreeMap<>();

    /** The text of a key, as it was written and with what the files hold that it refers to, and where it came from. */
    private record Given(String written, String text, String source) {}

    private final boolean isClusterNeeded;

    private SettingsReader(boolean isClusterNeeded) {
        this.isClusterNeeded = isClusterNeeded;
    }

    /**
     * Reads settings; a later source wins over an earlier one.
     *
     * @param sources in the order file, environment, command line
     * @throws SettingsException with every problem that was found, if there is any
     */
    public static Settings read(List<SettingsSource> sources) throws SettingsException {
        return read(sources, true);
    }

    /**
     * Reads settings for what needs no cluster; those that say where one is may be left out, and are then not there.
     *
     * @throws SettingsException as {@link #read(List)}
     */
    public static Settings readWithoutCluster(List<SettingsSource> sources) throws SettingsException {
        return read(sources, false);
    }

    private static Settings read(List<SettingsSource> sources, boolean isClusterNeeded) throws SettingsException {
        SettingsReader reader = new SettingsReader(isClusterNeeded);
        sources.forEach(reader::collect);
        reader.readFiles();
        Map<SettingKey<?>, Object> values = reader.parseAll();
        reader.checkPassedThrough();
        reader.problems.addAll(SettingsRules.broken(values));
        Map<String, String> texts = new LinkedHashMap<>();
        Map<String, String> written = new HashMap<>();
        reader.given.forEach((key, found) -> {
            texts.put(key, found.text());
            written.put(key, found.written());
        });
        Settings settings = new Settings(values, texts, written);
        if (values.containsKey(SettingKeys.SCHEMA_REGISTRY_URL)) {
            reader.checkRegistry(settings);
        }
        if (!reader.problems.isEmpty()) {
            throw new SettingsException(reader.problems);
        }
        return settings;
    }

    private void checkRegistry(Settings settings) {
        try {
            SchemaRegistrySettings.of(settings.registryProperties());
        } catch (IllegalArgumentException broken) {
            problems.add(new SettingsProblem(SettingKeys.SCHEMA_REGISTRY_URL.name(), broken.getMessage()));
        }
    }

    private void collect(SettingsSource source) {
        Map<String, String> keyByVariable = source.isEnvironment() ? keyByVariable() : Map.of();
        source.entries().forEach((name, text) -> {
            if (!source.isEnvironment()) {
                add(name, name, text, source);
            } else if (keyByVariable.containsKey(name)) {
                add(keyByVariable.get(name), name, text, source);
            } else if (isMistyped(name)) {
                add(keyOf(name), name, text, source);
            }
        });
    }

    private static boolean isMistyped(String variable) {
        return variable.startsWith(ENVIRONMENT_PREFIX)
                && !variable.equals(JVM_OPTIONS)
                && !KUBERNETES_SERVICE.matcher(variable).matches();
    }

    private static String keyOf(String variable) {
        return variable.substring(ENVIRONMENT_PREFIX.length())
                .toLowerCase(Locale.ROOT)
                .replace('_', '.');
    }

    private void add(String key, String writtenAs, String text, SettingsSource source) {
        if (isOwn(key) || PassThroughKeys.KNOWN.contains(key)) {
            given.put(key, new Given(text.strip(), text.strip(), source.name()));
            return;
        }
        String suggestion = NearestKey.of(key, knownKeys())
                .map(near -> "did you mean " + (source.isEnvironment() ? SettingKey.environmentName(near) : near))
                .orElse("`rillcast settings` lists the keys");
        problems.add(new SettingsProblem(
                key, "unknown setting: key=" + writtenAs + ", source=" + source.name() + "; " + suggestion));
    }

    /** Those that win: what another source has replaced needs no file any more. */
    private void readFiles() {
        given.replaceAll((key, found) -> {
            try {
                return new Given(found.written(), FileReferences.resolved(found.text()), found.source());
            } catch (IllegalArgumentException broken) {
                addWrong(key, found, broken.getMessage());
                return found;
            }
        });
    }

    private static boolean isOwn(String name) {
        return SettingKeys.ALL.stream().anyMatch(key -> key.name().equals(name));
    }

    /** Our own keys first, so that they are suggested before Kafka's. */
    private static List<String> knownKeys() {
        List<String> names = new ArrayList<>();
        SettingKeys.ALL.forEach(key -> names.add(key.name()));
        names.addAll(PassThroughKeys.KNOWN.names());
        return names;
    }

    private static Map<String, String> keyByVariable() {
        Map<String, String> keys = new HashMap<>();
        knownKeys().forEach(key -> keys.putIfAbsent(SettingKey.environmentName(key), key));
        return keys;
    }

    private Map<SettingKey<?>, Object> parseAll() {
        Map<SettingKey<?>, Object> values = new LinkedHashMap<>();
        for (SettingKey<?> key : SettingKeys.ALL) {
            parse(key).ifPresent(value -> values.put(key, value));
        }
        return values;
    }

    private Optional<Object> parse(SettingKey<?> key) {
        Given found = given.get(key.name());
        if (found == null && key.isRequired() && !isClusterNeeded) {
            return Optional.empty();
        }
        if (found == null && key.isRequired()) {
            problems.add(new SettingsProblem(
                    key.name(),
                    "setting must be given: key=" + key.name() + "; add it to the settings file, or set "
                            + SettingKey.environmentName(key.name())));
            return Optional.empty();
        }
        try {
            return Optional.of(key.type().parser().apply(found == null ? key.defaultText() : found.text()));
        } catch (IllegalArgumentException broken) {
            addWrong(key.name(), found, broken.getMessage());
            return Optional.empty();
        }
    }

    private void checkPassedThrough() {
        given.forEach((key, found) -> {
            if (PassThroughKeys.KNOWN.isOwned(key)) {
                addWrong(key, found, "must be left to Rillcast");
            } else {
                PassThroughKeys.KNOWN
                        .complaint(key, found.text())
                        .ifPresent(complaint ->
                                addWrong(key, found, "must be a value that Kafka takes (" + complaint + ")"));
            }
        });
    }

    private void addWrong(String key, Given found, String rule) {
        problems.add(new SettingsProblem(
                key,
                key + " " + rule + ": " + key + "=" + Settings.shown(key, found.written()) + ", source="
                        + found.source()));
    }
}
