package io.rillcast.app;

import io.rillcast.serde.DeadLetterHeaders;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Sends dead letters back to where they came from, up to the last one there was at the start; owned by one thread.
 *
 * <p>What one poll gave is sent in one transaction together with the position after it, so that a replay that ends in the
 * middle, however it ends, neither loses a letter nor sends one twice. A letter that is refused again is a new dead letter
 * behind that end, so a replay never meets its own.
 */
final class DeadLetterReplay {
    private static final Duration POLL = Duration.ofMillis(200);

    private static final Set<String> OURS = Set.of(
            DeadLetterHeaders.CAUSE,
            DeadLetterHeaders.TOPIC,
            DeadLetterHeaders.PARTITION,
            DeadLetterHeaders.OFFSET,
            DeadLetterHeaders.EXCEPTION_CLASS,
            DeadLetterHeaders.MESSAGE,
            DeadLetterHeaders.OMITTED,
            DeadLetterHeaders.REPLAYS);

    private final Consumer<byte[], byte[]> consumer;
    private final Optional<Producer<byte[], byte[]>> producer;
    private final Plan plan;
    private final ReplayReport report;
    private final Map<TopicPartition, ReplayPosition> positions = new HashMap<>();
    private Map<TopicPartition, Long> ends = Map.of();
    private Optional<Other> other = Optional.empty();

    /**
     * What to send.
     *
     * @param topic of the dead letters
     * @param group under which positions are kept
     * @param sources topics that letters may go back to
     * @param cause of the letters, empty for all
     * @param limit most letters sent
     * @param leavesOthers whether letters of other topics are left for good; else the replay ends before the first
     */
    record Plan(
            String topic,
            String group,
            Set<String> sources,
            Optional<String> cause,
            long limit,
            boolean leavesOthers) {}

    /**
     * A letter that none of the topics may have back: most likely a setting is wrong, so it must not be passed.
     *
     * @param source topic that it came from
     * @param partition of the dead letters
     * @param offset in there
     */
    record Other(String source, int partition, long offset) {}

    /**
     * A replay; consumer and producer stay the caller's.
     *
     * @param consumer reads what is committed, with the plan's group and no subscription
     * @param producer transactional and ready, or none to send nothing and keep no position
     */
    DeadLetterReplay(Consumer<byte[], byte[]> consumer, Optional<Producer<byte[], byte[]>> producer, Plan plan) {
        this.consumer = consumer;
        this.producer = producer;
        this.plan = plan;
        this.report = new ReplayReport(producer.isEmpty());
    }

