package io.rillcast.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.rillcast.forecast.QuantileLevels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsReaderTest {
    private static final Map<String, String> REQUIRED =
            Map.of("bootstrap.servers", "localhost:9092", "schema.registry.url", "http://localhost:8081");

    @Test
    void twoLinesAreEnough() throws Exception {
        Settings settings = read(Map.of());

        assertThat(settings.value(SettingKeys.READINGS_TOPIC)).isEqualTo("rillcast.readings");
        assertThat(settings.value(SettingKeys.NETWORK_HIDDEN)).isEqualTo(32);
        assertThat(settings.value(SettingKeys.QUANTILE_LEVELS)).isEqualTo(QuantileLevels.DEFAULT);
        assertThat(settings.value(SettingKeys.READINGS_MAX_AHEAD_MS)).isEqualTo(7 * 86_400_000L);
    }

    @Test
    void namesWhatIsMissingAndWhereToPutIt() {
        List<String> sentences = problemsOf(List.of());

        assertThat(sentences)
                .containsExactly(
                        "setting must be given: key=bootstrap.servers; add it to the settings file, or set"
                                + " RILLCAST_BOOTSTRAP_SERVERS",
                        "setting must be given: key=schema.registry.url; add it to the settings file, or set"
                                + " RILLCAST_SCHEMA_REGISTRY_URL");
    }

    @Test
    void environmentWinsOverFileAndCommandLineOverBoth() throws Exception {
        SettingsSource file = new SettingsSource(
                "a.properties",
                false,
                with(Map.of("network.hidden", "1", "network.layers", "1", "training.batch", "1")));
        SettingsSource environment = SettingsSource.environment(
                Map.of("RILLCAST_NETWORK_HIDDEN", "2", "RILLCAST_NETWORK_LAYERS", "2", "PATH", "/bin"));
        SettingsSource commandLine = SettingsSource.commandLine(Map.of("network.hidden", "3"));

        Settings settings = SettingsReader.read(List.of(file, environment, commandLine));

        assertThat(settings.value(SettingKeys.TRAINING_BATCH)).isEqualTo(1);
        assertThat(settings.value(SettingKeys.NETWORK_LAYERS)).isEqualTo(2);
        assertThat(settings.value(SettingKeys.NETWORK_HIDDEN)).isEqualTo(3);
    }

    @Test
    void suggestsTheNearestKey() {
        assertThat(problemsOf(Map.of("netwrok.hiden", "8")))
                .containsExactly("unknown setting: key=netwrok.hiden, source=-D; did you mean network.hidden");
    }

    @Test
    void suggestsTheNearestVariable() {
        SettingsSource environment = SettingsSource.environment(Map.of("RILLCAST_READING_TOPIC", "prices"));

        assertThat(problemsOf(List.of(SettingsSource.commandLine(REQUIRED), environment)))
                .containsExactly("unknown setting: key=RILLCAST_READING_TOPIC, source=environment; did you mean"
                        + " RILLCAST_READINGS_TOPIC");
    }

    @Test
    void suggestsNothingForAKeyUnlikeAnyOther() {
        assertThat(problemsOf(Map.of("colour.of.the.bikeshed.roof", "red")))
                .containsExactly(
                        "unknown setting: key=colour.of.the.bikeshed.roof, source=-D; `rillcast settings` lists"
                                + " the keys");
    }

    @Test
    void leavesVariablesAloneThatTheLauncherOrKubernetesSet() throws Exception {
        SettingsSource environment = SettingsSource.environment(Map.of(
                "RILLCAST_JVM_OPTS", "-Xmx1g",
                "RILLCAST_SERVICE_HOST", "10.0.0.1",
                "RILLCAST_PORT", "tcp://10.0.0.1:8080",
                "RILLCAST_WEB_PORT_8080_TCP_ADDR", "10.0.0.1"));

        Settings settings = SettingsReader.read(List.of(SettingsSource.commandLine(REQUIRED), environment));

        assertThat(settings.shown()).containsOnlyKeys("bootstrap.servers", "schema.registry.url");
    }

    @Test
    void listsAllProblemsAtOnce() {
        Map<String, String> wrong = Map.of(
                "network.hidden", "many",
                "network.layers", "9",
                "training.cpu.share", "0",
                "readings.format", "xml",
                "readings.repartition", "yes",
                "quantile.levels", "0.1,0.9",
                "model.group", "prefix:",
                "scores.topic", "a topic",
                "linger.ms", "-5");

        assertThat(problemsOf(wrong))
                .containsExactly(
                        "scores.topic must be 1 to 249 letters, digits, dots, underscores or dashes: scores.topic=a"
                                + " topic, source=-D",
                        "readings.format must be one of avro, json: readings.format=xml, source=-D",
                        "readings.repartition must be true or false: readings.repartition=yes, source=-D",
                        "model.group must be all, series, or prefix: and the separator after the prefix:"
                                + " model.group=prefix:, source=-D",
                        "network.hidden must be a whole number from 1 to 1024: network.hidden=many, source=-D",
                        "network.layers must be a whole number from 1 to 8: network.layers=9, source=-D",
                        "quantile.levels must be 1 to 15 increasing numbers between 0 and 1 with 0.5 among them:"
                                + " quantile.levels=0.1,0.9, source=-D",
                        "training.cpu.share must be a number from 0.01 to 1.0: training.cpu.share=0, source=-D",
                        "linger.ms must be a value that Kafka takes (Value must be at least 0): linger.ms=-5, source=-D");
    }

    @Test
    void refusesBrokersAndRegistriesThatAreNoAddresses() {
        Map<String, String> wrong = Map.of("bootstrap.servers", "kafka", "schema.registry.url", "localhost:8081");

        assertThat(problemsOf(wrong))
                .containsExactly(
                        "bootstrap.servers must be a comma-separated list of host:port: bootstrap.servers=kafka,"
                                + " source=-D",
                        "schema.registry.url must be a comma-separated list of http:// or https:// addresses:"
                                + " schema.registry.url=localhost:8081, source=-D");
    }

    @Test
    void checksRulesBetweenTwoKeys() {
        Map<String, String> wrong = Map.of(
                "history.readings", "100",
                "training.truncation.length", "97",
                "training.reservoir.windows", "31",
                "scores.topic", "rillcast.forecasts",
                "readings.value.field", "series",
                "readings.format", "json",
                "readings.deserializer", "org.apache.kafka.common.serialization.StringDeserializer");

        assertThat(problemsOf(wrong))
                .containsExactly(
                        "two topics must not have the same name: forecasts.topic=rillcast.forecasts,"
                                + " scores.topic=rillcast.forecasts",
                        "two parts of a reading must not be read from the same field: readings.series.field=series,"
                                + " readings.value.field=series",
                        "history.readings must be at least twice training.window: history.readings=100,"
                                + " training.window=96",
                        "training.truncation.length must be at most training.window: training.truncation.length=97,"
                                + " training.window=96",
                        "training.reservoir.windows must be at least training.batch: training.reservoir.windows=31,"
                                + " training.batch=32",
                        "readings.deserializer must be empty unless readings.format is avro:"
                                + " readings.deserializer=org.apache.kafka.common.serialization.StringDeserializer,"
                                + " readings.format=json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q", "a,b,a", "a,", "a..b", ",,"})
    void refusesCovariatesThatAreTooManyOrNotNamedOnce(String fields) {
        assertThat(problemsOf(Map.of("readings.covariate.fields", fields)))
                .containsExactly("readings.covariate.fields must be at most 16 different names of fields, parted by"
                        + " commas: readings.covariate.fields=" + fields + ", source=-D");
    }

    @Test
    void checksCovariatesAgainstOtherKeys() {
        Map<String, String> wrong = Map.of(
                "readings.covariate.fields", "a,b,c,d,e,f,g,h,i,j,k,l,m,price",
                "readings.value.field", "price",
                "training.window", "4096",
                "history.readings", "8192");

        assertThat(problemsOf(wrong))
                .containsExactly(
                        "a covariate must not be read from the field of another part of the reading:"
                                + " readings.covariate.fields=a,b,c,d,e,f,g,h,i,j,k,l,m,price,"
                                + " readings.value.field=price",
                        "a training window with its covariates must fit into one record; have fewer of either:"
                                + " training.window=4096, readings.covariate.fields=a,b,c,d,e,f,g,h,i,j,k,l,m,price");
    }

    @Test
    void refusesWhatRillcastSetsItself() {
        assertThat(problemsOf(Map.of("consumer.isolation.level", "read_uncommitted")))
                .containsExactly("consumer.isolation.level must be left to Rillcast:"
                        + " consumer.isolation.level=read_uncommitted, source=-D");
    }

    @Test
    void checksTheRegistryClientsSettingsToo() {
        Map<String, String> wrong = Map.of("basic.auth.user.info", "tiger", "max.retries", "often");

        assertThat(problemsOf(wrong))
                .singleElement()
                .asString()
                .contains("basic.auth.user.info must be user:password", "max.retries must be a whole number")
                .doesNotContain("tiger");
    }

    @Test
    void readsAFileInUtf8(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(
                directory.resolve("r.properties"),
                "# a comment\nbootstrap.servers = a:1, b:2\nschema.registry.url=http://r:8081\nreadings.value.field=größe\n");

        Settings settings = SettingsReader.read(List.of(SettingsSource.file(file)));

        assertThat(settings.value(SettingKeys.READINGS_VALUE_FIELD)).isEqualTo("größe");
    }

    @Test
    void namesAMissingFile(@TempDir Path directory) {
        Path file = directory.resolve("none.properties");

        SettingsException problems = catchThrowableOfType(SettingsException.class, () -> SettingsSource.file(file));

        assertThat(problems.sentences()).containsExactly("settings file must exist: file=" + file);
    }

    private static Settings read(Map<String, String> given) throws SettingsException {
        return SettingsReader.read(List.of(SettingsSource.commandLine(with(given))));
    }

    private static Map<String, String> with(Map<String, String> given) {
        Map<String, String> all = new HashMap<>(REQUIRED);
        all.putAll(given);
        return all;
    }

    private static List<String> problemsOf(Map<String, String> given) {
        return problemsOf(List.of(SettingsSource.commandLine(with(given))));
    }

    private static List<String> problemsOf(List<SettingsSource> sources) {
        return catchThrowableOfType(SettingsException.class, () -> SettingsReader.read(sources))
                .sentences();
    }

    @Test
    void needsNoClusterWhereNoneIsUsed() throws SettingsException {
        Settings settings =
                SettingsReader.readWithoutCluster(List.of(SettingsSource.commandLine(Map.of("training.window", "48"))));

        assertThat(settings.value(SettingKeys.TRAINING_WINDOW)).isEqualTo(48);
        assertThat(new ServicePlan(settings).streams().training().forecast().window())
                .isEqualTo(48);
    }

    @Test
    void saysWhatElseIsWrongWhereNoClusterIsUsed() {
        SettingsSource wrong = SettingsSource.commandLine(Map.of("bootstrap.servers", "here", "training.window", "1"));

        SettingsException said =
                catchThrowableOfType(SettingsException.class, () -> SettingsReader.readWithoutCluster(List.of(wrong)));

        assertThat(said.sentences()).hasSize(2);
    }
}
