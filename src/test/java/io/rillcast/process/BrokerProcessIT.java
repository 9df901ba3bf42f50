package io.rillcast.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class BrokerProcessIT {
    private static final TopicPartition RAIN = new TopicPartition("rain", 0);

    @TempDir
    private Path dir;

    private BrokerProcess broker;

    @BeforeEach
    void start() throws Exception {
        broker = BrokerProcess.start(dir);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(RAIN.topic(), 1, (short) 1)))
                    .all()
                    .get();
        }
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void keepsCommittedRecordsAndNoOthersWhenKilled() throws Exception {
        List<String> committed =
                IntStream.range(0, 100).mapToObj(Integer::toString).toList();
        try (KafkaProducer<String, String> producer = producer()) {
            producer.beginTransaction();
            for (String value : committed) {
                producer.send(new ProducerRecord<>(RAIN.topic(), "Bergen", value))
                        .get();
            }
            producer.commitTransaction();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(RAIN.topic(), "Bergen", "never committed"))
                    .get();
            broker.kill9();
            producer.close(Duration.ZERO);
        }

        broker.restart();
        producer().close();

        assertThat(committedValues()).isEqualTo(committed);
    }

    @Test
    void letsAProducerGoOnOverAKill() throws Exception {
        try (KafkaProducer<String, String> producer = producer()) {
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(RAIN.topic(), "Bergen", "before"))
                    .get();
            producer.commitTransaction();

            broker.kill9();
            broker.restart();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(RAIN.topic(), "Bergen", "after")).get();
            producer.commitTransaction();
        }

        assertThat(committedValues()).containsExactly("before", "after");
    }

    @Test
    void keepsSchemasWhenKilled() throws Exception {
        HttpRequest registration = HttpRequest.newBuilder(
                        URI.create(broker.registryUrl() + "/subjects/rain-value/versions"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"schema\":\"\\\"double\\\"\"}"))
                .build();
        HttpClient.newHttpClient().send(registration, HttpResponse.BodyHandlers.ofString());

        broker.kill9();
        broker.restart();

        HttpRequest question = HttpRequest.newBuilder(URI.create(broker.registryUrl() + "/schemas/ids/1"))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(question, HttpResponse.BodyHandlers.ofString())
                        .body())
                .isEqualTo("{\"schema\":\"\\\"double\\\"\"}");
    }

    @Test
    void goesOnAfterAStopInGoodOrder() throws Exception {
        try (KafkaProducer<String, String> producer = producer()) {
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(RAIN.topic(), "Bergen", "kept")).get();
            producer.commitTransaction();
        }

        broker.stop();
        broker.restart();

        assertThat(committedValues()).containsExactly("kept");
    }

    private KafkaProducer<String, String> producer() {
        KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", "BrokerProcessIT"),
                new StringSerializer(),
                new StringSerializer());
        producer.initTransactions();
        return producer;
    }

    private List<String> committedValues() {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", broker.bootstrapServers(), "isolation.level", "read_committed");
        List<String> values = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(RAIN));
            consumer.seekToBeginning(List.of(RAIN));
            long end = consumer.endOffsets(List.of(RAIN)).get(RAIN);
            while (consumer.position(RAIN) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
            }
        }
        return values;
    }
}
