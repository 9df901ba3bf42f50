package io.rillcast.app;

import io.rillcast.config.ServicePlan;
import io.rillcast.config.SettingKeys;
import io.rillcast.config.Settings;
import io.rillcast.serde.BadLine;
import io.rillcast.serde.CsvColumns;
import io.rillcast.serde.CsvReadings;
import io.rillcast.serde.CsvRow;
import io.rillcast.serde.JsonReadingSerializer;
import io.rillcast.serde.ReadingMapping;
import io.rillcast.serde.ReadingSerializer;
import io.rillcast.serde.SchemaRegistryClient;
import io.rillcast.serde.SchemaRegistrySettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.StringSerializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sends the readings of a CSV file to the readings topic. */
@Command(
        name = "publish",
        description = "Sends the readings of a CSV file, plain or gzipped, to the readings topic, in the order of its"
                + " lines. A line without a value is a missing reading and left out. Numbers in further columns are"
                + " its covariates.")
final class PublishCommand implements Callable<Integer> {
    /** After a signal: sends what is under way, which a dead broker can hold up. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    private final StopSignal stop;

    @Parameters(paramLabel = "FILE", description = "The CSV file: a header line, then one reading a line.")
    private Path file;

    @Mixin
    private SettingsOptions options;

    @Option(names = "--topic", paramLabel = "TOPIC", description = "Where to; default: readings.topic.")
    private Optional<String> topic;

    @Option(names = "--rate", paramLabel = "N", description = "Most readings a second; default: as many as go.")
    private double perSecond;

    @Mixin
    private CsvOptions csv;

    @Spec
    private CommandSpec spec;

    PublishCommand(StopSignal stop) {
        this.stop = stop;
    }

    /** Publishes the file and prints how much it was. */
    @Override
    public Integer call() throws IOException, InterruptedException, BadLine {
        CsvColumns columns = csv.columns(spec);
        WrongUsage.unless(spec, perSecond >= 0, "--rate must be >= 0: --rate=" + WrongUsage.shown(perSecond));
        Checks checks = new Checks();
        Optional<Settings> settings = checks.tried(options::read);
        Optional<CsvReadings> readings = checks.tried(() -> CsvReadings.open(file, columns));
        try {
            checks.requireAllPassed();
            publish(settings.orElseThrow(), readings.orElseThrow());
        } finally {
            if (readings.isPresent()) {
                readings.get().close();
            }
        }
        return 0;
    }

    private void publish(Settings settings, CsvReadings readings) throws IOException, InterruptedException, BadLine {
        String to = topic.orElse(settings.value(SettingKeys.READINGS_TOPIC));
        try (SchemaRegistryClient registry =
                new SchemaRegistryClient(SchemaRegistrySettings.of(settings.registryProperties()))) {
            Serializer<CsvRow> serializer = readingSerializer(settings, registry);
            Checks checks = new Checks();
            checks.holds(() -> new ClusterCheck(settings)
                    .requireTopics(List.of(to), "`rillcast run` creates it, or name another by --topic"));
            if (!isJson(settings)) {
                checks.holds(registry::checkReachable);
            }
            checks.requireAllPassed();
            stop.listen(GRACE);
            try (Producer<String, CsvRow> producer = producer(settings, serializer)) {
                publish(settings, readings, producer, to);
            }
        }
    }

    private void publish(Settings settings, CsvReadings readings, Producer<String, CsvRow> producer, String to)
            throws IOException, BadLine, InterruptedException {
        CsvIntake intake = new CsvIntake(csv.isSkipping(), spec.commandLine().getErr()::println);
        intake.noteMissingCovariates(
                settings.value(SettingKeys.READINGS_COVARIATE_FIELDS), readings.covariateColumns());
        Publisher publisher = new Publisher(producer, new Publisher.Plan(to, perSecond), intake);
        long beganNanos = System.nanoTime();
        try (Progress progress =
                Progress.start(new Progress.Task("publishing " + file.getFileName(), "bytes", Files.size(file)))) {
            publisher.publish(readings, stop::isRequested, progress::reach);
        } finally {
            say(publisher.summary(readings), System.nanoTime() - beganNanos);
        }
        if (stop.isRequested()) {
            throw new CommandFailure("publishing must go on to the end of the file: told to stop, file=" + file);
        }
    }

    private static Producer<String, CsvRow> producer(Settings settings, Serializer<CsvRow> serializer) {
        Map<String, Object> properties = new HashMap<>();
        // A batch that waits a little is full, and a full batch is what makes it fast.
        properties.put(ProducerConfig.LINGER_MS_CONFIG, "20");
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, "131072");
        properties.putAll(settings.producerProperties());
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
        return new KafkaProducer<>(properties, new StringSerializer(), serializer);
    }

    private static boolean isJson(Settings settings) {
        return settings.value(SettingKeys.READINGS_FORMAT).equals("json");
    }

    private static Serializer<CsvRow> readingSerializer(Settings settings, SchemaRegistryClient registry) {
        ReadingMapping mapping = new ServicePlan(settings).mapping();
        if (isJson(settings)) {
            return new JsonReadingSerializer(mapping).ofRows();
        }
        if (!mapping.withoutCovariates().equals(ReadingMapping.DEFAULT)) {
            throw new CommandFailure("what is published must be what `run` reads, and that of Avro is Rillcast's own"
                    + " Reading records: fields=" + mapping.seriesField() + ", " + mapping.timestampField() + ", "
                    + mapping.valueField() + "; leave out readings.*.field, or set readings.format=json");
        }
        return new ReadingSerializer(registry).ofRows();
    }

    private void say(Publisher.Summary summary, long tookNanos) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                Locale.ROOT,
                "published %d %s of %d series in %.1f s (bad lines: %d, missing values: %d)%n",
                summary.readings(),
                summary.readings() == 1 ? "reading" : "readings",
                summary.series(),
                tookNanos / 1e9,
                summary.badLines(),
                summary.missing());
        out.flush();
    }
}
