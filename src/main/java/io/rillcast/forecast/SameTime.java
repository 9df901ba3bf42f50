package io.rillcast.forecast;

/** What several readings of one series in one millisecond are to it, in the order in which they arrive. */
public enum SameTime {
    /** One reading, told again: the same value is a duplicate and skipped, another one takes the place of the first. */
    CORRECT(true),
    /** Several, of which the last counts: each takes the place of the one before, also if it is equal. */
    LAST(true),
    /** Several, of which the mean counts: each makes it anew. */
    MEAN(true),
    /** A sequence: each is a reading of its own, no time after the one before. */
    SEQUENCE(false);

    private final boolean goesBack;

    SameTime(boolean goesBack) {
        this.goesBack = goesBack;
    }

    /** Whether a series' last step may have to be taken again, and so must be kept. */
    boolean goesBack() {
        return goesBack;
    }

    /** Whether a reading at the time of the last one, refused for a reason otherwise, is taken in. */
    boolean takes(SkipReason reason) {
        boolean isSameTime = reason == SkipReason.DUPLICATE || reason == SkipReason.CORRECTION;
        return isSameTime && !(this == CORRECT && reason == SkipReason.DUPLICATE);
    }
}
