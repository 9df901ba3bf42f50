package io.rillcast.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rillcast.config.ServicePlan;
import io.rillcast.config.Settings;
import io.rillcast.config.SettingsReader;
import io.rillcast.config.SettingsSource;
import io.rillcast.forecast.Reading;
import io.rillcast.local.EmbeddedBroker;
import io.rillcast.local.RegistryServer;
import io.rillcast.serde.DeadLetterHeaders;
import io.rillcast.serde.ReadingSerializer;
import io.rillcast.serde.SchemaRegistryClient;
import io.rillcast.serde.SchemaRegistrySettings;
import io.rillcast.streams.ForecastService;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(240)
class ReplayDeadLettersCommandIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int LATER_ID = 30;

    @TempDir
    private Path directory;

    private EmbeddedBroker broker;
    private RegistryServer registry;
    private Path config;
    private Producer<byte[], byte[]> producer;

    @BeforeEach
    void startCluster() throws Exception {
        broker = EmbeddedBroker.start(directory, 0, Map.of("auto.create.topics.enable", "false"));
        registry = RegistryServer.start(directory, 0);
        config = Files.writeString(
                directory.resolve("r.properties"),
                "bootstrap.servers=" + broker.bootstrapServers() + "\nschema.registry.url=" + registry.url()
                        + "\nstate.dir=" + directory.resolve("state") + "\nnum.stream.threads=1\n");
        producer = producer(Map.of());
    }

    @AfterEach
    void stopCluster() {
        producer.close();
        registry.close();
        broker.close();
    }

    @Test
    void forecastsWhatWasRefusedOnceItsSchemaIsRegistered() throws Exception {
        ForecastService unaware = start();
        try {
            sendReadingsOfALaterSchema();
            send("odd", "{not avro}".getBytes(UTF_8));
            awaitRecords("rillcast.dead-letters", 4);

            assertThat(replay("--dry-run", "--json"))
                    .isEqualTo("{\"dryRun\":true,\"sent\":4,\"byCause\":{\"no-wire-header\":1,\"unknown-schema-id\":3},"
                            + "\"left\":{}}\n");
            assertThat(replay("--cause", "unknown-schema-id", "--limit", "2"))
                    .isEqualTo("sent again 2 dead letters: unknown-schema-id 2\n");
            assertThat(replays(awaitRecords("rillcast.dead-letters", 6))).containsExactly("1", "1");
            assertThat(replay("--cause", "unknown-schema-id"))
                    .isEqualTo("sent again 3 dead letters: unknown-schema-id 3\n");
            assertThat(replays(awaitRecords("rillcast.dead-letters", 9))).containsExactly("1", "1", "1", "2", "2");
        } finally {
            unaware.close();
        }
        register();

        ForecastService aware = start();
        try {
            assertThat(replay()).isEqualTo("sent again 4 dead letters: no-wire-header 1, unknown-schema-id 3\n");

            assertThat(awaitRecords("rillcast.forecasts", 3).stream().map(forecast -> text(forecast.key())))
                    .containsExactlyInAnyOrder("pump-0", "pump-1", "pump-2");
            List<ConsumerRecord<byte[], byte[]>> letters = awaitRecords("rillcast.dead-letters", 10);
            ConsumerRecord<byte[], byte[]> odd = letters.stream()
                    .filter(letter -> text(letter.key()).equals("odd"))
                    .reduce((first, last) -> last)
                    .orElseThrow();
            assertThat(odd.value()).isEqualTo("{not avro}".getBytes(UTF_8));
            assertThat(odd.headers().lastHeader("trace").value()).containsExactly(1, 2);
            assertThat(DeadLetterHeaders.text(odd.headers(), DeadLetterHeaders.REPLAYS))
                    .contains("1");
            assertThat(replay("--cause", "unknown-schema-id")).isEqualTo("sent again 0 dead letters\n");
        } finally {
            aware.close();
        }
    }

    @Test
    void neitherLosesNorDoublesWhatAReplayThatDiedHadSent() throws Exception {
        ForecastService service = start();
        try {
            for (int i = 0; i < 50; i++) {
                send("k" + i, new byte[] {1, (byte) i});
            }
            awaitRecords("rillcast.dead-letters", 50);
        } finally {
            service.close();
        }
        Producer<byte[], byte[]> died = producer(Map.of("transactional.id", "rillcast-replay-dead-letters"));
        died.initTransactions();
        died.beginTransaction();
        died.send(new ProducerRecord<>("rillcast.readings", "k0".getBytes(UTF_8), new byte[] {1, 0}))
                .get(60, SECONDS);

        assertThat(replay("--limit", "20")).isEqualTo("sent again 20 dead letters: no-wire-header 20\n");
        assertThat(replay()).isEqualTo("sent again 30 dead letters: no-wire-header 30\n");
        assertThat(replay()).isEqualTo("sent again 0 dead letters\n");

        List<ConsumerRecord<byte[], byte[]>> readings = read("rillcast.readings");
        assertThat(readings).hasSize(100);
        assertThat(readings.stream()
                        .filter(reading -> reading.headers().lastHeader(DeadLetterHeaders.REPLAYS) != null)
                        .map(reading -> text(reading.key()))
                        .distinct())
                .hasSize(50);
        died.close(Duration.ZERO);
    }

    @Test
    void sendsNothingToTopicsOfOthersNorWithoutItsValue() throws Exception {
        start().close();
        sendLetter("rillcast.readings", Map.of(DeadLetterHeaders.OMITTED, "value"));
        sendLetter("payments", Map.of());
        sendLetter("rillcast.readings", Map.of("rillcast.partition", "2", DeadLetterHeaders.REPLAYS, "4"));

        String said = replay("--leave-others");

        assertThat(said)
                .isEqualTo(
                        "sent again 1 dead letters: wrong-type 1\nleft 2: of-another-topic 1, without-its-value 1\n");
        assertThat(read("rillcast.readings")).singleElement().satisfies(reading -> {
            assertThat(reading.partition()).isEqualTo(2);
            assertThat(reading.key()).isNull();
            assertThat(reading.headers())
                    .singleElement()
                    .hasToString("RecordHeader(key = rillcast.replays, value = [53])");
        });
    }

    @Test
    void endsBeforeALetterOfAnotherTopicAndSendsItOnceTheSettingIsMended() throws Exception {
        start().close();
        sendLetter("rillcast.readings", Map.of());
        sendLetter("prices", Map.of());
        sendLetter("rillcast.readings", Map.of());
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic("prices", 1, (short) 1)))
                    .all()
                    .get(60, SECONDS);
        }

        String refused = "a dead letter must be of a topic that it may go back to: topic=prices, partition=0, offset=1,"
                + " readings.topic=rillcast.readings, model.commands.topic=rillcast.model-commands; set the topic that"
                + " it came from and run it again, it goes on from there, or leave such letters for good with"
                + " --leave-others\n";
        assertThat(execute()).isEqualTo("1 sent again 1 dead letters: wrong-type 1\nrillcast: " + refused);
        assertThat(execute()).isEqualTo("1 sent again 0 dead letters\nrillcast: " + refused);
        assertThat(replay("--dry-run"))
                .isEqualTo("would send again 1 dead letters: wrong-type 1\nleft 1: of-another-topic 1\n");
        assertThat(execute("-Dreadings.topic=prices"))
                .startsWith("1 sent again 1 dead letters: wrong-type 1\nrillcast: ")
                .contains("topic=rillcast.readings, partition=0, offset=2,");
        assertThat(replay()).isEqualTo("sent again 1 dead letters: wrong-type 1\n");

        assertThat(read("prices")).hasSize(1);
        assertThat(read("rillcast.readings")).hasSize(2);
    }

    @Test
    void saysInOneSentenceWhatIsWrong() {
        assertThat(execute("--cause", "nonsense"))
                .matches("2 rillcast: --cause must be one of \\[null-value, .*\\]: --cause=nonsense\nsee: .*\n");
        assertThat(execute("--limit", "0")).startsWith("2 rillcast: --limit must be >= 1: --limit=0\n");
        assertThat(execute("-Dbootstrap.servers=127.0.0.1:1"))
                .isEqualTo(
                        "1 rillcast: a broker must be reachable: bootstrap.servers=127.0.0.1:1; start it, or mend the"
                                + " setting\n");
        assertThat(execute()).startsWith("1 rillcast: topic must exist: topic=rillcast.dead-letters, ");
    }

    private ForecastService start() throws Exception {
        Settings settings = settings();
        ServicePlan plan = new ServicePlan(settings);
        SchemaRegistryClient client =
                new SchemaRegistryClient(SchemaRegistrySettings.of(settings.registryProperties()));
        ForecastService service =
                ForecastService.start(plan.streams(), plan.serdes(client, System::currentTimeMillis), plan.kafka());
        assertThat(service.awaitRunning(PATIENCE)).isTrue();
        return service;
    }

    private Settings settings() throws Exception {
        return SettingsReader.read(List.of(SettingsSource.file(config)));
    }

    private void sendReadingsOfALaterSchema() throws Exception {
        try (EmbeddedRegistry other = new EmbeddedRegistry(directory.resolve("other"));
                ReadingSerializer serializer = new ReadingSerializer(other.client)) {
            for (int i = 0; i < 3; i++) {
                byte[] value = serializer.serialize("any", new Reading("pump-" + i, i * 1000L, i + 0.5));
                send("pump-" + i, ByteBuffer.wrap(value).putInt(1, LATER_ID).array());
            }
        }
    }

    /** A registry in which a reading's schema can be had without its being known to the service's. */
    private static final class EmbeddedRegistry implements AutoCloseable {
        private final RegistryServer server;
        private final SchemaRegistryClient client;

        EmbeddedRegistry(Path dir) {
            server = RegistryServer.start(dir, 0);
            client = new SchemaRegistryClient(SchemaRegistrySettings.of(Map.of("schema.registry.url", server.url())));
        }

        @Override
        public void close() {
            client.close();
            server.close();
        }
    }

    /** Gives the reading's schema the id that its readings were written with. */
    private void register() throws Exception {
        try (SchemaRegistryClient client =
                new SchemaRegistryClient(SchemaRegistrySettings.of(settings().registryProperties()))) {
            int last = 0;
            for (int i = 0; last < LATER_ID - 1; i++) {
                last = client.register("filler-" + i, Schema.createFixed("Filler" + i, "", "f", 1 + i));
            }
            assertThat(client.register("rillcast.readings-value", io.rillcast.avro.Reading.getClassSchema()))
                    .isEqualTo(LATER_ID);
        }
    }

    private void send(String key, byte[] value) throws Exception {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>("rillcast.readings", key.getBytes(UTF_8), value);
        record.headers().add("trace", new byte[] {1, 2});
        producer.send(record).get(60, SECONDS);
    }

    private void sendLetter(String source, Map<String, String> headers) throws Exception {
        ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>("rillcast.dead-letters", 0, null, new byte[] {9});
        DeadLetterHeaders.set(letter.headers(), DeadLetterHeaders.CAUSE, "wrong-type");
        DeadLetterHeaders.set(letter.headers(), DeadLetterHeaders.TOPIC, source);
        headers.forEach((name, text) -> DeadLetterHeaders.set(letter.headers(), name, text));
        producer.send(letter).get(60, SECONDS);
    }

    private Producer<byte[], byte[]> producer(Map<String, Object> more) {
        Map<String, Object> properties = new java.util.HashMap<>(more);
        properties.put("bootstrap.servers", broker.bootstrapServers());
        properties.put("max.in.flight.requests.per.connection", 1);
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static List<String> replays(List<ConsumerRecord<byte[], byte[]>> letters) {
        return letters.stream()
                .map(letter -> DeadLetterHeaders.text(letter.headers(), DeadLetterHeaders.REPLAYS))
                .flatMap(Optional::stream)
                .sorted()
                .toList();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }

    private List<ConsumerRecord<byte[], byte[]>> awaitRecords(String topic, int count) {
        return await().atMost(PATIENCE).until(() -> read(topic), records -> records.size() == count);
    }

    /** All that is committed. */
    private List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }

    /** What a replay that must end with 0 printed. */
    private String replay(String... arguments) {
        String all = execute(arguments);
        assertThat(all).startsWith("0 ");
        return all.substring(2);
    }

    /** Exit status, what was printed, and the errors. */
    private String execute(String... arguments) {
        List<String> all = new ArrayList<>(List.of("replay-dead-letters", "--config", config.toString()));
        all.addAll(List.of(arguments));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        StopSignal stop = new StopSignal();
        CommandLine program = Rillcast.commandLine(stop);
        program.setOut(new PrintWriter(out, true));
        program.setErr(new PrintWriter(err, true));
        int status = program.execute(all.toArray(String[]::new));
        stop.finished(status);
        return status + " " + out + err;
    }
}
