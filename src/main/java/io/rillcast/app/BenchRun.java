package io.rillcast.app;

import io.rillcast.streams.ForecastService;
import io.rillcast.streams.StartFailure;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.StreamsConfig;

/**
 * Runs one application over the whole readings topic and takes its time, then removes what it left on the cluster.
 *
 * <p>The clock runs from the stream being up until its committed offsets have reached the end of the readings topic and
 * of the topic through which readings are keyed by series: from then on nothing is left to do or to repeat.
 */
final class BenchRun {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** A hundredth of a second is little beside any run worth looking at, and few questions for a broker. */
    private static final long LOOK_EVERY_MS = 10;

    private final Admin admin;
    private final String readingsTopic;
    private final BooleanSupplier isStopWanted;

    /**
     * For one cluster; the admin client stays the caller's.
     *
     * @param readingsTopic filled already
     * @param isStopWanted whether to give up
     */
    BenchRun(Admin admin, String readingsTopic, BooleanSupplier isStopWanted) {
        this.admin = admin;
        this.readingsTopic = readingsTopic;
        this.isStopWanted = isStopWanted;
    }

    /** What is looked at once a side has come to the end of its input, while it still runs. */
    interface Afterwards {
        /** Looks at it; the run is not over before it returns. */
        void look() throws InterruptedException;
    }

    /**
     * Runs one side; nanoseconds it took.
     *
     * @param kafka settings, with an application id that was never used
     * @param progress told about how many readings are done
     */
    long nanos(BenchSide side, Map<String, Object> kafka, LongConsumer progress)
            throws StartFailure, InterruptedException {
        return nanos(side, kafka, progress, () -> {});
    }

    /** As {@link #nanos(BenchSide, Map, LongConsumer)}, with a look at it before it is closed, which is not timed. */
    long nanos(BenchSide side, Map<String, Object> kafka, LongConsumer progress, Afterwards afterwards)
            throws StartFailure, InterruptedException {
        String application = kafka.get(StreamsConfig.APPLICATION_ID_CONFIG).toString();
        try (ForecastService service = side.start().with(kafka)) {
            if (!service.awaitRunning(PATIENCE)) {
                throw new CommandFailure("the stream must come to run: application.id=" + application);
            }
            long beganNanos = System.nanoTime();
            awaitCommitted(application, readingsTopic, service, done -> {});
            awaitCommitted(application, ForecastService.repartitionTopic(application), service, progress);
            long nanos = System.nanoTime() - beganNanos;
            afterwards.look();
            return nanos;
        } catch (ExecutionException failed) {
            throw new CommandFailure(
                    "the cluster must answer: found=" + failed.getCause().getMessage(), failed);
        } finally {
            remove(application);
        }
    }

    /** Waits until all that is in a topic now has been committed. */
    private void awaitCommitted(String application, String topic, ForecastService service, LongConsumer progress)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, Long> ends = ends(topic);
        long all = ends.values().stream().mapToLong(end -> end).sum();
        long done = -1;
        long lastNews = System.nanoTime();
        while (done < all) {
            long now = committed(application, ends);
            if (now > done) {
                done = now;
                lastNews = System.nanoTime();
                progress.accept(done);
            }
            requireAlive(service, application, System.nanoTime() - lastNews);
            Thread.sleep(LOOK_EVERY_MS);
        }
    }

    private void requireAlive(ForecastService service, String application, long silentNanos) {
        if (isStopWanted.getAsBoolean()) {
            throw new CommandFailure("a bench must go on to its end: told to stop");
        }
        if (service.failure().toCompletableFuture().isDone() || silentNanos > PATIENCE.toNanos()) {
            throw new CommandFailure("the stream must go on to the end of its input: application.id=" + application
                    + ", counts=" + service.totals() + "; see the log");
        }
    }

    private Map<TopicPartition, Long> ends(String topic) throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        admin.describeTopics(List.of(topic))
                .allTopicNames()
                .get()
                .get(topic)
                .partitions()
                .forEach(
                        partition -> latest.put(new TopicPartition(topic, partition.partition()), OffsetSpec.latest()));
        return admin.listOffsets(latest).all().get().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, end -> end.getValue().offset()));
    }

    private long committed(String application, Map<TopicPartition, Long> ends)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetAndMetadata> offsets = admin.listConsumerGroupOffsets(application)
                .partitionsToOffsetAndMetadata()
                .get();
        long sum = 0;
        for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
            OffsetAndMetadata offset = offsets.get(end.getKey());
            sum += offset == null ? 0 : Math.min(offset.offset(), end.getValue());
        }
        return sum;
    }

    /** Best effort: what cannot be removed is named to the operator. */
    private void remove(String application) throws InterruptedException {
        try {
            if (hasMembers(application)) {
                admin.removeMembersFromConsumerGroup(application, new RemoveMembersFromConsumerGroupOptions())
                        .all()
                        .get();
            }
            admin.deleteConsumerGroups(List.of(application)).all().get();
            removeTopics(admin, application + "-");
        } catch (ExecutionException leftBehind) {
            System.err.println("rillcast: a consumer group or topics are left behind: application.id=" + application
                    + ", found=" + leftBehind.getCause().getMessage());
        }
    }

    /** A stream with static members leaves them behind when it is closed; others leave nobody. */
    private boolean hasMembers(String application) throws ExecutionException, InterruptedException {
        return !admin.describeConsumerGroups(List.of(application))
                .describedGroups()
                .get(application)
                .get()
                .members()
                .isEmpty();
    }

    /** Deletes all topics whose names begin so. */
    static void removeTopics(Admin admin, String prefix) throws ExecutionException, InterruptedException {
        List<String> names = admin.listTopics().names().get().stream()
                .filter(name -> name.startsWith(prefix))
                .toList();
        admin.deleteTopics(names).all().get();
    }
}
