package io.rillcast.config;

import io.rillcast.forecast.ForecastPlan;
import io.rillcast.forecast.SameTime;
import io.rillcast.forecast.Support;
import io.rillcast.rnn.CellKind;
import io.rillcast.serde.AvroReadingDecoder;
import io.rillcast.serde.ForecastSerializer;
import io.rillcast.serde.GenericReadingDecoder;
import io.rillcast.serde.JsonReadingDecoder;
import io.rillcast.serde.ModelCommandDeserializer;
import io.rillcast.serde.ModelSnapshotDeserializer;
import io.rillcast.serde.ModelSnapshotSerializer;
import io.rillcast.serde.ReadingDecoder;
import io.rillcast.serde.ReadingMapping;
import io.rillcast.serde.SchemaRegistryClient;
import io.rillcast.serde.ScoreSerializer;
import io.rillcast.serde.TrainingRecordSerializer;
import io.rillcast.streams.RocksDbMemory;
import io.rillcast.streams.StreamPlan;
import io.rillcast.streams.StreamSerdes;
import io.rillcast.streams.Topics;
import io.rillcast.training.BpttPlan;
import io.rillcast.training.OptimiserPlan;
import io.rillcast.training.TrainingPlan;
import io.rillcast.training.TrainingSchedule;
import io.rillcast.web.FeedPlan;
import io.rillcast.web.HttpPlan;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.utils.Utils;

/** What the service is built from, out of what the operator chose. */
public final class ServicePlan {
    private final Settings settings;

    /** Of checked settings. */
    public ServicePlan(Settings settings) {
        this.settings = settings;
    }

    /** The topology's plan; the partitions of the readings topic are found out at start. */
    public StreamPlan streams() {
        return new StreamPlan(
                topics(),
                settings.value(SettingKeys.MODEL_GROUP),
                training(),
                new TrainingSchedule(
                        settings.value(SettingKeys.RETRAIN_EVERY_READINGS),
                        settings.value(SettingKeys.TRAINING_RESERVOIR_WINDOWS),
                        settings.value(SettingKeys.TRAINING_CPU_SHARE),
                        settings.value(SettingKeys.TRAINING_MAX_SECONDS)),
                new StreamPlan.Placement(settings.value(SettingKeys.READINGS_REPARTITION), 1),
                settings.value(SettingKeys.HISTORY_READINGS),
                settings.value(SettingKeys.SERIES_IDLE_MS));
    }

    private Topics topics() {
        return new Topics(
                settings.value(SettingKeys.READINGS_TOPIC),
                settings.value(SettingKeys.FORECASTS_TOPIC),
                settings.value(SettingKeys.SCORES_TOPIC),
                settings.value(SettingKeys.MODELS_TOPIC),
                settings.value(SettingKeys.MODEL_COMMANDS_TOPIC),
                settings.value(SettingKeys.TRAININGS_TOPIC),
                settings.value(SettingKeys.DEAD_LETTERS_TOPIC),
                new Topics.Creation(
                        settings.value(SettingKeys.TOPICS_PARTITIONS),
                        settings.value(SettingKeys.TOPICS_REPLICATION).shortValue()));
    }

    private TrainingPlan training() {
        SameTime sameTime =
                SameTime.valueOf(settings.value(SettingKeys.READINGS_SAME_TIME).toUpperCase(Locale.ROOT));
        Support support = Support.valueOf(settings.value(SettingKeys.SUPPORT).toUpperCase(Locale.ROOT));
        OptimiserPlan optimiser = OptimiserPlan.DEFAULT.withSteps(settings.value(SettingKeys.TRAINING_STEPS));
        return new TrainingPlan(
                new ForecastPlan(
                        settings.value(SettingKeys.QUANTILE_LEVELS),
                        settings.value(SettingKeys.TRAINING_WINDOW),
                        support,
                        sameTime,
                        settings.value(SettingKeys.READINGS_COVARIATE_FIELDS),
                        settings.value(SettingKeys.SEASON),
                        settings.value(SettingKeys.BLEND)),
                new TrainingPlan.Size(
                        CellKind.of(settings.value(SettingKeys.NETWORK_CELL)),
                        settings.value(SettingKeys.NETWORK_HIDDEN),
                        settings.value(SettingKeys.NETWORK_LAYERS)),
                new BpttPlan(
                        settings.value(SettingKeys.TRAINING_TRUNCATION_LENGTH),
                        settings.value(SettingKeys.TRAINING_BATCH),
                        optimiser),
                settings.value(SettingKeys.TRAINING_SEED),
                settings.value(SettingKeys.PROMOTION_MARGIN));
    }

