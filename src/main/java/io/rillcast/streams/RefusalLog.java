package io.rillcast.streams;

import io.rillcast.serde.UndecodableReading;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the operator that readings or commands become dead letters: of the first at once, then at most once a minute of
 * another and of how many came between. Shared by the threads of one instance.
 */
final class RefusalLog {
    /** Short enough to be seen, long enough that a flood is no flood of lines. */
    static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

    private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);

    private final LongSupplier nanoTime;
    private boolean hasSpoken;
    private long spokeNanos;
    private long suppressed;

    /** By the clock of {@link System#nanoTime}, or one like it. */
    RefusalLog(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** A record of this place was refused. */
    synchronized void refused(RecordMetadata place, UndecodableReading refusal) {
        long now = nanoTime.getAsLong();
        if (hasSpoken && now - spokeNanos < QUIET_NANOS) {
            suppressed++;
            return;
        }
        LOG.warn(
                "record refused, it is in the dead letters: topic={}, partition={}, offset={}, cause={},"
                        + " othersSinceLastSaid={}, problem={}",
                place.topic(),
                place.partition(),
                place.offset(),
                refusal.reason().text(),
                suppressed,
                refusal.sentence());
        hasSpoken = true;
        spokeNanos = now;
        suppressed = 0;
    }
}
