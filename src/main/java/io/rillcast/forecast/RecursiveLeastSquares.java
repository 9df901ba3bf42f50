package io.rillcast.forecast;

import java.util.Arrays;

/**
 * Linear regression learnt one observation at a time, older ones fading: y is about w x.
 *
 * <p>The covariance P of the weights is kept as U D U', U unit upper triangular, and updated by Bierman's algorithm
 * (Bierman 1976, Measurement updating using the U-D factorization, Automatica 12, 375-382): it stays positive definite in
 * 32 bits too, where the textbook's update does not. With n observations of weight 1 and no fading it is ridge regression
 * with penalty 1/prior on each weight. A variance never grows beyond its prior, so that inputs which are silent for long do
 * not wind it up. Mutable scratch of one {@link OnlineForecaster}; about 3 p squared operations an observation.
 *
 * <pre>0 weights, float32[p]   4p D, float32[p]   8p U above its diagonal, column by column, float32[p(p-1)/2]</pre>
 */
final class RecursiveLeastSquares {
    private final double kept;
    private final int size;
    private final double[] prior;
    private final double[] weights;
    private final double[] variances;
    private final double[] upper;
    private final double[] along;
    private final double[] gain;

    /**
     * A regression on p inputs.
     *
     * @param prior the variance of each weight before anything is known, in noise variances: double[p]
     * @param kept the share of its weight that an observation keeps with each later one, (0, 1]
     */
    RecursiveLeastSquares(double[] prior, double kept) {
        this.prior = prior;
        this.kept = kept;
        this.size = prior.length;
        this.weights = new double[size];
        this.variances = new double[size];
        this.upper = new double[size * (size - 1) / 2];
        this.along = new double[size];
        this.gain = new double[size];
    }

    static int bytes(int size) {
        return Float.BYTES * (2 * size + size * (size - 1) / 2);
    }

    /** As nothing has been observed. */
    void reset() {
        forget(0, size);
    }

    /** As nothing was known of the inputs from one on, up to another. */
    void forget(int from, int end) {
        for (int i = from; i < end; i++) {
            weights[i] = 0;
            variances[i] = prior[i];
            Arrays.fill(upper, i * (i - 1) / 2, i * (i + 1) / 2, 0);
            for (int j = i + 1; j < size; j++) {
                upper[j * (j - 1) / 2 + i] = 0;
            }
        }
    }

    void load(SeriesState state, int at) {
        state.getFloats(at, weights);
        state.getFloats(at + Float.BYTES * size, variances);
        state.getFloats(at + 2 * Float.BYTES * size, upper);
    }

    void store(SeriesState state, int at) {
        state.putFloats(weights, at);
        state.putFloats(variances, at + Float.BYTES * size);
        state.putFloats(upper, at + 2 * Float.BYTES * size);
    }

    /** w x: x double[p]. */
    double predict(double[] x) {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += weights[i] * x[i];
        }
        return sum;
    }

    /**
     * Learns from an observation.
     *
     * @param x double[p]
     * @param error what came, less {@link #predict} of x
     * @param weight of the observation, 1 for an ordinary one, (0, 1]
     */
    void observe(double[] x, double error, double weight) {
        for (int j = 0; j < size; j++) {
            int column = j * (j - 1) / 2;
            double sum = x[j];
            for (int i = 0; i < j; i++) {
                sum += upper[column + i] * x[i];
            }
            along[j] = sum;
        }
        double before = 1 / weight;
        for (int j = 0; j < size; j++) {
            double spread = variances[j] * along[j];
            double after = before + along[j] * spread;
            variances[j] = Math.min(prior[j], variances[j] * before / (after * kept));
            double turn = -along[j] / before;
            int column = j * (j - 1) / 2;
            for (int i = 0; i < j; i++) {
                double u = upper[column + i];
                upper[column + i] = u + gain[i] * turn;
                gain[i] += u * spread;
            }
            gain[j] = spread;
            before = after;
        }
        for (int i = 0; i < size; i++) {
            weights[i] += gain[i] / before * error;
        }
    }

    /** Whether every weight is a number. */
    boolean isFinite() {
        double sum = 0;
        for (int i = 0; i < size; i++) {
            sum += weights[i] + variances[i];
        }
        return Double.isFinite(sum);
    }
}
