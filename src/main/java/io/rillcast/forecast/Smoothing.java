package io.rillcast.forecast;

import java.util.Arrays;

/**
 * Exponential smoothing (Brown 1959) at several rates at once; the rate with the smallest squared errors of late speaks.
 *
 * <p>Mutable scratch of one {@link OnlineForecaster}.
 *
 * <pre>0 level of each rate, float64[4]   32 mean squared error of each, float32[4]</pre>
 */
final class Smoothing {
    static final int BYTES = 48;
    private static final double[] RATES = {0.1, 0.25, 0.5, 0.8};
    /** Errors are compared over about the last 50. */
    private static final double ERROR_RATE = 0.02;

    private static final double MOST_ERROR = 10;

    private final double[] levels = new double[RATES.length];
    private final double[] errors = new double[RATES.length];

    void load(SeriesState state, int at) {
        for (int i = 0; i < RATES.length; i++) {
            levels[i] = state.float64(at + 8 * i);
            errors[i] = state.float32(at + 32 + 4 * i);
        }
    }

    void store(SeriesState state, int at) {
        for (int i = 0; i < RATES.length; i++) {
            state.float64(at + 8 * i, levels[i]);
            state.float32(at + 32 + 4 * i, (float) errors[i]);
        }
    }

    /** As nothing has been seen. */
    void reset() {
        Arrays.fill(levels, 0);
        Arrays.fill(errors, 0);
    }

    /** Takes a value in after the one before, in units of a scale; a single far one is soon forgotten. */
    void observe(double value, double before, double scale, boolean isFirst) {
        for (int i = 0; i < RATES.length; i++) {
            if (isFirst) {
                levels[i] = value;
                errors[i] = 0;
            } else {
                double error = Math.max(-MOST_ERROR, Math.min(MOST_ERROR, (value - levels[i]) / scale));
                errors[i] += ERROR_RATE * (error * error - errors[i]);
                levels[i] = drawn(levels[i] + RATES[i] * (value - levels[i]), value, before, scale);
            }
        }
    }

    /** A level, brought to within a few mean steps of the nearer of the last two values. */
    private static double drawn(double level, double value, double before, double scale) {
        double nearer = Math.abs(value - level) < Math.abs(before - level) ? value : before;
        double most = Standardizer.MOST_STEPS * scale;
        return nearer + Math.max(-most, Math.min(most, level - nearer));
    }

    /** The next value. */
    double point() {
        int best = 0;
        for (int i = 1; i < RATES.length; i++) {
            if (errors[i] < errors[best]) {
                best = i;
            }
        }
        return levels[best];
    }
}
