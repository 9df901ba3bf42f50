package io.rillcast.forecast;

/**
 * Exponentially weighted errors and coverage over about the last {@link Score#ROLLING_READINGS} scores of a series.
 *
 * <p>Mutable scratch of one {@link OnlineForecaster}.
 *
 * <pre>0 mean absolute error, float64   8 that of the last value, float64   16 coverage of 80 %, float64</pre>
 */
final class RollingScore {
    static final int BYTES = 24;

    private double error;
    private double naiveError;
    private double coverage80;

    void load(SeriesState state, int at) {
        error = state.float64(at);
        naiveError = state.float64(at + 8);
        coverage80 = state.float64(at + 16);
    }

    void store(SeriesState state, int at) {
        state.float64(at, error);
        state.float64(at + 8, naiveError);
        state.float64(at + 16, coverage80);
    }

    /** Takes a score in; scores counts them, this one included. */
    void observe(Score.Values values, boolean covered80, long scores) {
        double rate = Math.max(1.0 / scores, 1.0 / Score.ROLLING_READINGS);
        error += rate * (Math.abs(values.actual() - values.point()) - error);
        naiveError += rate * (Math.abs(values.actual() - values.naive()) - naiveError);
        coverage80 += rate * ((covered80 ? 1 : 0) - coverage80);
    }

    /** Whether both errors are numbers. */
    boolean isFinite() {
        return Double.isFinite(error + naiveError);
    }

    Score.Rolling rolling() {
        double mase = error == naiveError ? 1 : error / naiveError;
        return new Score.Rolling(Math.min(mase, Score.MOST_ROLLING_MASE), coverage80);
    }
}
