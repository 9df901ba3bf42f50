package io.rillcast.app;

import io.rillcast.config.SettingKeys;
import io.rillcast.config.Settings;
import io.rillcast.config.SettingsException;
import io.rillcast.config.SettingsReader;
import io.rillcast.config.SettingsSource;
import io.rillcast.local.EmbeddedBroker;
import io.rillcast.local.RegistryServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Where a bench runs: an operator's cluster or a broker in this process, under names of its own, always with a registry
 * in this process; all removed at the end.
 */
final class BenchCluster implements AutoCloseable {
    private final WorkDirectory home;
    private final Optional<EmbeddedBroker> broker;
    private final RegistryServer registry;
    private final String prefix = String.format(Locale.ROOT, "rillcast-bench-%08x", new Random().nextInt());

    private BenchCluster(WorkDirectory home, Optional<EmbeddedBroker> broker, RegistryServer registry) {
        this.home = home;
        this.broker = broker;
        this.registry = registry;
    }

    /** Starts what is needed. */
    static BenchCluster open(boolean isWithBroker) throws IOException {
        WorkDirectory home = WorkDirectory.open(Optional.empty());
        Path dir = home.path().resolve("cluster");
        Optional<EmbeddedBroker> broker =
                isWithBroker ? Optional.of(EmbeddedBroker.start(dir, 0, Map.of())) : Optional.empty();
        return new BenchCluster(home, broker, RegistryServer.start(dir, 0));
    }

    /** What the names of all topics and groups of this bench begin with. */
    String prefix() {
        return prefix;
    }

    /**
     * The operator's settings, in all that a bench must choose for itself overridden.
     *
     * @param sources the operator's
     * @param guarantee as {@code processing.guarantee}
     */
    Settings settings(List<SettingsSource> sources, String guarantee) throws SettingsException {
        Map<String, String> ours = new LinkedHashMap<>();
        broker.ifPresent(own -> ours.put(SettingKeys.BOOTSTRAP_SERVERS.name(), own.bootstrapServers()));
        ours.put(SettingKeys.SCHEMA_REGISTRY_URL.name(), registry.url());
        ours.put(SettingKeys.APPLICATION_ID.name(), prefix);
        ours.put(SettingKeys.READINGS_TOPIC.name(), prefix + ".readings");
        ours.put(SettingKeys.FORECASTS_TOPIC.name(), prefix + ".forecasts");
        ours.put(SettingKeys.SCORES_TOPIC.name(), prefix + ".scores");
        ours.put(SettingKeys.MODELS_TOPIC.name(), prefix + ".models");
        ours.put(SettingKeys.MODEL_COMMANDS_TOPIC.name(), prefix + ".model-commands");
        ours.put(SettingKeys.TRAININGS_TOPIC.name(), prefix + ".trainings");
        ours.put(SettingKeys.DEAD_LETTERS_TOPIC.name(), prefix + ".dead-letters");
        ours.put(SettingKeys.READINGS_FORMAT.name(), "avro");
        ours.put(SettingKeys.READINGS_DESERIALIZER.name(), "");
        ours.put(SettingKeys.READINGS_SERIES_FIELD.name(), "series");
        ours.put(SettingKeys.READINGS_TIMESTAMP_FIELD.name(), "timestamp");
        ours.put(SettingKeys.READINGS_VALUE_FIELD.name(), "value");
        ours.put(SettingKeys.READINGS_REPARTITION.name(), "true");
        ours.put(SettingKeys.MODEL_GROUP.name(), "all");
        ours.put(SettingKeys.RETRAIN_EVERY_READINGS.name(), "0");
        ours.put("processing.guarantee", guarantee);
        ours.put("state.dir", home.path().resolve("state").toString());
        if (!guarantee.equals("exactly_once_v2")) {
            // Kafka's default of 30 s would stop both clocks at multiples of it.
            ours.put("commit.interval.ms", "1000");
        }
        List<SettingsSource> all = new ArrayList<>(sources);
        all.add(SettingsSource.commandLine(ours));
        return SettingsReader.read(all);
    }

    @Override
    public void close() {
        registry.close();
        broker.ifPresent(EmbeddedBroker::close);
        home.close();
    }
}
