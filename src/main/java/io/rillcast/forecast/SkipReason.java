package io.rillcast.forecast;

/** Why a reading was not taken into a series: its state stays as it was, and the reason is counted. */
public enum SkipReason {
    /** Older than the last reading admitted. */
    LATE("late"),
    /** Same time and same value as the last reading admitted. */
    DUPLICATE("duplicate"),
    /** Same time as the last reading admitted, another value. */
    CORRECTION("correction"),
    /** Below zero, where the operator said that the series is nonnegative. */
    NEGATIVE("negative"),
    /** No reading but the end of a series, of which nothing is kept. */
    NO_SUCH_SERIES("no-such-series"),
    /** So large that a statistic of the series would no longer be a finite number. */
    NOT_FINITE("not-finite");

    private final String text;

    SkipReason(String text) {
        this.text = text;
    }

    /** The reason as metrics and logs spell it. */
    public String text() {
        return text;
    }
}
