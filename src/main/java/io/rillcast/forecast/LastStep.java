package io.rillcast.forecast;

import java.util.Optional;

/**
 * What a state keeps so that its last step can be taken again with another value: the late-repair part.
 *
 * <pre>
 *   0 sum of the readings of the last millisecond, float64   8 how many they are, int32   12 revision, int32
 *  16 the state before the last step, whole but for this part and, unless the last step made one, the checkpoints
 * </pre>
 *
 * <p>A state that was gone back to has the first 16 bytes alone, which speak of the step that is to be taken from it.
 */
public final class LastStep {
    private static final int COUNT_AT = 8;
    private static final int REVISION_AT = 12;
    private static final int HEAD_BYTES = 16;

    private LastStep() {}

    /**
     * A state with what its last step began from, as far as the rule needs it.
     *
     * @param before what the step was taken from
     * @param after what it led to, left as it is
     */
    public static SeriesState kept(SameTime rule, SeriesState before, SeriesState after) {
        if (!rule.goesBack()) {
            return after.length(StatePart.LATE_REPAIR) == 0 ? after : after.resized(StatePart.LATE_REPAIR, 0);
        }
        SeriesState kept = before.withLength(StatePart.LATE_REPAIR, 0);
        if (before.sameBytes(after, StatePart.CHECKPOINTS)) {
            kept = kept.withLength(StatePart.CHECKPOINTS, 0);
        }
        SeriesState next = after.resized(StatePart.LATE_REPAIR, HEAD_BYTES + kept.sizeBytes());
        int at = next.start(StatePart.LATE_REPAIR);
        if (isGoneBack(before)) {
            next.copyFrom(before, before.start(StatePart.LATE_REPAIR), at, HEAD_BYTES);
        } else {
            setHead(next, after.lastValue(), 1, 0);
        }
        next.put(kept.sealedView(), 0, at + HEAD_BYTES, kept.sizeBytes());
        return next;
    }

    /** How a reading at the time of the last one is taken in: with the state before that one, if it was kept. */
    static Admission again(SameTime rule, SeriesState state, Reading reading, SkipReason otherwise) {
        Optional<SeriesState> before = rule.takes(otherwise) ? before(state) : Optional.empty();
        if (before.isEmpty()) {
            return Admission.refused(state, reading, otherwise);
        }
        int head = state.start(StatePart.LATE_REPAIR);
        boolean isMean = rule == SameTime.MEAN;
        double sum = isMean ? state.float64(head) + reading.value() : reading.value();
        int count = isMean ? state.int32(head + COUNT_AT) + 1 : 1;
        if (!Double.isFinite(sum)) {
            return Admission.refused(state, reading, SkipReason.NOT_FINITE);
        }
        setHead(before.get(), sum, count, state.int32(head + REVISION_AT) + 1);
        return Admission.next(before.get(), reading.withValue(sum / count));
    }

    /** How often the step that is to be taken from a state was taken before with other values. */
    static int revision(SeriesState state) {
        return isGoneBack(state) ? state.int32(state.start(StatePart.LATE_REPAIR) + REVISION_AT) : 0;
    }

    /** The revision of the step that led to a state; 0 where the rule keeps no way back. */
    static int lastRevision(SeriesState state) {
        boolean hasHead = state.length(StatePart.LATE_REPAIR) >= HEAD_BYTES;
        return hasHead ? state.int32(state.start(StatePart.LATE_REPAIR) + REVISION_AT) : 0;
    }

    /** The state without the way back, which is of no use once the parts that it would write over are others. */
    static SeriesState forgotten(SeriesState state) {
        boolean hasNone = state.length(StatePart.LATE_REPAIR) == 0 || isGoneBack(state);
        return hasNone ? state : state.resized(StatePart.LATE_REPAIR, 0);
    }

    private static boolean isGoneBack(SeriesState state) {
        return state.length(StatePart.LATE_REPAIR) == HEAD_BYTES;
    }

    private static void setHead(SeriesState state, double sum, int count, int revision) {
        int at = state.start(StatePart.LATE_REPAIR);
        state.float64(at, sum);
        state.int32(at + COUNT_AT, count);
        state.int32(at + REVISION_AT, revision);
    }

    /** The state before the last reading; empty if what is kept is not of that one, or nothing is. */
    private static Optional<SeriesState> before(SeriesState state) {
        int length = state.length(StatePart.LATE_REPAIR) - HEAD_BYTES;
        if (length <= 0) {
            return Optional.empty();
        }
        byte[] bytes = new byte[length];
        state.get(state.start(StatePart.LATE_REPAIR) + HEAD_BYTES, bytes, 0, length);
        if (!SeriesState.isOne(bytes)) {
            return Optional.empty(); // written by a release that kept it in another way
        }
        SeriesState before = SeriesState.of(bytes);
        if (before.readingsSeen() != state.readingsSeen() - 1) {
            return Optional.empty(); // written by a release that did not know this part, and stepped over it
        }
        if (before.length(StatePart.CHECKPOINTS) == 0) {
            before = before.withLength(StatePart.CHECKPOINTS, state.length(StatePart.CHECKPOINTS));
            before.copyFrom(
                    state,
                    state.start(StatePart.CHECKPOINTS),
                    before.start(StatePart.CHECKPOINTS),
                    state.length(StatePart.CHECKPOINTS));
        }
        return Optional.of(before.resized(StatePart.LATE_REPAIR, HEAD_BYTES));
    }
}
