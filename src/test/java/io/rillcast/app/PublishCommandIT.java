package io.rillcast.app;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.rillcast.local.EmbeddedBroker;
import io.rillcast.local.RegistryServer;
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
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(120)
class PublishCommandIT {
    @TempDir
    private static Path directory;

    private static EmbeddedBroker broker;
    private static RegistryServer registry;
    private static Path config;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void startCluster() throws Exception {
        broker = EmbeddedBroker.start(directory, 0, Map.of("auto.create.topics.enable", "false"));
        registry = RegistryServer.start(directory, 0);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            List<NewTopic> topics = List.of(new NewTopic("avro", 1, (short) 1), new NewTopic("json", 1, (short) 1));
            admin.createTopics(topics).all().get(60, SECONDS);
        }
        config = Files.writeString(
                directory.resolve("r.properties"),
                "bootstrap.servers=" + broker.bootstrapServers() + "\nschema.registry.url=" + registry.url() + "\n");
    }

    @AfterAll
    static void stopCluster() {
        registry.close();
        broker.close();
    }

    @Test
    void publishesEveryReadingInTheWireFormat() throws Exception {
        Path file = csv(100);

        int status = execute("publish", file.toString(), "--config", config.toString(), "--topic", "avro");

        assertThat(err.toString()).isEmpty();
        assertThat(status).isZero();
        assertThat(out.toString())
                .matches("published 100 readings of 7 series in [0-9.]+ s \\(bad lines: 0, missing values: 1\\)\n");
        assertThat(records("avro"))
                .hasSize(100)
                .allSatisfy(record -> assertThat(record.value()).startsWith((byte) 0, (byte) 0, (byte) 0));
    }

    @Test
    void publishesJsonWithTheFieldsOfTheSettings() throws Exception {
        Path file = csv(1);

        int status = execute(
                "publish",
                file.toString(),
                "--config",
                config.toString(),
                "-Dreadings.topic=json",
                "-Dreadings.format=json",
                "-Dreadings.value.field=price");

        assertThat(status).isZero();
        assertThat(records("json"))
                .singleElement()
                .satisfies(record -> assertThat(record.value())
                        .asString()
                        .isEqualTo("{\"series\":\"s0\",\"timestamp\":0,\"price\":0.5}"));
    }

    @Test
    void saysInOneSentenceThatTheTopicIsMissing() throws Exception {
        Path file = csv(1);

        int status = execute("publish", file.toString(), "--config", config.toString(), "--topic", "none");

        assertThat(status).isEqualTo(1);
        assertThat(err)
                .hasToString("rillcast: topic must exist: topic=none, bootstrap.servers=" + broker.bootstrapServers()
                        + "; `rillcast run` creates it, or name another by --topic\n");
    }

    @Test
    void saysInOneSentenceThatNoBrokerIsThere() throws Exception {
        Path file = csv(1);

        int status =
                execute("publish", file.toString(), "--config", config.toString(), "-Dbootstrap.servers=127.0.0.1:1");

        assertThat(status).isEqualTo(1);
        assertThat(err)
                .hasToString("rillcast: a broker must be reachable: bootstrap.servers=127.0.0.1:1; start it, or mend"
                        + " the setting\n");
    }

    @Test
    void saysInOneSentenceThatTheFileIsMissing() {
        int status = execute("publish", "none.csv", "--config", config.toString());

        assertThat(status).isEqualTo(1);
        assertThat(err).hasToString("rillcast: file must exist: file=none.csv\n");
    }

    private static Path csv(int lines) throws Exception {
        StringBuilder text = new StringBuilder("series,timestamp,value\nmissing,0,\n");
        for (int i = 0; i < lines; i++) {
            text.append("s" + i % 7 + "," + i * 1000 + "," + (i + 0.5) + "\n");
        }
        return Files.writeString(directory.resolve("readings-" + lines + ".csv"), text);
    }

    private static List<ConsumerRecord<String, byte[]>> records(String topic) {
        Map<String, Object> properties = Map.of("bootstrap.servers", broker.bootstrapServers());
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
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
