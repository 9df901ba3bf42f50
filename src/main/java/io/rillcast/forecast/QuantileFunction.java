package io.rillcast.forecast;

import java.util.Arrays;

/**
 * What can be said of a distribution known by its quantiles at some levels; immutable.
 *
 * <p>Between the levels a quantile is interpolated along the normal score of its level, beyond the outermost ones it is
 * extrapolated with the slope at the end: exact for a normal distribution.
 */
public final class QuantileFunction {
    private final QuantileLevels levels;
    private final double[] scores;
    private final double[] weights;

    /** For distributions known by their quantiles at these levels. */
    public QuantileFunction(QuantileLevels levels) {
        this.levels = levels;
        this.scores = Arrays.stream(levels.toArray()).map(NormalScores::of).toArray();
        this.weights = new double[levels.count()];
        for (int i = 0; i < weights.length; i++) {
            double below = i == 0 ? 0 : (levels.level(i - 1) + levels.level(i)) / 2;
            double above = i == weights.length - 1 ? 1 : (levels.level(i) + levels.level(i + 1)) / 2;
            weights[i] = above - below;
        }
    }

    /** The levels. */
    public QuantileLevels levels() {
        return levels;
    }

    /** The normal score of the level at an index. */
    double score(int index) {
        return scores[index];
    }

    /** The quantile at a normal score: quantiles double[Q], increasing with the level. */
    double at(double score, double[] quantiles) {
        if (scores.length == 1) {
            return quantiles[0];
        }
        int above = 1;
        while (above < scores.length - 1 && score > scores[above]) {
            above++;
        }
        double share = (score - scores[above - 1]) / (scores[above] - scores[above - 1]);
        return quantiles[above - 1] + share * (quantiles[above] - quantiles[above - 1]);
    }

    /** The quantile at a level: the very one if it is among the levels, else interpolated. */
    public double atLevel(double level, double[] quantiles) {
        int index = levels.indexOf(level);
        return index >= 0 ? quantiles[index] : at(NormalScores.of(level), quantiles);
    }

    /** The mean: each quantile stands for the levels nearest to it. */
    public double mean(double[] quantiles) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i] * quantiles[i];
        }
        return sum;
    }

    /** Mean pinball loss over the levels, without the factor 2. */
    public double pinball(double[] quantiles, double actual) {
        double sum = 0;
        for (int i = 0; i < quantiles.length; i++) {
            sum += pinball(levels.level(i), quantiles[i], actual);
        }
        return sum / quantiles.length;
    }

    /** Continuous ranked probability score: twice the integral of the pinball loss over the levels. */
    public double crps(double[] quantiles, double actual) {
        double sum = 0;
        for (int i = 0; i < quantiles.length; i++) {
            sum += weights[i] * pinball(levels.level(i), quantiles[i], actual);
        }
        return 2 * sum;
    }

    /** Pinball loss at one level, without the factor 2. */
    public static double pinball(double level, double quantile, double actual) {
        return actual >= quantile ? level * (actual - quantile) : (1 - level) * (quantile - actual);
    }
}
