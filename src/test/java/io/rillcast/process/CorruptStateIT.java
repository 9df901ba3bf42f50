package io.rillcast.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.rillcast.forecast.Reading;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A state that cannot be trusted stops the service with a sentence; nothing is guessed and nothing sent. */
@Timeout(300)
class CorruptStateIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String SERIES = "pump";
    private static final long HOUR_MS = 3_600_000;

    @TempDir
    private static Path dir;

    private static BrokerProcess broker;

    @BeforeAll
    static void startBroker() {
        broker = BrokerProcess.start(dir.resolve("broker"));
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @ParameterizedTest
    @CsvSource({
        "4,unsupported state format: version=3",
        "200,a series state must match its checksum; delete the state directory",
        "0,a series state must begin with its magic"
    })
    void stopsWithASentence(int damagedByte, String sentence) throws Exception {
        Deployment deployment = Deployment.on(broker, dir, "damaged-at-" + damagedByte);
        Path settings = deployment.writeSettings(Map.of("topics.partitions", "1", "retrain.every.readings", "0"));
        try (ServiceProcess service = ServiceProcess.start(deployment, settings);
                Publishing publishing = new Publishing(deployment);
                OutputReader reader = new OutputReader(deployment)) {
            publishing.publish(readings(0, 20));
            reader.readForecasts(20, PATIENCE);
            reader.readToRest(PATIENCE);
            service.stop();
            damageState(deployment, damagedByte);
            service.wipeState();
            service.restart();

            publishing.publish(readings(20, 21));

            assertThat(service.awaitExit(PATIENCE)).isEqualTo(1);
            assertThat(service.lines()).anyMatch(line -> line.startsWith("rillcast: ") && line.contains(sentence));
            assertThat(reader.readCommitted()).isEqualTo(20);
        }
    }

    private static List<Reading> readings(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> new Reading(SERIES, i * HOUR_MS, i % 7))
                .toList();
    }

    /** Flips a byte of the state in the changelog, from where a lost state directory is restored. */
    private static void damageState(Deployment deployment, int at) throws Exception {
        TopicPartition changelog = new TopicPartition(deployment.internalTopic("series-state-changelog"), 0);
        byte[] state = lastState(deployment, changelog);
        state[at] ^= 2;
        Map<String, Object> properties = Map.of("bootstrap.servers", deployment.bootstrapServers());
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
            byte[] key = SERIES.getBytes(StandardCharsets.UTF_8);
            producer.send(new ProducerRecord<>(changelog.topic(), changelog.partition(), key, state))
                    .get();
        }
    }

    private static byte[] lastState(Deployment deployment, TopicPartition changelog) {
        Map<String, Object> properties =
                Map.of("bootstrap.servers", deployment.bootstrapServers(), "isolation.level", "read_committed");
        byte[] last = null;
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(changelog));
            consumer.seekToBeginning(List.of(changelog));
            long end = consumer.endOffsets(List.of(changelog)).get(changelog);
            while (consumer.position(changelog) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    last = record.value();
                }
            }
        }
        return last;
    }
}
