package io.rillcast.process;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads what a service sends, from the beginning on and only what is committed, and keeps it all; owned by one test.
 * Starts when the topics are there.
 */
public final class OutputReader implements AutoCloseable {
    private final Deployment deployment;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Admin admin;
    private final List<TopicPartition> partitions;
    private final Map<String, List<ConsumerRecord<byte[], byte[]>>> records = new HashMap<>();

    /** Of this deployment's forecasts, scores, models, trainings and dead letters. */
    public OutputReader(Deployment deployment) {
        this.deployment = deployment;
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        deployment.bootstrapServers(),
                        "isolation.level",
                        "read_committed",
                        "auto.offset.reset",
                        "none"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        this.admin = Admin.create(Map.of("bootstrap.servers", deployment.bootstrapServers()));
        this.partitions = Stream.of("forecasts", "scores", "models", "trainings", "dead-letters")
                .flatMap(kind -> partitions(deployment.topic(kind)).stream())
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    private List<TopicPartition> partitions(String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }

    /** Everything read so far of a topic, such as {@code models}. */
    public List<ConsumerRecord<byte[], byte[]>> records(String kind) {
        return records.getOrDefault(deployment.topic(kind), List.of());
    }

    /** The forecasts and scores read so far. */
    public Outputs outputs() {
        return new Outputs(bySeries("forecasts"), bySeries("scores"));
    }

    private Map<String, List<ByteBuffer>> bySeries(String kind) {
        Map<String, List<ByteBuffer>> values = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records(kind)) {
            values.computeIfAbsent(new String(record.key(), StandardCharsets.UTF_8), name -> new ArrayList<>())
                    .add(ByteBuffer.wrap(record.value()));
        }
        return values;
    }

    private void poll() {
        consumer.poll(Duration.ofMillis(50))
                .forEach(record -> records.computeIfAbsent(record.topic(), topic -> new ArrayList<>())
                        .add(record));
    }

    /**
     * Reads until a condition on what was read holds.
     *
     * @throws AssertionError if it does not in time
     */
    public void readUntil(BooleanSupplier condition, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("outputs did not come within " + timeout + ": " + counts());
            }
            poll();
        }
    }

    private Map<String, Integer> counts() {
        Map<String, Integer> counts = new HashMap<>();
        records.forEach((topic, found) -> counts.put(topic, found.size()));
        return counts;
    }

    /** Reads on until there are so many forecasts. */
    public void readForecasts(long atLeast, Duration timeout) {
        readUntil(() -> records("forecasts").size() >= atLeast, timeout);
    }

    /** Reads all that is committed now, and returns how many forecasts there are. */
    public long readCommitted() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
            poll();
        }
        return records("forecasts").size();
    }

    /**
     * Reads until the service has nothing left to do: all readings and all readings by series are consumed and committed,
     * and no transaction is open on an output.
     */
    public void readToRest(Duration timeout) {
        List<TopicPartition> inputs = Stream.of(
                        deployment.topic("readings"), deployment.internalTopic("readings-by-series-repartition"))
                .flatMap(topic -> partitions(topic).stream())
                .toList();
        readUntil(() -> isConsumed(inputs) && isAtRest(), timeout);
        readCommitted();
    }

    /** The last offset of a partition may be that of a transaction's end, which is nothing to consume. */
    private boolean isConsumed(List<TopicPartition> inputs) {
        Map<TopicPartition, Long> ends = lastOffsets(inputs);
        try {
            Map<TopicPartition, OffsetAndMetadata> done = admin.listConsumerGroupOffsets(deployment.name())
                    .partitionsToOffsetAndMetadata()
                    .get();
            return ends.entrySet().stream()
                    .allMatch(end -> end.getValue() == 0
                            || (done.get(end.getKey()) != null
                                    && done.get(end.getKey()).offset() >= end.getValue() - 1));
        } catch (InterruptedException | ExecutionException failed) {
            throw new AssertionError("committed offsets must be readable", failed);
        }
    }

    private boolean isAtRest() {
        return consumer.endOffsets(partitions).equals(lastOffsets(partitions));
    }

    /** Offsets taken in a topic so far, by transactions that are open as by others; {@code internal:} names one of Streams'. */
    public long written(String kind) {
        String topic = kind.startsWith("internal:")
                ? deployment.internalTopic(kind.substring("internal:".length()))
                : deployment.topic(kind);
        return lastOffsets(partitions(topic)).values().stream()
                .mapToLong(end -> end)
                .sum();
    }

    private Map<TopicPartition, Long> lastOffsets(List<TopicPartition> partitions) {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        partitions.forEach(partition -> wanted.put(partition, OffsetSpec.latest()));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        try {
            admin.listOffsets(wanted).all().get().forEach((partition, end) -> offsets.put(partition, end.offset()));
        } catch (InterruptedException | ExecutionException failed) {
            throw new AssertionError("end offsets must be readable", failed);
        }
        return offsets;
    }

    @Override
    public void close() {
        consumer.close();
        admin.close();
    }
}
