package io.rillcast.forecast;

/** What several readings of one series in one millisecond are to it, in the order in which they arrive. */
public enum SameTime {
    /** One reading, told again: the first stands; the same value is a duplicate, another a correction, both skipped. */
    CORRECT(false),
    /** Several, of which the last counts: each takes the place of the one before, unless it is equal to it. */
    LAST(true),
    /** Several, of which the mean counts: each makes it anew, also if they are equal. */
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
        return switch (reason) {
            case CORRECTION -> goesBack;
            case DUPLICATE -> this == MEAN;
            default -> false;
        };
    }
}
