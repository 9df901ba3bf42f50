package io.rillcast.web;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All open event streams. A record is decoded once, if anybody wants it at all. Those who name no series get a sample of
 * at most {@value #MOST_SAMPLED} events a second, so that a page never costs more the more readings come.
 */
final class EventStreams implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventStreams.class);

    /** Open streams at once. */
    static final int MOST = 256;

    /** Events a second to those who name no series: a page draws no more. */
    static final int MOST_SAMPLED = 50;

    /** What a client that comes again is sent at once of what it missed. */
    private static final int MOST_RESUMED = 512;

    private static final Duration PREPARE = Duration.ofSeconds(1);
    private static final byte[] HEARTBEAT = ": still here\n\n".getBytes(StandardCharsets.UTF_8);
    private static final int STATUS_SECONDS = 2;
    private static final int HEARTBEAT_SECONDS = 15;

    private final Feed feed;
    private final OutputJson json;
    private final Supplier<ObjectNode> status;
    private final Map<String, Set<EventClient>> bySeries = new ConcurrentHashMap<>();
    private final Set<EventClient> ofAll = ConcurrentHashMap.newKeySet();
    private final Set<EventClient> clients = ConcurrentHashMap.newKeySet();
    private final AtomicInteger reserved = new AtomicInteger();
    private final AtomicLong left = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "http-events");
        thread.setDaemon(true);
        return thread;
    });

    EventStreams(Feed feed, OutputJson json, Supplier<ObjectNode> status) {
        this.feed = feed;
        this.json = json;
        this.status = status;
        feed.tell(this::publish, () -> !clients.isEmpty());
        every(100, TimeUnit.MILLISECONDS, this::refill);
        every(STATUS_SECONDS, TimeUnit.SECONDS, this::sendStatus);
        every(HEARTBEAT_SECONDS, TimeUnit.SECONDS, this::sendHeartbeat);
    }

    private void every(int time, TimeUnit unit, Runnable task) {
        ScheduledFuture<?> unused = clock.scheduleAtFixedRate(() -> attempt(task), time, time, unit);
    }

    /** The clock never again does what once threw. */
    private static void attempt(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException failed) {
            LOG.warn("events could not be sent, they are tried again: cause={}", failed.toString(), failed);
        }
    }

    /** Takes a place for one more stream, to be given back by {@link #release}; false if there is none. */
    boolean reserve() {
        if (reserved.incrementAndGet() > MOST) {
            reserved.decrementAndGet();
            return false;
        }
        return true;
    }

    /** Gives a place back. */
    void release() {
        reserved.decrementAndGet();
    }

    /** How many streams are open. */
    int open() {
        return clients.size();
    }

    /** How many events those who name no series were not sent. */
    long dropped() {
        return dropped.get() + feed.passedOver();
    }

    /** Waits a moment for the last records, for one who has missed some. */
    void prepare() {
        feed.want(PREPARE);
    }

    /**
     * A client has come.
     *
     * @param lastEventId the last event that it has seen, null if it has seen none
     */
    void add(EventClient client, String lastEventId) {
        feed.want();
        client.offer("retry: 2000\n\n".getBytes(StandardCharsets.UTF_8));
        client.offer(frame("status", "", Json.line(status.get())));
        clients.add(client);
        if (client.series().isEmpty()) {
            ofAll.add(client);
        }
        client.series()
                .forEach(series -> bySeries.compute(series, (key, followers) -> {
                    // Within the map's lock, so that no other client's end removes the set meanwhile.
                    Set<EventClient> all = followers == null ? ConcurrentHashMap.newKeySet() : followers;
                    all.add(client);
                    return all;
                }));
        resume(client, lastEventId);
        // One that ended meanwhile was removed before it was all there.
        if (client.isEnded()) {
            remove(client);
        }
    }

    /** A client has gone. */
    void remove(EventClient client) {
        clients.remove(client);
        ofAll.remove(client);
        client.series()
                .forEach(series -> bySeries.computeIfPresent(series, (key, followers) -> {
                    followers.remove(client);
                    return followers.isEmpty() ? null : followers;
                }));
    }

    /** What came since then: to the event itself on the same feed, else by the broker's clock and rather twice than not. */
    private void resume(EventClient client, String lastEventId) {
        if (lastEventId == null || !lastEventId.matches("[a-z0-9]{1,16}\\.[0-9]{1,18}\\.[0-9]{1,18}")) {
            return;
        }
        String[] parts = lastEventId.split("\\.", -1);
        long timeMs = Long.parseLong(parts[2]);
        long last = parts[0].equals(feed.id())
                ? Long.parseLong(parts[1])
                : feed.ring().before(timeMs);
        List<FeedRecord> missed = new ArrayList<>();
        if (client.series().isEmpty()) {
            missed.addAll(feed.ring().since(last, MOST_SAMPLED));
        } else {
            client.series().forEach(series -> missed.addAll(feed.ring().of(series)));
            missed.removeIf(record -> record.number() <= last);
            missed.sort((a, b) -> Long.compare(a.number(), b.number()));
        }
        int from = Math.max(0, missed.size() - MOST_RESUMED);
        missed.subList(from, missed.size()).forEach(record -> frame(record).ifPresent(client::offer));
    }

    /** On the feed's thread: a record to those who want it. */
    private void publish(FeedRecord record) {
        boolean isOfAll = record.kind() == FeedRecord.Kind.TRAINING;
        Set<EventClient> followers = isOfAll ? clients : bySeries.getOrDefault(record.key(), Set.of());
        boolean isSampled = false;
        if (!isOfAll && !ofAll.isEmpty()) {
            isSampled = left.getAndUpdate(now -> Math.max(0, now - 1)) > 0;
            if (!isSampled) {
                dropped.incrementAndGet();
            }
        }
        if (followers.isEmpty() && !isSampled) {
            return;
        }
        Optional<byte[]> frame = frame(record);
        if (frame.isPresent()) {
            followers.forEach(client -> client.offer(frame.get()));
            if (isSampled) {
                ofAll.forEach(client -> client.offer(frame.get()));
            }
        }
    }

    private Optional<byte[]> frame(FeedRecord record) {
        String id = feed.id() + "." + record.number() + "." + record.timeMs();
        return json.data(record).map(data -> frame(record.kind().event(), "id: " + id + "\n", Json.line(data)));
    }

    private static byte[] frame(String event, String id, String data) {
        return ("event: " + event + "\n" + id + "data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    private void refill() {
        left.getAndUpdate(now -> Math.min(MOST_SAMPLED, now + MOST_SAMPLED / 10));
    }

    private void sendStatus() {
        if (!clients.isEmpty()) {
            byte[] frame = frame("status", "", Json.line(status.get()));
            clients.forEach(client -> client.offer(frame));
        }
    }

    private void sendHeartbeat() {
        clients.forEach(client -> client.offer(HEARTBEAT));
    }

    /** Ends all streams. */
    @Override
    public void close() {
        clock.shutdownNow();
        List.copyOf(clients).forEach(EventClient::finish);
    }
}
