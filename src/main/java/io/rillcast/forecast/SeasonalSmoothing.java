package io.rillcast.forecast;

/**
 * Additive exponential smoothing of a level and of a season, its errors' first autocorrelation corrected: Holt and
 * Winters without a trend, with the adjustment of Taylor (2003, Short-term electricity demand forecasting using double
 * seasonal exponential smoothing, Journal of the Operational Research Society 54, equation 9).
 *
 * <p>The season is the state part SEASON_SECOND once there is one, read and written where it lies. Mutable scratch of one
 * {@link OnlineForecaster}.
 *
 * <pre>
 * fixed:  0 level, float64   8 last error, float32   12 mean squared error, float32   16 mean product of
 *         neighbouring errors, float32   20 phase, int32   24 length m, int32   28 unused, int32
 * season: float32[m], padded to a multiple of 8 bytes
 * </pre>
 */
final class SeasonalSmoothing {
    static final int BYTES = 32;
    private static final double LEVEL_RATE = 0.05;
    private static final double SEASON_RATE = 0.15;
    private static final double ERROR_RATE = 0.02;
    private static final double MOST_ERROR = 10;
    private static final double MOST_CORRELATION = 0.9;

    private SeriesState state;
    /** A season begun anew, float[m]; else the one in the state, but for the place that was changed. */
    private float[] begun = new float[0];

    private int changedPlace;
    private float changed;
    private double level;
    private double error;
    private double square;
    private double product;
    private int length;
    private int phase;

    void load(SeriesState from, int at) {
        state = from;
        begun = new float[0];
        changedPlace = -1;
        level = from.float64(at);
        error = from.float32(at + 8);
        square = from.float32(at + 12);
        product = from.float32(at + 16);
        phase = from.int32(at + 20);
        length = from.int32(at + 24);
        if (from.length(StatePart.SEASON_SECOND) != seasonBytes() || phase < 0 || phase > length) {
            throw new CorruptState("a season must be as long as it says: length=" + length + ", phase=" + phase
                    + ", bytes=" + from.length(StatePart.SEASON_SECOND));
        }
    }

    /** As of a series without a season, whose state has none. */
    void reset(SeriesState from) {
        state = from;
        begun = new float[0];
        changedPlace = -1;
        level = 0;
        error = 0;
        square = 0;
        product = 0;
        length = 0;
        phase = 0;
    }

    /** The length of the season's part that {@link #store} writes. */
    int seasonBytes() {
        return (Float.BYTES * length + 7) / 8 * 8;
    }

    /** Writes itself into a copy of the state that it was loaded from, whose season's part is as long as it says. */
    void store(SeriesState next, int at) {
        next.float64(at, level);
        next.float32(at + 8, (float) error);
        next.float32(at + 12, (float) square);
        next.float32(at + 16, (float) product);
        next.int32(at + 20, phase);
        next.int32(at + 24, length);
        int seasonAt = next.start(StatePart.SEASON_SECOND);
        if (begun.length > 0) {
            next.putFloats(begun, seasonAt);
        } else if (changedPlace >= 0) {
            next.float32(seasonAt + Float.BYTES * changedPlace, changed);
        }
    }

    /** Begins anew with a season of so many readings, from the last values; without one where they are too few. */
    void begin(int lag, ValueRing ring) {
        length = ring.filled() >= lag ? lag : 0;
        begun = new float[length];
        changedPlace = -1;
        phase = 0;
        error = 0;
        square = 0;
        product = 0;
        double sum = 0;
        int count = 0;
        for (int i = 0; i < length; i++) {
            double value = ring.back(i);
            if (!Double.isNaN(value)) {
                sum += value;
                count++;
            }
        }
        level = count == 0 ? 0 : sum / count;
        for (int i = 0; i < length; i++) {
            double value = ring.back(length - 1 - i);
            begun[i] = Double.isNaN(value) ? 0 : (float) (value - level);
        }
    }

    boolean hasSeason() {
        return length > 0;
    }

    private double season(int place) {
        if (begun.length > 0) {
            return begun[place];
        }
        return place == changedPlace
                ? changed
                : state.float32(state.start(StatePart.SEASON_SECOND) + Float.BYTES * place);
    }

    /** Takes a value in before which so many were missed. */
    void observe(double value, double scale, long missed) {
        if (missed > 0) {
            phase = (int) ((phase + missed) % length);
            error = 0;
        }
        double found = value - level - season(phase);
        double bounded = Math.max(-MOST_ERROR * scale, Math.min(MOST_ERROR * scale, found));
        square += ERROR_RATE * (bounded * bounded - square);
        product += ERROR_RATE * (bounded * error - product);
        error = bounded;
        level += LEVEL_RATE * bounded;
        changed = (float) (season(phase) + SEASON_RATE * (1 - LEVEL_RATE) * bounded);
        changedPlace = phase;
        if (!Float.isFinite(changed) || !Float.isFinite((float) square)) {
            reset(state); // beyond 32 bits there is no season; one is begun anew when it is looked for
            return;
        }
        phase = phase + 1 == length ? 0 : phase + 1;
    }

    /** The next value. */
    double point() {
        double correlation = square > 0 ? product / square : 0;
        double bounded = Math.max(-MOST_CORRELATION, Math.min(MOST_CORRELATION, correlation));
        return level + season(phase) + bounded * error;
    }
}
