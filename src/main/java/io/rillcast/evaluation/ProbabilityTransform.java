package io.rillcast.evaluation;

import io.rillcast.forecast.QuantileLevels;

/**
 * Where in its forecast distribution an actual lies, as a probability that is uniform if the forecasts are right.
 *
 * <p>The share of the distribution below the actual plus U times the share equal to it, U uniform in [0, 1): without the
 * second part a value that comes with a probability of its own, such as no rain, would always lie within its interval
 * (Czado, Gneiting and Held 2009). Of a distribution that is known by its quantiles at some levels the shares are known
 * to within the distance of two levels: an end lies halfway between the last level on one side of it and the first on
 * the other, or at 0 or 1 where there is none.
 */
final class ProbabilityTransform {
    private ProbabilityTransform() {}

    /**
     * The transform of an actual.
     *
     * @param quantiles double[Q], not decreasing
     * @param uniform U
     */
    static double of(double actual, double[] quantiles, QuantileLevels levels, double uniform) {
        int below = 0;
        while (below < quantiles.length && quantiles[below] < actual) {
            below++;
        }
        int notAbove = below;
        while (notAbove < quantiles.length && quantiles[notAbove] == actual) {
            notAbove++;
        }
        double low = end(below, levels);
        return notAbove == below ? low : low + uniform * (end(notAbove, levels) - low);
    }

    /** Between the levels of index - 1 and index. */
    private static double end(int index, QuantileLevels levels) {
        if (index == 0) {
            return 0;
        }
        return index == levels.count() ? 1 : (levels.level(index - 1) + levels.level(index)) / 2;
    }
}
