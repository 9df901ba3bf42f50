package io.rillcast.streams;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.rillcast.forecast.Forecast;
import io.rillcast.forecast.Reading;
import io.rillcast.local.EmbeddedBroker;
import io.rillcast.local.RegistryServer;
import io.rillcast.serde.ForecastDeserializer;
import io.rillcast.serde.ModelCommandSerializer;
import io.rillcast.serde.ModelSnapshotSerializer;
import io.rillcast.serde.ReadingSerializer;
import io.rillcast.serde.SchemaRegistryClient;
import io.rillcast.serde.SchemaRegistrySettings;
import io.rillcast.training.ModelCommand;
import io.rillcast.training.ModelSnapshot;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.ToIntFunction;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.utils.Bytes;

/** A broker and a registry on which a service is started and stopped; owned by one test. */
final class ServiceHarness implements AutoCloseable {
    /** The {@code application.id} of what it starts, unless another is given. */
    static final String APPLICATION = "restarted";

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
        return start(plan, stateDir, Map.of());
    }

    /** One of another plan, running. */
    ForecastService start(Path stateDir, StreamPlan changed) throws Exception {
        return start(changed, stateDir, Map.of());
    }

    /** One of another plan, running; the settings given win over those above. */
    ForecastService start(StreamPlan other, Path stateDir, Map<String, Object> more) throws Exception {
        ForecastService service = begin(other, stateDir, more);
        assertThat(service.awaitRunning(Duration.ofSeconds(60))).isTrue();
        return service;
    }

    /** Why a service of another plan stops by itself. */
    Throwable failureOf(StreamPlan other, Path stateDir) throws Exception {
        try (ForecastService service = begin(other, stateDir, Map.of())) {
            return service.failure().toCompletableFuture().get(60, SECONDS);
        }
    }

    private ForecastService begin(StreamPlan other, Path stateDir, Map<String, Object> more) throws StartFailure {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", broker.bootstrapServers());
        settings.put("application.id", APPLICATION);
        settings.put("state.dir", stateDir.toString());
        settings.put("num.stream.threads", "2");
        settings.putAll(more);
        return ForecastService.start(other, TopologyHarness.serdes(registry, Long.MAX_VALUE), settings);
    }

    /** A client that administers the broker, the caller's to close. */
    Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    /** The value of each record committed to a topic since its beginning, read by a client of its own. */
    <T> List<T> committed(String topic, Deserializer<T> deserializer) {
        List<T> values = new ArrayList<>();
        try (KafkaConsumer<String, T> reader = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "isolation.level", "read_committed"),
                new StringDeserializer(),
                deserializer)) {
            List<TopicPartition> partitions = partitions(reader, topic);
            reader.assign(partitions);
            reader.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = reader.endOffsets(partitions);
            while (partitions.stream().anyMatch(one -> reader.position(one) < ends.get(one))) {
                reader.poll(Duration.ofMillis(100)).forEach(record -> values.add(record.value()));
            }
        }
        return values;
    }

    private static List<TopicPartition> partitions(KafkaConsumer<?, ?> reader, String topic) {
        return reader.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    /** The client of its registry, which it closes itself. */
    SchemaRegistryClient registry() {
        return registry;
    }

    void publish(List<Reading> readings) throws Exception {
        publish(readings, reading -> 0);
    }

    /** To the partition that each reading is given, keyed by its series. */
    void publish(List<Reading> readings, ToIntFunction<Reading> partition) throws Exception {
        String topic = plan.topics().readings();
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        try (ReadingSerializer serializer = new ReadingSerializer(registry)) {
            for (Reading reading : readings) {
                byte[] key = reading.seriesId().getBytes(StandardCharsets.UTF_8);
                byte[] value = serializer.serialize(topic, reading);
                sent.add(producer.send(new ProducerRecord<>(topic, partition.applyAsInt(reading), key, value)));
            }
        }
        for (Future<RecordMetadata> one : sent) {
            one.get(60, SECONDS);
        }
    }

    /** Puts a model of {@link ModelExamples} into the models topic, as the group's task does. */
    void publishModel(long version) throws Exception {
        publishModel(ModelExamples.snapshot("all", version));
    }

    /** Puts a snapshot into the archive and in its group's place. */
    void publishModel(ModelSnapshot snapshot) throws Exception {
        String topic = plan.topics().models();
        String group = snapshot.model().group();
        try (ModelSnapshotSerializer serializer = new ModelSnapshotSerializer(registry)) {
            byte[] value = serializer.serialize(topic, snapshot);
            Bytes archive = ModelKeys.archive(group, snapshot.model().version());
            for (Bytes key : List.of(archive, ModelKeys.incumbent(group))) {
                producer.send(new ProducerRecord<>(topic, key.get(), value)).get(60, SECONDS);
            }
        }
    }

    void command(ModelCommand command) throws Exception {
        String topic = plan.topics().modelCommands();
        try (ModelCommandSerializer serializer = new ModelCommandSerializer(registry)) {
            producer.send(new ProducerRecord<>(topic, serializer.serialize(topic, command)))
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
