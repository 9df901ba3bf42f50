package io.rillcast.forecast;

/**
 * A season that the calendar gives: where in it a time is, and whether a series has been seen to repeat it.
 *
 * <p>Seasons too long to keep a reading of each position (a week of five minutes, a year of hours) are followed through
 * the harmonics of these alone.
 */
enum CalendarSeason {
    /** 24 hours from midnight UTC. */
    DAY(Cadence.DAY_MS, 2),
    /** Seven days from Thursday, midnight UTC. */
    WEEK(7.0 * Cadence.DAY_MS, 2),
    /** 365.2425 days, the mean of the calendar's. */
    YEAR(365.2425 * Cadence.DAY_MS, 1);

    /** Fewer readings in a season do not draw its shape; a quarter is a quarter of a year but for a rounding. */
    private static final double FEWEST_READINGS = 3.999;

    private final double lengthMs;
    private final int seenTimes;

    CalendarSeason(double lengthMs, int seenTimes) {
        this.lengthMs = lengthMs;
        this.seenTimes = seenTimes;
    }

    /** Its length, milliseconds. */
    double lengthMs() {
        return lengthMs;
    }

    /**
     * Whether a series has repeated it, so that a position in it means something: it has been seen long enough (two days,
     * two weeks, a year), and has four readings in one or more.
     */
    boolean isSeenBy(Clock clock) {
        double step = clock.cadence().usualStepMs();
        return clock.spanMs() >= seenTimes * lengthMs && FEWEST_READINGS * step <= lengthMs;
    }

    /**
     * Writes the sine and the cosine of a time's position, then those of its multiples.
     *
     * @param out written from {@code at} on: 2 {@code count} numbers within [-1, 1]
     * @param count of harmonics
     */
    void write(float[] out, int at, long timeMs, int count) {
        double angle = angle(timeMs);
        for (int harmonic = 0; harmonic < count; harmonic++) {
            out[at + 2 * harmonic] = (float) StrictMath.sin((harmonic + 1) * angle);
            out[at + 2 * harmonic + 1] = (float) StrictMath.cos((harmonic + 1) * angle);
        }
    }

    /** The same in double precision. */
    void write(double[] out, int at, long timeMs, int count) {
        double angle = angle(timeMs);
        for (int harmonic = 0; harmonic < count; harmonic++) {
            out[at + 2 * harmonic] = StrictMath.sin((harmonic + 1) * angle);
            out[at + 2 * harmonic + 1] = StrictMath.cos((harmonic + 1) * angle);
        }
    }

    private double angle(long timeMs) {
        double turns = timeMs / lengthMs;
        return (turns - Math.floor(turns)) * (2 * Math.PI);
    }
}
