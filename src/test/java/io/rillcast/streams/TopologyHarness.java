package io.rillcast.streams;

import static org.awaitility.Awaitility.await;

import io.rillcast.forecast.CovariateNames;
import io.rillcast.forecast.Forecast;
import io.rillcast.forecast.Reading;
import io.rillcast.forecast.Score;
import io.rillcast.local.RegistryServer;
import io.rillcast.serde.AvroReadingDecoder;
import io.rillcast.serde.CsvRow;
import io.rillcast.serde.ForecastDeserializer;
import io.rillcast.serde.ForecastSerializer;
import io.rillcast.serde.ModelCommandDeserializer;
import io.rillcast.serde.ModelCommandSerializer;
import io.rillcast.serde.ModelSnapshotDeserializer;
import io.rillcast.serde.ModelSnapshotSerializer;
import io.rillcast.serde.ReadingMapping;
import io.rillcast.serde.ReadingSerializer;
import io.rillcast.serde.SchemaRegistryClient;
import io.rillcast.serde.SchemaRegistrySettings;
import io.rillcast.serde.ScoreDeserializer;
import io.rillcast.serde.ScoreSerializer;
import io.rillcast.serde.TrainingRecordDeserializer;
import io.rillcast.serde.TrainingRecordSerializer;
import io.rillcast.training.ModelCommand;
import io.rillcast.training.ModelSnapshot;
import io.rillcast.training.TrainingRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;

/** The whole topology in a test driver, with a real registry behind its serdes. */
final class TopologyHarness implements AutoCloseable {
    /** The clock of the test driver, and so of every record. */
    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static final long WEEK_MS = Duration.ofDays(7).toMillis();

    private final RegistryServer registryServer;
    private final SchemaRegistryClient registry;
    private final TrainingWorker worker;
    private final CovariateNames covariates;
    private final TopologyTestDriver driver;
    private final TestInputTopic<String, Reading> readings;
    private final TestInputTopic<byte[], byte[]> rawReadings;

    TopologyHarness(Path dir, StreamPlan plan) {
        this(dir, plan, (serdes, worker) -> ForecastService.topology(plan, serdes, worker));
    }

