package io.rillcast.forecast;

/**
 * For series with many zeros: what follows a zero, and what follows a value above it, each as a histogram; a Markov chain
 * of the first order in whether there is anything, and of how much.
 *
 * <p>After a zero values are counted in means of the values above zero, m; after a value v in square roots of m v, between
 * how much it usually is and how much it was. Mutable scratch of one {@link OnlineForecaster}.
 *
 * <pre>0 after a zero, 96 bytes   96 after a value above it, 96 bytes</pre>
 */
final class WetDry {
    static final int BYTES = 2 * EmpiricalSteps.BYTES;

    private final EmpiricalSteps dry = new EmpiricalSteps();
    private final EmpiricalSteps wet = new EmpiricalSteps();

    void load(SeriesState state, int at) {
        dry.load(state, at);
        wet.load(state, at + EmpiricalSteps.BYTES);
    }

    void store(SeriesState state, int at) {
        dry.store(state, at);
        wet.store(state, at + EmpiricalSteps.BYTES);
    }

    /** As nothing has been seen. */
    void reset() {
        dry.reset();
        wet.reset();
    }

    /** Takes a value in, seen from before it. */
    void observe(double actual, Outlook before) {
        double unit = unit(before);
        if (unit > 0) {
            (before.last() > 0 ? wet : dry).observe(actual / unit);
        }
    }

    private static double unit(Outlook outlook) {
        double mean = outlook.statistics.meanAbove();
        return outlook.last() > 0 ? Math.sqrt(mean * outlook.last()) : mean;
    }

    /** Writes the quantiles of the next value into out, double[Q]. */
    void quantiles(double[] out, QuantileLevels levels, Outlook now) {
        (now.last() > 0 ? wet : dry).quantiles(out, levels);
        double unit = unit(now);
        for (int i = 0; i < out.length; i++) {
            out[i] = Math.max(0, out[i] * unit);
        }
    }
}
