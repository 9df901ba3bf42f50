package io.rillcast.app;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.rillcast.serde.BadLine;
import io.rillcast.serde.CsvReadings;
import io.rillcast.serde.CsvRow;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Sends the readings of one file to a topic in the order of its lines, keyed by series; owned by one thread. */
final class Publisher {
    private static final double NANOS_PER_SECOND = 1e9;
    /** A tenth of a second: who stops the program should not have to wait for a slow rate. */
    private static final long LONGEST_NAP_NANOS = 100_000_000;

    private final Producer<String, CsvRow> producer;
    private final Plan plan;
    private final CsvIntake intake;
    private final Set<String> series = new HashSet<>();
    private final AtomicLong acknowledged = new AtomicLong();
    private final AtomicReference<Exception> refusal = new AtomicReference<>();
    private long sent;

    /**
     * How to publish.
     *
     * @param topic where to
     * @param perSecond most readings a second, 0 for as many as go
     */
    record Plan(String topic, double perSecond) {}

    /**
     * What was done.
     *
     * @param readings acknowledged by the brokers
     * @param series among them
     * @param badLines skipped
     * @param missing lines without a value
     */
    record Summary(long readings, int series, long badLines, long missing) {}

    /** For one file; the producer stays the caller's. */
    Publisher(Producer<String, CsvRow> producer, Plan plan, CsvIntake intake) {
        this.producer = producer;
        this.plan = plan;
        this.intake = intake;
    }

    /**
     * Sends until the file ends or a stop is wanted, and waits until the brokers have acknowledged all.
     *
     * @param progress told how many bytes of the file are read
     * @throws BadLine at a line that breaks a rule, unless such lines are skipped and the next can be read; what stood
     *     before it is sent
     * @throws CommandFailure if the brokers refuse a reading
     * @throws InterruptedException if interrupted while a reading waits for its turn
     */
    void publish(CsvReadings readings, BooleanSupplier isStopWanted, LongConsumer progress)
            throws BadLine, InterruptedException {
        long beganNanos = System.nanoTime();
        BooleanSupplier isOver = () -> refusal.get() != null || isStopWanted.getAsBoolean();
        try {
            Optional<CsvRow> row = intake.next(readings);
            while (row.isPresent() && isTurn(beganNanos, isOver)) {
                send(row.get());
                progress.accept(readings.bytesRead());
                row = intake.next(readings);
            }
        } finally {
            producer.flush();
        }
        if (refusal.get() != null) {
            throw new CommandFailure(
                    "the brokers must take every reading: topic=" + plan.topic() + ", acknowledged="
                            + acknowledged.get() + ", found=" + refusal.get().getMessage(),
                    refusal.get());
        }
    }

    /** What was done so far. */
    Summary summary(CsvReadings readings) {
        return new Summary(acknowledged.get(), series.size(), intake.badLines(), readings.missing());
    }

    private void send(CsvRow row) {
        String seriesId = row.reading().seriesId();
        series.add(seriesId);
        sent++;
        ProducerRecord<String, CsvRow> record = new ProducerRecord<>(plan.topic(), seriesId, row);
        Future<RecordMetadata> unused = producer.send(record, (metadata, failure) -> {
            if (failure == null) {
                acknowledged.incrementAndGet();
            } else {
                refusal.compareAndSet(null, failure);
            }
        });
    }

    /** Waits until the next reading may be sent; false if none may, because the end has come. */
    private boolean isTurn(long beganNanos, BooleanSupplier isOver) throws InterruptedException {
        long waitNanos = plan.perSecond() <= 0 ? 0 : (long) (sent / plan.perSecond() * NANOS_PER_SECOND);
        long leftNanos = waitNanos - (System.nanoTime() - beganNanos);
        while (leftNanos > 0 && !isOver.getAsBoolean()) {
            NANOSECONDS.sleep(Math.min(leftNanos, LONGEST_NAP_NANOS));
            leftNanos = waitNanos - (System.nanoTime() - beganNanos);
        }
        return !isOver.getAsBoolean();
    }
}
