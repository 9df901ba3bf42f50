package io.rillcast.app;

import io.rillcast.config.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Committed records of a topic, from its beginning to the end that it has now, one at a time; without a group. */
final class TopicRead {
    /** A broker that has more and sends nothing for so long is not worth waiting for. */
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);

    private static final Duration POLL = Duration.ofMillis(200);

    private TopicRead() {}

    /** Who is given the records. */
    interface Reader {
        void take(ConsumerRecord<byte[], byte[]> commited);
    }

    /**
     * Reads the partitions of a topic that are wanted.
     *
     * @throws CommandFailure if the end is not reached
     */
    static void toEnd(Settings settings, String topic, IntPredicate wanted, Reader reader) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(settings)) {
            List<TopicPartition> partitions = partitions(consumer, topic).stream()
                    .filter(one -> wanted.test(one.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            long heard = System.nanoTime();
            while (partitions.stream().anyMatch(one -> consumer.position(one) < ends.get(one))) {
                ConsumerRecords<byte[], byte[]> some = consumer.poll(POLL);
                some.forEach(reader::take);
                heard = some.isEmpty() ? heard : System.nanoTime();
                if (System.nanoTime() - heard > LONGEST_SILENCE.toNanos()) {
                    throw new CommandFailure("a topic must be readable to its end: topic=" + topic + ", silentSeconds="
                            + LONGEST_SILENCE.toSeconds() + "; check the brokers");
                }
            }
        }
    }

    /** A consumer of committed records that belongs to no group; the caller's to assign and close. */
    static KafkaConsumer<byte[], byte[]> consumer(Settings settings) {
        Map<String, Object> properties = new HashMap<>(settings.consumerProperties());
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** The partitions of a topic. */
    static List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer, String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }
}