    /** The bytes at the topology's edges; the clock gives the time now, epoch ms. */
    public StreamSerdes serdes(SchemaRegistryClient registry, LongSupplier clock) {
        long maxAheadMs = settings.value(SettingKeys.READINGS_MAX_AHEAD_MS);
        LongSupplier latestAllowed = () -> clock.getAsLong() + maxAheadMs;
        return new StreamSerdes(
                () -> decoder(registry, latestAllowed),
                new StreamSerdes.Outputs(
                        () -> new ForecastSerializer(registry),
                        () -> new ScoreSerializer(registry),
                        () -> new TrainingRecordSerializer(registry)),
                () -> new ModelSnapshotSerializer(registry),
                () -> new ModelSnapshotDeserializer(registry),
                () -> new ModelCommandDeserializer(registry));
    }

    /** Which fields of a record make a reading. */
    public ReadingMapping mapping() {
        return new ReadingMapping(
                settings.value(SettingKeys.READINGS_SERIES_FIELD),
                settings.value(SettingKeys.READINGS_TIMESTAMP_FIELD),
                settings.value(SettingKeys.READINGS_VALUE_FIELD),
                settings.value(SettingKeys.READINGS_COVARIATE_FIELDS));
    }

    private ReadingDecoder decoder(SchemaRegistryClient registry, LongSupplier latestAllowed) {
        ReadingMapping mapping = mapping();
        String deserializer = settings.value(SettingKeys.READINGS_DESERIALIZER);
        if (!deserializer.isEmpty()) {
            return new GenericReadingDecoder(configured(deserializer), mapping, latestAllowed);
        }
        return settings.value(SettingKeys.READINGS_FORMAT).equals("json")
                ? new JsonReadingDecoder(mapping, latestAllowed)
                : new AvroReadingDecoder(registry, mapping, latestAllowed);
    }

    private Deserializer<?> configured(String className) {
        try {
            Deserializer<?> deserializer = Utils.newInstance(className, Deserializer.class);
            Map<String, String> properties = new HashMap<>(settings.streamsProperties());
            properties.putAll(settings.registryProperties());
            deserializer.configure(properties, false);
            return deserializer;
        } catch (ClassNotFoundException missing) {
            throw new IllegalStateException(
                    "readings.deserializer must be on the class path: readings.deserializer=" + className, missing);
        }
    }

    /** Where it is seen over HTTP; empty where it is not. */
    public Optional<HttpPlan> http(String version) {
        int port = settings.value(SettingKeys.HTTP_PORT);
        if (port < 0) {
            return Optional.empty();
        }
        String file = settings.value(SettingKeys.HTTP_TOKEN_FILE);
        Optional<String> token = file.isEmpty() ? Optional.empty() : SecretFile.read(Path.of(file));
        return Optional.of(new HttpPlan(settings.value(SettingKeys.HTTP_HOST), port, token, version));
    }

    /** Where what is shown comes from. */
    public FeedPlan feed(SchemaRegistryClient registry) {
        return new FeedPlan(settings.consumerProperties(), settings.producerProperties(), topics(), registry);
    }

    /** Kafka's own settings, and the bound on RocksDB's memory that travels with them. */
    public Map<String, Object> kafka() {
        Map<String, Object> properties = new HashMap<>(settings.streamsProperties());
        long megabytes = settings.value(SettingKeys.STATE_MEMORY_MB);
        properties.put(RocksDbMemory.BYTES_CONFIG, megabytes << 20);
        return properties;
    }
}
