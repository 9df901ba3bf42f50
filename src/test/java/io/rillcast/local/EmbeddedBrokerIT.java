package io.rillcast.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Exit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class EmbeddedBrokerIT {
    private static final String TOPIC = "rain";

    @TempDir
    private Path dir;

    @Test
    void showsCommittedRecordsAndHidesAbortedOnes() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(dir, 0, Map.of())) {
            createTopic(broker);

            produce(broker, "aborted", false);
            produce(broker, "kept", true);

            assertThat(committed(broker, 1)).containsExactly("kept");
        }
    }

    @Test
    void keepsClusterAndRecordsOverARestartOnTheSameDirectory() throws Exception {
        String clusterBefore;
        try (EmbeddedBroker broker = EmbeddedBroker.start(dir, 0, Map.of())) {
            clusterBefore = broker.clusterId();
            createTopic(broker);
            produce(broker, "before", true);
        }

        try (EmbeddedBroker broker = EmbeddedBroker.start(dir, 0, Map.of())) {
            produce(broker, "after", true);

            assertThat(broker.clusterId()).isEqualTo(clusterBefore);
            assertThat(committed(broker, 2)).containsExactly("before", "after");
        }
    }

    @Test
    void refusesADirectoryThatAnotherBrokerUses() {
        try (EmbeddedBroker broker = EmbeddedBroker.start(dir, 0, Map.of())) {
            assertThat(broker.port()).isBetween(20_000, 32_000);

            assertThatThrownBy(() -> EmbeddedBroker.start(dir, 0, Map.of()))
                    .isInstanceOf(LocalStartFailure.class)
                    .hasMessage("directory must not be in use by another process: dir=" + dir
                            + ", lock=kafka.lock; stop the other one or choose another directory");
        }
    }

    @Test
    void refusesAPortThatIsInUse() throws IOException {
        try (ServerSocket other = new ServerSocket()) {
            other.bind(LoopbackPorts.address(0));

            assertThatThrownBy(() -> EmbeddedBroker.start(dir, other.getLocalPort(), Map.of()))
                    .isInstanceOf(LocalStartFailure.class)
                    .hasMessageStartingWith("broker port must be free: port=" + other.getLocalPort());
        }
    }

    @Test
    void namesTheCauseAndFreesTheDirectoryWhenASettingIsWrong() {
        assertThatThrownBy(() -> EmbeddedBroker.start(dir, 0, Map.of("log.cleaner.threads", "many")))
                .isInstanceOf(LocalStartFailure.class)
                .hasMessageContaining("log.cleaner.threads");

        try (EmbeddedBroker broker = EmbeddedBroker.start(dir, 0, Map.of())) {
            assertThat(broker.bootstrapServers()).startsWith("127.0.0.1:");
        }
    }

    @Test
    void reportsWhenKafkaGivesUp() {
        try (EmbeddedBroker broker = EmbeddedBroker.start(dir, 0, Map.of())) {
            CompletableFuture<String> failure = broker.failure().toCompletableFuture();

            assertThatThrownBy(() -> Exit.halt(1, "disk full")).isInstanceOf(IllegalStateException.class);

            assertThat(failure)
                    .isCompletedWithValue("broker must keep running: status=1, cause=disk full; see the log");
        }
    }

    private static void createTopic(EmbeddedBroker broker) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
        }
    }

    private static void produce(EmbeddedBroker broker, String value, boolean commit) throws Exception {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", "EmbeddedBrokerIT");
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(TOPIC, "Bergen", value)).get();
            if (commit) {
                producer.commitTransaction();
            } else {
                producer.abortTransaction();
            }
        }
    }

    private static List<String> committed(EmbeddedBroker broker, int count) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "earliest");
        List<String> values = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            TopicPartition partition = new TopicPartition(TOPIC, 0);
            consumer.assign(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            while (consumer.position(partition) < end || values.size() < count) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
            }
        }
        return values;
    }
}