    TopologyHarness(Path dir, StreamPlan plan, BiFunction<StreamSerdes, TrainingWorker, Topology> topology) {
        registryServer = RegistryServer.start(dir.resolve("registry"), 0);
        registry = new SchemaRegistryClient(
                SchemaRegistrySettings.of(Map.of("schema.registry.url", registryServer.url())));
        worker = new TrainingWorker(plan.training(), plan.schedule());
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "topology-test");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, dir.resolve("state").toString());
        covariates = plan.training().forecast().covariates();
        driver = new TopologyTestDriver(
                topology.apply(serdes(registry, covariates, NOW.toEpochMilli() + WEEK_MS), worker), settings, NOW);
        readings = driver.createInputTopic(
                plan.topics().readings(), new StringSerializer(), new ReadingSerializer(registry));
        rawReadings =
                driver.createInputTopic(plan.topics().readings(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    static StreamSerdes serdes(SchemaRegistryClient registry, long latestAllowedMs) {
        return serdes(registry, CovariateNames.NONE, latestAllowedMs);
    }

    private static StreamSerdes serdes(SchemaRegistryClient registry, CovariateNames covariates, long latestAllowedMs) {
        ReadingMapping mapping = new ReadingMapping("series", "timestamp", "value", covariates);
        return new StreamSerdes(
                () -> new AvroReadingDecoder(registry, mapping, () -> latestAllowedMs),
                new StreamSerdes.Outputs(
                        () -> new ForecastSerializer(registry),
                        () -> new ScoreSerializer(registry),
                        () -> new TrainingRecordSerializer(registry)),
                () -> new ModelSnapshotSerializer(registry),
                () -> new ModelSnapshotDeserializer(registry),
                () -> new ModelCommandDeserializer(registry));
    }

    static Topology topology(StreamPlan plan) {
        SchemaRegistryClient unasked = new SchemaRegistryClient(
                SchemaRegistrySettings.of(Map.of("schema.registry.url", "http://127.0.0.1:1")));
        return ForecastService.topology(plan, serdes(unasked, 0), new TrainingWorker(plan.training(), plan.schedule()));
    }

    void publish(Reading reading) {
        readings.pipeInput(reading.seriesId(), reading, NOW);
    }

    void publish(List<Reading> several) {
        several.forEach(this::publish);
    }

    /** With the covariates of the plan that it has, and one that nobody looks at. */
    void publishWithCovariates(Reading reading) {
        Map<String, Double> byName = new TreeMap<>(Map.of("unknown", 7.0));
        for (int i = 0; i < reading.covariates().count(); i++) {
            byName.put(covariates.names().get(i), reading.covariates().value(i));
        }
        publishRow(reading.withoutCovariates(), byName);
    }

    void publishRow(Reading reading, Map<String, Double> byName) {
        try (Serializer<CsvRow> serializer = new ReadingSerializer(registry).ofRows()) {
            byte[] value = serializer.serialize(Topics.DEFAULT.readings(), new CsvRow(1, reading, byName));
            publishRaw(reading.seriesId().getBytes(StandardCharsets.UTF_8), value);
        }
    }

    void publishRaw(byte[] key, byte[] value) {
        rawReadings.pipeInput(key, value, NOW);
    }

    void command(ModelCommand command) {
        driver.createInputTopic(
                        Topics.DEFAULT.modelCommands(), new StringSerializer(), new ModelCommandSerializer(registry))
                .pipeInput(command.group(), command, NOW);
    }

    void commandRaw(byte[] value) {
        driver.createInputTopic(Topics.DEFAULT.modelCommands(), new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(new byte[0], value, NOW);
    }

    void publish(ModelSnapshot model) {
        publish(ModelKeys.incumbent(model.model().group()), model);
    }

    void publishArchived(ModelSnapshot model) {
        publish(ModelKeys.archive(model.model().group(), model.model().version()), model);
    }

    private void publish(Bytes key, ModelSnapshot model) {
        driver.createInputTopic(
                        Topics.DEFAULT.models(), new ByteArraySerializer(), new ModelSnapshotSerializer(registry))
                .pipeInput(key.get(), model, NOW);
    }

    /** The keys in the table of models. */
    List<String> modelKeys() {
        List<String> keys = new ArrayList<>();
        KeyValueStore<Bytes, byte[]> models = driver.getKeyValueStore(ModelTable.STORE);
        try (KeyValueIterator<Bytes, byte[]> all = models.all()) {
            all.forEachRemaining(entry -> keys.add(new String(entry.key.get(), StandardCharsets.UTF_8)));
        }
        return keys;
    }

    /** The store of the groups' task. */
    GroupReservoir reservoir(int slots) {
        return new GroupReservoir(driver.getKeyValueStore(TrainingProcessor.RESERVOIR), slots);
    }

    /** The lengths of all keys and values of a store, together by entry, in the order of the keys. */
    List<Integer> entryBytes(String store) {
        List<Integer> lengths = new ArrayList<>();
        KeyValueStore<Bytes, byte[]> entries = driver.getKeyValueStore(store);
        try (KeyValueIterator<Bytes, byte[]> all = entries.all()) {
            all.forEachRemaining(entry -> lengths.add(entry.key.get().length + entry.value.length));
        }
        return lengths;
    }

    /** Lets the clock go on, so far that everything that is due comes to be, once. */
    void advance(Duration time) {
        driver.advanceWallClockTime(time);
    }

    List<Forecast> forecasts() {
        return output(Topics.DEFAULT.forecasts(), new ForecastDeserializer(registry))
                .readValuesToList();
    }

    List<Score> scores() {
        return output(Topics.DEFAULT.scores(), new ScoreDeserializer(registry)).readValuesToList();
    }

    List<TrainingRecord> trainings() {
        return output(Topics.DEFAULT.trainings(), new TrainingRecordDeserializer(registry))
                .readValuesToList();
    }

    /** What was published to the models topic, archived and in use, without what was taken out of the archive. */
    List<ModelSnapshot> models() {
        ModelSnapshotDeserializer deserializer = new ModelSnapshotDeserializer(registry);
        String topic = Topics.DEFAULT.models();
        return driver
                .createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readValuesToList()
                .stream()
                .filter(Objects::nonNull)
                .map(bytes -> deserializer.deserialize(topic, bytes))
                .toList();
    }

    List<TestRecord<byte[], byte[]>> deadLetters() {
        return driver.createOutputTopic(
                        Topics.DEFAULT.deadLetters(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    /** Lets trainings end, until one more record of them has come. */
    TrainingRecord awaitTraining() {
        List<TrainingRecord> ended = new ArrayList<>();
        await().atMost(Duration.ofMinutes(2)).until(() -> {
            driver.advanceWallClockTime(Duration.ofSeconds(1));
            return ended.addAll(trainings());
        });
        return ended.get(0);
    }

    private <T> TestOutputTopic<String, T> output(String topic, Deserializer<T> deserializer) {
        return driver.createOutputTopic(topic, new StringDeserializer(), deserializer);
    }

    Map<String, Long> totals() {
        return ForecastMetrics.totals(driver.metrics());
    }

    @Override
    public void close() {
        driver.close();
        worker.close();
        registry.close();
        registryServer.close();
    }
}
