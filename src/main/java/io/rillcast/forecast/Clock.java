package io.rillcast.forecast;

/**
 * Where a series stands in time: how many readings, when the last one was, what it was, and the cadence.
 *
 * <p>Mutable scratch of one {@link OnlineForecaster}, loaded from a state and stored into one.
 *
 * <pre>
 *   0 readings seen, int64     8 first time, int64     16 last time, int64     24 last value, float64
 *  32 cadence, 32 bytes: see {@link Cadence}
 * </pre>
 */
final class Clock {
    static final int READINGS_AT = 0;
    private static final int FIRST_AT = 8;
    private static final int LAST_AT = 16;
    static final int VALUE_AT = 24;
    private static final int CADENCE_AT = 32;
    static final int BYTES = CADENCE_AT + Cadence.BYTES;

    private long readings;
    private long firstMs;
    private long lastMs;
    private double lastValue;
    private final Cadence cadence = new Cadence();

    void load(SeriesState state, int at) {
        readings = state.int64(at + READINGS_AT);
        firstMs = state.int64(at + FIRST_AT);
        lastMs = state.int64(at + LAST_AT);
        lastValue = state.float64(at + VALUE_AT);
        cadence.load(state, at + CADENCE_AT);
    }

    void store(SeriesState state, int at) {
        state.int64(at + READINGS_AT, readings);
        state.int64(at + FIRST_AT, firstMs);
        state.int64(at + LAST_AT, lastMs);
        state.float64(at + VALUE_AT, lastValue);
        cadence.store(state, at + CADENCE_AT);
    }

    /** Whether all that a state's clock and statistics hold was made by the rules of today, so that a replay agrees. */
    static boolean isOfTheseRules(SeriesState state) {
        return state.int8(state.start(StatePart.CLOCK) + CADENCE_AT + Cadence.RULES_AT) == Cadence.RULES;
    }

    /** Whether two states have seen as many readings, and the same last one. */
    static boolean isSameReading(SeriesState one, SeriesState other) {
        return one.sameBytes(other, StatePart.CLOCK, 0, CADENCE_AT);
    }

    /** Takes an admitted reading in. */
    void advance(Reading reading) {
        if (readings == 0) {
            firstMs = reading.timestampMs();
        } else if (reading.timestampMs() > lastMs) {
            // Of several readings in one millisecond only the first says how far apart times are.
            cadence.observe(lastMs, reading.timestampMs());
        }
        readings++;
        lastMs = reading.timestampMs();
        lastValue = reading.value();
    }

    long readings() {
        return readings;
    }

    long lastMs() {
        return lastMs;
    }

    long firstMs() {
        return firstMs;
    }

    double lastValue() {
        return lastValue;
    }

    /** How many readings were expected between the last one and one at this time, and did not come. */
    int missedBefore(long timeMs) {
        return readings == 0 ? 0 : cadence.missed(lastMs, timeMs);
    }

    /** From the first reading to the last, milliseconds. */
    long spanMs() {
        return Cadence.between(firstMs, lastMs);
    }

    Cadence cadence() {
        return cadence;
    }

    /** When the next reading is expected; the last time itself while no cadence is known. */
    long targetMs() {
        return cadence.next(lastMs);
    }
}
