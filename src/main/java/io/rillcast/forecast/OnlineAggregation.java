package io.rillcast.forecast;

import java.util.Arrays;

/**
 * The blend: for each quantile level a convex combination of what the experts say, its weights learnt online.
 *
 * <p>Bernstein online aggregation (Wintenberger 2017, Optimal learning with Bernstein Online Aggregation, Machine
 * Learning 106, 119-141; arXiv 1404.1356, algorithm 2, with a learning rate for each expert) on the linearised pinball
 * loss: with g the slope of the loss at the blend q, expert k's regret of one step is r = g (q - q_k). Its weight is
 * proportional to prior_k rate_k exp(rate_k R_k), with R_k the sum of r - rate_k r^2 and rate_k = min(1 / (2 max |r|),
 * sqrt(ln K / sum of r^2)). An expert that says nothing sleeps: the others share its weight, and its sums stay.
 *
 * <p>What it promises, for each level and each expert that never sleeps: over any readings whatever, the sum of the
 * blend's pinball losses exceeds the sum of the expert's by at most {@code 3 sqrt(V L) + 6 E L}, with V the sum of r^2, E
 * the largest |r| and L = ln K + ln (1 / prior share); over n readings the mean excess shrinks as one over the root of n.
 * Putting the blended quantiles in order afterwards only lowers the sum over the levels.
 *
 * <p>A reading at which some |r| is above {@value #MOST_REGRET} counts less at that level, by as much as makes it that: in
 * all these sums, its losses among them.
 *
 * <p>All in mean steps of the series from the last value ({@link Standardizer#unit}). Mutable scratch of one {@link
 * OnlineForecaster}.
 *
 * <pre>
 *   0 R, float32[K][Q]   4KQ sums of r^2, float32[K][Q]   8KQ what each said last, float32[K][Q], NaN asleep
 * 12KQ what the blend said last, float32[Q]   12KQ+4Q largest |r|, float32[K]
 * </pre>
 */
final class OnlineAggregation {
    /** Of weights this many times smaller than another one nothing remains: e to this is below the precision of a float. */
    private static final double LEAST_EXPONENT = -20;

    private static final float MOST_SAID = 1e6f;
    /** The most that one reading counts, in units: an absurd one must not slow down all learning after it. */
    private static final double MOST_REGRET = 64;

    private static final int K = Expert.COUNT;

    private final QuantileLevels levels;
    private final int count;
    private final double logExperts = StrictMath.log(K);
    /** Level by level for each expert. */
    private final float[] regrets;

    private final float[] squares;
    private final float[] said;
    private final float[] blended;
    private final float[] largest = new float[K];
    private final double[] rates = new double[K];
    private final double[] weights = new double[K];
    private final double[] meanWeights = new double[K];
    private double last;
    private double unit;
    private double least;

    OnlineAggregation(QuantileLevels levels) {
        this.levels = levels;
        this.count = levels.count();
        this.regrets = new float[K * count];
        this.squares = new float[K * count];
        this.said = new float[K * count];
        this.blended = new float[count];
    }

    static int bytes(int levels) {
        return Float.BYTES * (3 * K * levels + levels + K);
    }

    void load(SeriesState state, int at) {
        int each = Float.BYTES * K * count;
        state.getFloats(at, regrets);
        state.getFloats(at + each, squares);
        state.getFloats(at + 2 * each, said);
        state.getFloats(at + 3 * each, blended);
        state.getFloats(at + 3 * each + Float.BYTES * count, largest);
    }

    void store(SeriesState state, int at) {
        int each = Float.BYTES * K * count;
        state.putFloats(regrets, at);
        state.putFloats(squares, at + each);
        state.putFloats(said, at + 2 * each);
        state.putFloats(blended, at + 3 * each);
        state.putFloats(largest, at + 3 * each + Float.BYTES * count);
    }

    /** As nothing has been seen. */
    void reset() {
        Arrays.fill(regrets, 0);
        Arrays.fill(squares, 0);
        Arrays.fill(said, Float.NaN);
        Arrays.fill(blended, 0);
        Arrays.fill(largest, 0);
    }

    /** Learns from what came, in units from the value before it. */
    void observe(double actual) {
        for (int level = 0; level < count; level++) {
            double error = actual - blended[level];
            if (error != 0) {
                observe(level, (error < 0 ? 1 : 0) - levels.level(level));
            }
        }
    }

