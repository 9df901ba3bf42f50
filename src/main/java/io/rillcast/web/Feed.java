package io.rillcast.web;

import io.rillcast.serde.MalformedRecord;
import io.rillcast.serde.RegistryFailure;
import io.rillcast.serde.TrainingRecordDeserializer;
import io.rillcast.streams.Topics;
import io.rillcast.training.TrainingRecord;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.utils.Bytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what the service has committed, from some way before the end, while somebody looks; a minute after nobody does it
 * stops and costs nothing. Without a consumer group, so that it is in nobody's way. Records are kept as bytes and decoded
 * only for those who look at their series.
 */
final class Feed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final long STAY_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final FeedPlan plan;
    private final FeedRing ring = new FeedRing();
    private final FeedArchive archive = new FeedArchive();
    private final AtomicLong passedOver = new AtomicLong();
    private final String id = Long.toString(System.currentTimeMillis(), 36);
    private volatile Consumer<FeedRecord> listener = record -> {};
    private volatile BooleanSupplier isFollowed = () -> false;
    private volatile long wantedNanos;
    private volatile boolean isClosed;
    private long number;
    private Thread thread;
    private KafkaConsumer<byte[], byte[]> reading;
    private volatile CountDownLatch caughtUp = new CountDownLatch(1);

    Feed(FeedPlan plan) {
        this.plan = plan;
    }

    /** Who is told of each record, on the feed's thread, and whether they still want to be. */
    void tell(Consumer<FeedRecord> newListener, BooleanSupplier isStillFollowed) {
        listener = newListener;
        isFollowed = isStillFollowed;
    }

    /** Somebody looks: it begins, or goes on, to read. */
    synchronized void want() {
        wantedNanos = System.nanoTime();
        if (thread == null && !isClosed) {
            caughtUp = new CountDownLatch(1);
            thread = new Thread(this::run, "http-feed");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** The same, and waits until it has come to where the topics ended when it began, or the time is over. */
    void want(Duration atMost) {
        CountDownLatch begun;
        synchronized (this) {
            want();
            begun = caughtUp;
        }
        try {
            boolean ignored = begun.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The last records. */
    FeedRing ring() {
        return ring;
    }

    /** The last trainings and dead letters. */
    FeedArchive archive() {
        return archive;
    }

    /** Tells the numbers of this feed from those of others. */
    String id() {
        return id;
    }

    /** How many records were passed over because it could not keep up. */
    long passedOver() {
        return passedOver.get();
    }

    private synchronized boolean goesOn() {
        boolean isWanted = isFollowed.getAsBoolean() || System.nanoTime() - wantedNanos < STAY_NANOS;
        if (isClosed || !isWanted) {
            thread = null;
            return false;
        }
        return true;
    }

    private void run() {
        try {
            readWhileWanted();
        } finally {
            // Whatever ended it, who looks next has it begin anew.
            synchronized (this) {
                reading = null;
                if (thread == Thread.currentThread()) {
                    thread = null;
                }
            }
        }
    }

    private void readWhileWanted() {
        boolean isSaid = false;
        while (goesOn()) {
            try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
                begin(consumer);
                FeedStart start = new FeedStart(consumer, plan.topics());
                start.seek();
                follow(consumer, start);
            } catch (InterruptException closing) {
                LOG.debug("feed interrupted");
            } catch (WakeupException closing) {
                LOG.debug("feed closed");
            } catch (KafkaException | RegistryFailure failed) {
                if (!isSaid) {
                    LOG.warn("the page cannot read what was committed, it tries on: cause={}", failed.toString());
                }
                isSaid = true;
                LockSupport.parkNanos(RETRY_NANOS);
            }
        }
    }

    /** What it reads again is old, until it has come to where the topics end now. */
    private void begin(KafkaConsumer<byte[], byte[]> consumer) {
        ring.clear();
        archive.clear();
        synchronized (this) {
            if (caughtUp.getCount() == 0) {
                caughtUp = new CountDownLatch(1);
            }
            reading = consumer;
            if (isClosed) {
                consumer.wakeup();
            }
        }
    }

    private void follow(KafkaConsumer<byte[], byte[]> consumer, FeedStart start) {
        TrainingRecordDeserializer trainings = new TrainingRecordDeserializer(plan.registry());
        while (goesOn()) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                take(record, trainings);
            }
            if (caughtUp.getCount() > 0 && start.isReached()) {
                caughtUp.countDown();
            }
            passedOver.addAndGet(start.skipIfBehind());
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record, TrainingRecordDeserializer trainings) {
        Topics topics = plan.topics();
        if (record.topic().equals(topics.deadLetters())) {
            archive.add(Letter.of(record));
            return;
        }
        if (record.value() == null || record.key() == null) {
            return;
        }
        boolean isTraining = record.topic().equals(topics.trainings());
        if (isTraining && !keepTraining(record, trainings)) {
            return;
        }
        FeedRecord.Kind kind = record.topic().equals(topics.forecasts())
                ? FeedRecord.Kind.FORECAST
                : isTraining ? FeedRecord.Kind.TRAINING : FeedRecord.Kind.SCORE;
        String key = new String(record.key(), StandardCharsets.UTF_8);
        FeedRecord taken = new FeedRecord(++number, kind, key, record.timestamp(), Bytes.wrap(record.value()));
        ring.add(taken);
        if (caughtUp.getCount() == 0) {
            listener.accept(taken);
        }
    }

    private boolean keepTraining(ConsumerRecord<byte[], byte[]> record, TrainingRecordDeserializer trainings) {
        try {
            TrainingRecord training = trainings.deserialize(record.topic(), record.value());
            archive.add(training);
            return true;
        } catch (MalformedRecord malformed) {
            return false;
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        Map<String, Object> properties = new HashMap<>(plan.consumer());
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 2000);
        properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 8 << 20);
        properties.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** Stops reading. */
    @Override
    public void close() {
        Thread running;
        synchronized (this) {
            isClosed = true;
            running = thread;
            if (reading != null) {
                reading.wakeup();
            }
        }
        if (running != null) {
            try {
                running.join(TimeUnit.SECONDS.toMillis(5));
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
