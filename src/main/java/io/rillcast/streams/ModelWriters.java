package io.rillcast.streams;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which other applications run and have published to the models topic lately: two at once would give out the same version
 * numbers for different weights.
 *
 * <p>Found by the transactions that Kafka Streams names after applications. One that has not published for a day, or does
 * so without transactions, is not found here; {@link TrainingProcessor} and {@link ModelTable} stop when they meet what it
 * publishes.
 */
final class ModelWriters {
    private static final Logger LOG = LoggerFactory.getLogger(ModelWriters.class);
    private static final long TIMEOUT_SECONDS = 30;

    /** The application, the process as a UUID, the thread. */
    private static final Pattern TRANSACTIONAL_ID =
            Pattern.compile("(.+)-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}-\\d+");

    private final Admin admin;

    ModelWriters(Admin admin) {
        this.admin = admin;
    }

    /**
     * Checks that no other application is at it.
     *
     * @throws StartFailure if one is
     */
    void requireNoneBut(String application, String topic, int partitions) throws StartFailure {
        Set<String> running = new TreeSet<>();
        try {
            for (String other : applications(topic, partitions)) {
                if (!other.equals(application) && isRunning(other)) {
                    running.add(other);
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StartFailure("interrupted while asking who publishes models");
        } catch (ExecutionException | TimeoutException unknown) {
            LOG.info("cannot find out who else publishes models: topic={}, cause={}", topic, unknown.getMessage());
        }
        if (!running.isEmpty()) {
            throw new StartFailure("a models topic must have one application at a time: models.topic=" + topic
                    + ", application.id=" + application + ", running=" + running
                    + "; stop the other one first (one that was killed counts until its session.timeout.ms has passed),"
                    + " or set a models.topic of its own for a new application.id");
        }
    }

    private Set<String> applications(String topic, int partitions)
            throws InterruptedException, ExecutionException, TimeoutException {
        List<TopicPartition> all = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
        Set<Long> producers =
                admin.describeProducers(all).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS).values().stream()
                        .flatMap(partition -> partition.activeProducers().stream())
                        .map(ProducerState::producerId)
                        .collect(Collectors.toSet());
        if (producers.isEmpty()) {
            return Set.of();
        }
        ListTransactionsOptions ofThese = new ListTransactionsOptions().filterProducerIds(producers);
        return admin.listTransactions(ofThese).all().get(TIMEOUT_SECONDS, TimeUnit.SECONDS).stream()
                .map(TransactionListing::transactionalId)
                .map(TRANSACTIONAL_ID::matcher)
                .filter(Matcher::matches)
                .map(id -> id.group(1))
                .collect(Collectors.toSet());
    }

    private boolean isRunning(String application) throws InterruptedException, TimeoutException {
        try {
            ConsumerGroupDescription group = admin.describeConsumerGroups(List.of(application))
                    .describedGroups()
                    .get(application)
                    .get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            return group.groupState() != GroupState.EMPTY && group.groupState() != GroupState.DEAD;
        } catch (ExecutionException gone) {
            return false;
        }
    }
}
