package io.rillcast.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.rillcast.local.EmbeddedBroker;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(120)
class ForgetCommandIT {
    private static final int PARTITIONS = 3;

    @TempDir
    private static Path directory;

    private static EmbeddedBroker broker;
    private static Path config;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void startCluster() throws Exception {
        broker = EmbeddedBroker.start(directory, 0, Map.of("auto.create.topics.enable", "false"));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic("readings", PARTITIONS, (short) 1)))
                    .all()
                    .get(60, SECONDS);
        }
        config = Files.writeString(
                directory.resolve("r.properties"),
                "bootstrap.servers=" + broker.bootstrapServers()
                        + "\nschema.registry.url=http://127.0.0.1:1\nreadings.topic=readings\n");
    }

    @AfterAll
    static void stopCluster() {
        broker.close();
    }

    @Test
    void sendsOneTombstoneASeriesToThePartitionOfItsKey() {
        int status = execute("forget", "--config", config.toString(), "pump-7", "Zürich Süd", "pump-7");

        assertThat(err.toString()).isEmpty();
        assertThat(status).isZero();
        assertThat(out).hasToString("tombstones sent: 2, topic=readings, series=[pump-7, Zürich Süd]\n");
        assertThat(tombstones()).containsExactlyInAnyOrder("pump-7", "Zürich Süd");
    }

    @Test
    void saysInOneSentenceThatTheTopicIsMissing() {
        int status = execute("forget", "pump-7", "--config", config.toString(), "-Dreadings.topic=none");

        assertThat(status).isEqualTo(1);
        assertThat(err.toString()).startsWith("rillcast: topic must exist: topic=none, ");
    }

    @Test
    void refusesANameThatNoSeriesHas() {
        int status = execute("forget", "a\tb", "--config", config.toString());

        assertThat(status).isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly(
                        "rillcast: series must not hold control characters: index=1, code=9",
                        "see: rillcast forget --help");
    }

    private static List<String> tombstones() {
        List<String> keys = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            for (int number = 0; number < PARTITIONS; number++) {
                TopicPartition partition = new TopicPartition("readings", number);
                consumer.assign(List.of(partition));
                consumer.seekToBeginning(List.of(partition));
                long end = consumer.endOffsets(List.of(partition)).get(partition);
                while (consumer.position(partition) < end) {
                    consumer.poll(Duration.ofMillis(100)).forEach(record -> {
                        assertThat(record.value()).isNull();
                        assertThat(Utils.toPositive(Utils.murmur2(record.key())) % PARTITIONS)
                                .isEqualTo(record.partition());
                        keys.add(new String(record.key(), UTF_8));
                    });
                }
            }
        }
        return keys;
    }

    private int execute(String... arguments) {
        StopSignal stop = new StopSignal();
        CommandLine program = Rillcast.commandLine(stop);
        program.setOut(new PrintWriter(out, true));
        program.setErr(new PrintWriter(err, true));
        int status = program.execute(arguments);
        stop.finished(status);
        return status;
    }
}
