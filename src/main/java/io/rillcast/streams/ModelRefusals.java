package io.rillcast.streams;

import io.rillcast.serde.ModelRefusal;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the models that were refused, by reason, and tells the operator: of the first at once, then at most once a
 * minute of another and of how many came between. Shared by the threads of one instance.
 */
final class ModelRefusals {
    private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final Logger LOG = LoggerFactory.getLogger(ModelRefusals.class);

    private final LongSupplier nanoTime;
    private volatile Counter counter = refusal -> {};
    private boolean hasSpoken;
    private long spokeNanos;
    private long suppressed;

    /** Who counts; told by one thread at a time. */
    interface Counter {
        void count(ModelRefusal refusal);
    }

    /**
     * One of them.
     *
     * @param group under whose key it lies
     * @param serving the version that serves in its place, 0 for none
     * @param problem a sentence
     */
    record Refused(String group, long serving, String problem) {}

    /** By the clock of {@link System#nanoTime}, or one like it. */
    ModelRefusals(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** From now on they are counted there. */
    void countWith(Counter given) {
        counter = given;
    }

    /** A model was read, and refused. */
    synchronized void add(ModelRefusal refusal, Refused refused) {
        counter.count(refusal);
        long now = nanoTime.getAsLong();
        if (hasSpoken && now - spokeNanos < QUIET_NANOS) {
            suppressed++;
            return;
        }
        LOG.warn(
                "model refused, another stays in use: reason={}, group={}, serving={}, othersSinceLastSaid={},"
                        + " problem={}",
                refusal.text(),
                refused.group(),
                refused.serving(),
                suppressed,
                refused.problem());
        hasSpoken = true;
        spokeNanos = now;
        suppressed = 0;
    }
}
