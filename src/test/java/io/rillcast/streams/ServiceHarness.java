package io.rillcast.streams;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.rillcast.forecast.Forecast;
import io.rillcast.forecast.Reading;
import io.rillcast.local.EmbeddedBroker;
import io.rillcast.local.RegistryServer;
import io.rillcast.serde.ForecastDeserializer;
import io.rillcast.serde.ModelSnapshotSerializer;
import io.rillcast.serde.ReadingSerializer;
import io.rillcast.serde.SchemaRegistryClient;
import io.rillcast.serde.SchemaRegistrySettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** A broker and a registry on which a service is started and stopped; owned by one test. */
final class ServiceHarness implements AutoCloseable {
    private static final long PATIENCE_NANOS = Duration.ofSeconds(60).toNanos();

    private final StreamPlan plan;
    private final EmbeddedBroker broker;
    private final RegistryServer registryServer;
    private final SchemaRegistryClient registry;
    private final Producer<byte[], byte[]> producer;
    private final List<Forecast> forecasts = new ArrayList<>();
    private KafkaConsumer<String, Forecast> consumer;

    ServiceHarness(Path dir, StreamPlan plan) {
        this.plan = plan;
        broker = EmbeddedBroker.start(dir, 0, Map.of());
        registryServer = RegistryServer.start(dir, 0);
        registry = new SchemaRegistryClient(
                SchemaRegistrySettings.of(Map.of("schema.registry.url", registryServer.url())));
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "max.in.flight.requests.per.connection", 1),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Where the broker is. */
    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /** A service of two threads with its state in a directory, running. */
    ForecastService start(Path stateDir) throws Exception {
        ForecastService service = ForecastService.start(
                plan,
                TopologyHarness.serdes(registry, Long.MAX_VALUE),
                Map.of(
                        "bootstrap.servers",
                        broker.bootstrapServers(),
                        "application.id",
                        "restarted",
                        "state.dir",
                        stateDir.toString(),
                        "num.stream.threads",
                        "2"));
        assertThat(service.awaitRunning(Duration.ofSeconds(60))).isTrue();
        return service;
    }

    void publish(List<Reading> readings) throws Exception {
        String topic = plan.topics().readings();
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        try (ReadingSerializer serializer = new ReadingSerializer(registry)) {
            for (Reading reading : readings) {
                sent.add(producer.send(new ProducerRecord<>(topic, 0, null, serializer.serialize(topic, reading))));
            }
        }
        for (Future<RecordMetadata> one : sent) {
            one.get(60, SECONDS);
        }
    }

    /** Puts a model of {@link ModelExamples} into the models topic, as the group's task does. */
    void publishModel(long version) throws Exception {
        String topic = plan.topics().models();
        try (ModelSnapshotSerializer serializer = new ModelSnapshotSerializer(registry)) {
            byte[] snapshot = serializer.serialize(topic, ModelExamples.snapshot("all", version));
            producer.send(new ProducerRecord<>(topic, ModelKeys.incumbent("all").get(), snapshot))
                    .get(60, SECONDS);
        }
    }

    /** All forecasts since the beginning, once there are so many. */
    List<Forecast> awaitForecasts(int count) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (forecasts.size() < count && System.nanoTime() < deadline) {
            for (ConsumerRecord<String, Forecast> record : consumer().poll(Duration.ofMillis(100))) {
                forecasts.add(record.value());
            }
        }
        assertThat(forecasts).hasSize(count);
        return forecasts;
    }

    private KafkaConsumer<String, Forecast> consumer() {
        if (consumer == null) {
            consumer = new KafkaConsumer<>(
                    Map.of("bootstrap.servers", broker.bootstrapServers(), "isolation.level", "read_committed"),
                    new StringDeserializer(),
                    new ForecastDeserializer(registry));
            List<TopicPartition> partitions = consumer
                    .partitionsFor(plan.topics().forecasts())
                    .stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
        }
        return consumer;
    }

    @Override
    public void close() {
        if (consumer != null) {
            consumer.close();
        }
        producer.close();
        registry.close();
        registryServer.close();
        broker.close();
    }
}
