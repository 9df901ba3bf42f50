package io.rillcast.streams;

import io.rillcast.broken.BrokenTraffic;
import io.rillcast.broken.BrokenTraffic.Item;
import io.rillcast.broken.Draw;
import io.rillcast.broken.OtherFaults;
import io.rillcast.broken.Setup;
import io.rillcast.forecast.CovariateNames;
import io.rillcast.forecast.ForecastPlan;
import io.rillcast.forecast.QuantileLevels;
import io.rillcast.forecast.Support;
import io.rillcast.serde.AvroReadingDecoder;
import io.rillcast.serde.GenericReadingDecoder;
import io.rillcast.serde.JsonReadingDecoder;
import io.rillcast.serde.ModelSnapshotSerializer;
import io.rillcast.serde.ProtocolServer;
import io.rillcast.serde.ReadingDecoder;
import io.rillcast.serde.ReadingMapping;
import io.rillcast.serde.SchemaRegistryClient;
import io.rillcast.training.TrainingPlan;
import io.rillcast.training.TrainingSchedule;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/** The topology of one setup in a test driver, and all that came out of it; serves with a model, trains none. */
final class BrokenRun implements AutoCloseable {
    /** Key and value, bit for bit. */
    static final Comparator<TestRecord<byte[], byte[]>> BITS = Comparator.<TestRecord<byte[], byte[]>, byte[]>comparing(
                    TestRecord::key, Arrays::compare)
            .thenComparing(TestRecord::value, Arrays::compare);

    private static final CovariateNames NAMED = new CovariateNames(List.of("heat", "wind"));
    private static final Instant NOW = Instant.ofEpochMilli(0);

    private final SchemaRegistryClient registry;
    private final TrainingWorker worker;
    private final TopologyTestDriver driver;
    private final TestInputTopic<byte[], byte[]> readings;
    private final TestInputTopic<byte[], byte[]> commands;
    private final List<TestRecord<byte[], byte[]>> forecasts = new ArrayList<>();
    private final List<TestRecord<byte[], byte[]>> scores = new ArrayList<>();
    private final List<LetterCheck.Letter> letters = new ArrayList<>();
    private Map<String, Long> totals = Map.of();

    BrokenRun(Path dir, Setup setup, ProtocolServer server) {
        StreamPlan plan = plan(setup);
        registry = server.client(Map.of("max.retries", "0"));
        worker = new TrainingWorker(plan.training(), plan.schedule());
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "broken-input");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, dir.toString());
        driver = new TopologyTestDriver(ForecastService.topology(plan, serdes(setup, registry), worker), settings, NOW);
        readings = input(Topics.DEFAULT.readings());
        commands = input(Topics.DEFAULT.modelCommands());
        try (ModelSnapshotSerializer snapshots = new ModelSnapshotSerializer(registry)) {
            String models = Topics.DEFAULT.models();
            byte[] model = snapshots.serialize(models, ModelExamples.snapshot("all", 1));
            input(models).pipeInput(ModelKeys.incumbent("all").get(), model, NOW);
        }
    }

    static StreamPlan plan(Setup setup) {
        TrainingPlan training =
                ForecastTopologyTest.plan(new TrainingSchedule(0, 1024, 1, 600)).training();
        CovariateNames covariates = setup == Setup.NAMED ? NAMED : CovariateNames.NONE;
        ForecastPlan nonnegative = new ForecastPlan(QuantileLevels.DEFAULT, 96, Support.NONNEGATIVE, covariates);
        return new StreamPlan(
                Topics.DEFAULT,
                GroupRule.ALL,
                new TrainingPlan(
                        nonnegative, training.size(), training.descent(), training.seed(), training.promotionMargin()),
                new TrainingSchedule(0, 1024, 1, 600),
                new StreamPlan.Placement(setup != Setup.PLACED, BrokenTraffic.PARTITIONS),
                512,
                0);
    }

    static StreamSerdes serdes(Setup setup, SchemaRegistryClient registry) {
        StreamSerdes avro = TopologyHarness.serdes(registry, Draw.LATEST_MS);
        return new StreamSerdes(
                () -> decoder(setup, registry), avro.outputs(), avro.snapshots(), avro.models(), avro.commands());
    }

    private static ReadingDecoder decoder(Setup setup, SchemaRegistryClient registry) {
        return switch (setup) {
            case JSON -> new JsonReadingDecoder(ReadingMapping.DEFAULT, () -> Draw.LATEST_MS);
            case KEY -> new JsonReadingDecoder(new ReadingMapping("", "timestamp", "value"), () -> Draw.LATEST_MS);
            case FOREIGN ->
                new GenericReadingDecoder(OtherFaults.foreign(), ReadingMapping.DEFAULT, () -> Draw.LATEST_MS);
            case NAMED ->
                new AvroReadingDecoder(
                        registry, new ReadingMapping("series", "timestamp", "value", NAMED), () -> Draw.LATEST_MS);
            default -> new AvroReadingDecoder(registry, ReadingMapping.DEFAULT, () -> Draw.LATEST_MS);
        };
    }

    private TestInputTopic<byte[], byte[]> input(String topic) {
        return driver.createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /** Sends one record to where its kind belongs. */
    void send(Item item) {
        boolean isCommand =
                item.kind().map(kind -> kind.setup() == Setup.COMMAND).orElse(false);
        (isCommand ? commands : readings)
                .pipeInput(new TestRecord<>(
                        item.record().key(),
                        item.record().value(),
                        item.record().headers(),
                        NOW));
        take();
    }

    private void take() {
        forecasts.addAll(output(Topics.DEFAULT.forecasts()));
        scores.addAll(output(Topics.DEFAULT.scores()));
        output(Topics.DEFAULT.deadLetters())
                .forEach(letter -> letters.add(new LetterCheck.Letter(letter.key(), letter.value(), letter.headers())));
    }

    private List<TestRecord<byte[], byte[]>> output(String topic) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    /** Keeps the counts. */
    void end() {
        totals = ForecastMetrics.totals(driver.metrics());
    }

    /** Forecasts, then scores, of the good series. */
    List<TestRecord<byte[], byte[]>> outputsOfGoodSeries() {
        List<TestRecord<byte[], byte[]>> all = new ArrayList<>();
        all.addAll(forecasts);
        all.addAll(scores);
        return all.stream().filter(BrokenRun::isGood).toList();
    }

    List<TestRecord<byte[], byte[]>> forecastsOfOtherSeries() {
        return forecasts.stream().filter(record -> !isGood(record)).toList();
    }

    private static boolean isGood(TestRecord<byte[], byte[]> record) {
        return BrokenTraffic.goodSeries().contains(new String(record.key(), StandardCharsets.UTF_8));
    }

    List<LetterCheck.Letter> letters() {
        return letters;
    }

    Map<String, Long> refusedAndSkipped() {
        Map<String, Long> counts = new TreeMap<>(totals);
        counts.keySet()
                .removeIf(name -> !name.startsWith("readings-refused-") && !name.startsWith("readings-skipped-"));
        return counts;
    }

    @Override
    public void close() {
        driver.close();
        worker.close();
        registry.close();
    }
}