    private void observe(int level, double slope) {
        double most = 0;
        for (int k = 0; k < K; k++) {
            if (isAwake(k)) {
                most = Math.max(most, Math.abs(slope * ((double) blended[level] - said[k * count + level])));
            }
        }
        double share = most > MOST_REGRET ? MOST_REGRET / most : 1;
        for (int k = 0; k < K; k++) {
            if (isAwake(k)) {
                int at = k * count + level;
                observe(k, at, share * slope * ((double) blended[level] - said[at]));
            }
        }
    }

    private void observe(int expert, int at, double regret) {
        largest[expert] = (float) Math.max(largest[expert], Math.abs(regret));
        double rate = rate(expert, at); // with what is largest now, so that rate r is never above a half
        regrets[at] = (float) (regrets[at] + regret - rate * regret * regret);
        squares[at] = (float) (squares[at] + regret * regret);
    }

    private double rate(int expert, int at) {
        double bounded = largest[expert] > 0 ? 1 / (2.0 * largest[expert]) : 1;
        return squares[at] > 0 ? Math.min(bounded, Math.sqrt(logExperts / squares[at])) : bounded;
    }

    /** Before the experts speak: from where and in which unit, and below what nothing can be. */
    void begin(double lastValue, double unitNow, double leastValue) {
        last = lastValue;
        unit = unitNow;
        least = leastValue;
    }

    /** An expert says nothing this time. */
    void sleep(Expert expert) {
        said[expert.number() * count] = Float.NaN;
    }

    /** An expert says these quantiles in the series' unit, double[Q]; nothing if one is no number. */
    void say(Expert expert, double[] quantiles) {
        int at = expert.number() * count;
        for (int i = 0; i < count; i++) {
            double value = (Math.max(least, quantiles[i]) - last) / unit;
            if (Double.isNaN(value)) {
                sleep(expert);
                return;
            }
            said[at + i] = (float) Math.max(-MOST_SAID, Math.min(MOST_SAID, value));
        }
    }

    /** The same, or nothing. */
    void sayIf(boolean speaks, Expert expert, double[] quantiles) {
        if (speaks) {
            say(expert, quantiles);
        } else {
            sleep(expert);
        }
    }

    /** Whether an expert, by its number, said something last. */
    boolean isAwake(int expert) {
        return !Float.isNaN(said[expert * count]);
    }

    /**
     * Writes the blend of what was said, in the series' unit and in order.
     *
     * @param out double[Q]
     * @param hasAtom whether the least value is one that comes often: where experts that count for more than half say it,
     *     it is said, and not a number a little above it
     */
    void blend(double[] out, boolean hasAtom) {
        float floor = (float) ((least - last) / unit);
        Arrays.fill(meanWeights, 0);
        for (int level = 0; level < count; level++) {
            weigh(level);
            double sum = 0;
            double atFloor = 0;
            for (int k = 0; k < K; k++) {
                if (weights[k] > 0) {
                    meanWeights[k] += weights[k] / count;
                    sum += weights[k] * said[k * count + level];
                    atFloor += said[k * count + level] <= floor ? weights[k] : 0;
                }
            }
            blended[level] = (float) sum;
            out[level] = hasAtom && atFloor > 0.5 ? least : last + unit * sum;
        }
        IntervalCalibrator.sortInPlace(out);
    }

    private void weigh(int level) {
        double most = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < K; k++) {
            if (isAwake(k)) {
                int at = k * count + level;
                rates[k] = rate(k, at);
                most = Math.max(most, rates[k] * regrets[at]);
            }
        }
        double sum = 0;
        for (int k = 0; k < K; k++) {
            weights[k] = isAwake(k) ? weight(k, k * count + level, most) : 0;
            sum += weights[k];
        }
        for (int k = 0; k < K; k++) {
            weights[k] /= sum;
        }
    }

    private double weight(int expert, int at, double most) {
        double exponent = rates[expert] * regrets[at] - most;
        return exponent < LEAST_EXPONENT ? 0 : Expert.of(expert).prior * rates[expert] * StrictMath.exp(exponent);
    }

    /** What each expert counted in the last blend, as the mean over the levels: double[K], the very array. */
    double[] meanWeightsView() {
        return meanWeights;
    }

    /** What each expert counts at a level: double[K], the very array, until another level is asked about. */
    double[] weightsView(int level) {
        weigh(level);
        return weights;
    }

    /** What an expert said last at a level, in units from the last value; NaN if it sleeps. */
    double said(Expert expert, int level) {
        return isAwake(expert.number()) ? said[expert.number() * count + level] : Double.NaN;
    }

    /** The same in the series' unit, no less than the least possible value; NaN if it sleeps. */
    double inUnit(Expert expert, int level) {
        double value = said(expert, level);
        return value <= (float) ((least - last) / unit) ? least : last + unit * value;
    }
}