    /** Stands where the last replay ended; how many letters there are at most to look at. */
    long begin() {
        List<TopicPartition> partitions = consumer.partitionsFor(plan.topic()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        ends = consumer.endOffsets(partitions);
        Map<TopicPartition, Long> beginnings = consumer.beginningOffsets(partitions);
        Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(Set.copyOf(partitions));
        long letters = 0;
        for (TopicPartition partition : partitions) {
            OffsetAndMetadata kept = committed.get(partition);
            ReplayPosition position = kept == null ? ReplayPosition.start() : ReplayPosition.of(kept);
            positions.put(partition, position);
            long first = Math.max(position.first(plan.cause()), beginnings.get(partition));
            consumer.seek(partition, first);
            letters += Math.max(0, ends.get(partition) - first);
        }
        return letters;
    }

    /**
     * Sends until the end, the limit, a letter of another topic, or until a stop is wanted.
     *
     * @param progress told how many letters more were looked at
     */
    void run(BooleanSupplier isStopWanted, LongConsumer progress) {
        while (!isAtEnd() && other.isEmpty() && report.sent() < plan.limit() && !isStopWanted.getAsBoolean()) {
            progress.accept(send(consumer.poll(POLL)));
        }
    }

    /** What was done so far. */
    ReplayReport report() {
        return report;
    }

    /** The letter before which the replay ended because it is of another topic. */
    Optional<Other> other() {
        return other;
    }

    private boolean isAtEnd() {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private long send(Iterable<ConsumerRecord<byte[], byte[]>> letters) {
        ReplayReport sent = new ReplayReport(producer.isEmpty());
        Map<TopicPartition, ReplayPosition> reached = new HashMap<>();
        producer.ifPresent(Producer::beginTransaction);
        long lookedAt = 0;
        for (ConsumerRecord<byte[], byte[]> letter : letters) {
            TopicPartition partition = new TopicPartition(letter.topic(), letter.partition());
            if (letter.offset() >= ends.get(partition) || report.sent() + sent.sent() >= plan.limit()) {
                continue;
            }
            ReplayPosition position = reached.getOrDefault(partition, positions.get(partition));
            other = other(letter, position);
            if (other.isPresent()) {
                break;
            }
            lookedAt++;
            deal(letter, position, sent);
            reached.put(partition, position.upTo(plan.cause(), letter.offset() + 1));
        }
        producer.ifPresent(sender -> commit(sender, reached));
        positions.putAll(reached);
        report.add(sent);
        return lookedAt;
    }

    private void commit(Producer<byte[], byte[]> sender, Map<TopicPartition, ReplayPosition> reached) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        reached.forEach((partition, position) -> offsets.put(partition, position.committed()));
        sender.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
        sender.commitTransaction();
    }

    /** The letter if it ends the replay; a dry one, which keeps no position, only counts it. */
    private Optional<Other> other(ConsumerRecord<byte[], byte[]> letter, ReplayPosition position) {
        if (plan.leavesOthers() || producer.isEmpty() || !isWanted(letter, position)) {
            return Optional.empty();
        }
        return DeadLetterHeaders.text(letter.headers(), DeadLetterHeaders.TOPIC)
                .filter(source -> !plan.sources().contains(source))
                .map(source -> new Other(source, letter.partition(), letter.offset()));
    }

    private boolean isWanted(ConsumerRecord<byte[], byte[]> letter, ReplayPosition position) {
        String cause = cause(letter);
        return !position.isPast(cause, letter.offset())
                && plan.cause().filter(wanted -> !wanted.equals(cause)).isEmpty();
    }

    private static String cause(ConsumerRecord<byte[], byte[]> letter) {
        return DeadLetterHeaders.text(letter.headers(), DeadLetterHeaders.CAUSE).orElse("none");
    }

    private void deal(ConsumerRecord<byte[], byte[]> letter, ReplayPosition position, ReplayReport sent) {
        if (!isWanted(letter, position)) {
            return;
        }
        Headers headers = letter.headers();
        Optional<String> source = DeadLetterHeaders.text(headers, DeadLetterHeaders.TOPIC);
        if (source.isEmpty()) {
            sent.left("without-its-topic");
        } else if (!plan.sources().contains(source.get())) {
            sent.left("of-another-topic");
        } else if (headers.lastHeader(DeadLetterHeaders.OMITTED) != null) {
            sent.left("without-its-value");
        } else {
            producer.ifPresent(sender -> send(sender, letter, source.get()));
            sent.sent(cause(letter));
        }
    }

    private void send(Producer<byte[], byte[]> sender, ConsumerRecord<byte[], byte[]> letter, String source) {
        Headers headers = new RecordHeaders();
        for (Header header : letter.headers()) {
            if (!OURS.contains(header.key())) {
                headers.add(header);
            }
        }
        long replays = number(letter.headers(), DeadLetterHeaders.REPLAYS).orElse(0L) + 1;
        DeadLetterHeaders.set(headers, DeadLetterHeaders.REPLAYS, Long.toString(replays));
        // A failure comes out of the commit.
        Future<RecordMetadata> unused = sender.send(
                new ProducerRecord<>(source, partition(sender, letter, source), letter.key(), letter.value(), headers));
    }

    /** The key decides, as for any producer; a letter without one goes back to the partition it came from. */
    private static Integer partition(
            Producer<byte[], byte[]> sender, ConsumerRecord<byte[], byte[]> letter, String source) {
        if (letter.key() != null) {
            return null;
        }
        int partitions = sender.partitionsFor(source).size();
        return number(letter.headers(), DeadLetterHeaders.PARTITION)
                .filter(was -> was < partitions)
                .map(Long::intValue)
                .orElse(null);
    }

    private static Optional<Long> number(Headers headers, String name) {
        return DeadLetterHeaders.text(headers, name)
                .filter(text -> text.matches("[0-9]{1,18}"))
                .map(Long::valueOf);
    }
}
