package io.rillcast.web;

import io.rillcast.streams.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Where the feed begins to read, and where it goes on when it falls behind; owned by the feed's thread. */
final class FeedStart {
    /** Records of the trainings topic; more than one a group, where the groups are few. */
    private static final int TRAININGS = 1_000;

    private static final int LETTERS = 100;

    /** Further behind than what is kept: it will not catch up by itself. */
    private static final long MOST_BEHIND = 2L * FeedRing.MOST;

    private final Consumer<byte[], byte[]> consumer;
    private final Topics topics;
    private Map<TopicPartition, Long> ends = Map.of();

    FeedStart(Consumer<byte[], byte[]> consumer, Topics topics) {
        this.consumer = consumer;
        this.topics = topics;
    }

    /**
     * Takes its place in all topics.
     *
     * @throws UnknownTopicOrPartitionException until all of them are there
     */
    void seek() {
        List<TopicPartition> outputs = partitions(List.of(topics.forecasts(), topics.scores()));
        List<TopicPartition> trainings = partitions(List.of(topics.trainings()));
        List<TopicPartition> letters = partitions(List.of(topics.deadLetters()));
        List<TopicPartition> all = new ArrayList<>(outputs);
        all.addAll(trainings);
        all.addAll(letters);
        consumer.assign(all);
        Map<TopicPartition, Long> first = consumer.beginningOffsets(all);
        ends = consumer.endOffsets(all);
        seek(outputs, first, Math.max(1, FeedRing.MOST / outputs.size()));
        seek(trainings, first, TRAININGS);
        seek(letters, first, LETTERS);
    }

    private void seek(List<TopicPartition> partitions, Map<TopicPartition, Long> first, long before) {
        for (TopicPartition partition : partitions) {
            consumer.seek(partition, Math.max(first.get(partition), ends.get(partition) - before));
        }
    }

    private List<TopicPartition> partitions(List<String> names) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (String name : names) {
            List<PartitionInfo> infos = consumer.partitionsFor(name);
            if (infos == null || infos.isEmpty()) {
                throw new UnknownTopicOrPartitionException("a topic must be there: topic=" + name);
            }
            infos.forEach(info -> partitions.add(new TopicPartition(name, info.partition())));
        }
        return partitions;
    }

    /** Whether all has been read that was there at the beginning. */
    boolean isReached() {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    /** Goes to the end of what it is too far behind; how many records it passes over. */
    long skipIfBehind() {
        long passed = 0;
        for (TopicPartition partition : consumer.assignment()) {
            OptionalLong lag = consumer.currentLag(partition);
            if (lag.isPresent() && lag.getAsLong() > MOST_BEHIND) {
                passed += lag.getAsLong();
                consumer.seekToEnd(List.of(partition));
            }
        }
        return passed;
    }
}
