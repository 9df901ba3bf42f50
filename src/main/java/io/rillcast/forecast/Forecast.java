package io.rillcast.forecast;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What comes next for one series, one step ahead; immutable.
 *
 * <p>All values are in the series' own unit. Quantiles do not cross: they increase with their level.
 */
public final class Forecast {
    private final Origin origin;
    private final QuantileLevels levels;
    private final double[] quantiles;
    private final Parts parts;

    /**
     * From which reading, for when, and under which model a forecast was made.
     *
     * @param seriesId the series
     * @param originMs time of the last reading seen, epoch ms
     * @param targetMs expected time of the next reading, epoch ms
     * @param revision 0, more when a late reading changed it
     * @param modelGroup the group whose model was used
     * @param modelVersion the version used, 0 while there is none
     * @param readingsSeen admitted readings of the series so far
     * @param warm false until a trained model speaks for a series that it has seen enough of
     */
    public record Origin(
            String seriesId,
            long originMs,
            long targetMs,
            int revision,
            String modelGroup,
            long modelVersion,
            long readingsSeen,
            boolean warm) {}

    /**
     * What the forecast was put together from.
     *
     * @param mean of the forecast distribution
     * @param naive the last value
     * @param network the recurrent network's own median, equal to naive while there is no network
     * @param weights what each expert counts in the blend, by name, summing to 1
     * @param why what each expert said, and what was inferred of the series
     */
    public record Parts(double mean, double naive, double network, Map<String, Double> weights, Explanation why) {
        /** Copies the weights. */
        public Parts {
            weights = Collections.unmodifiableMap(new TreeMap<>(weights));
            Objects.requireNonNull(why, "why");
        }

        /** Parts of a forecast that does not say why. */
        public Parts(double mean, double naive, double network, Map<String, Double> weights) {
            this(mean, naive, network, weights, Explanation.NONE);
        }
    }

    /**
     * Puts a forecast together.
     *
     * @param quantiles double[Q], finite, not decreasing
     * @throws IllegalArgumentException if the number of quantiles is not that of the levels, or they cross
     */
    public Forecast(Origin origin, QuantileLevels levels, double[] quantiles, Parts parts) {
        if (quantiles.length != levels.count()) {
            throw new IllegalArgumentException(
                    "each level must have one quantile: levels=" + levels.count() + ", quantiles=" + quantiles.length);
        }
        double below = Double.NEGATIVE_INFINITY;
        for (double quantile : quantiles) {
            if (!(quantile >= below)) {
                throw new IllegalArgumentException("quantiles must not cross: series=" + origin.seriesId());
            }
            below = quantile;
        }
        this.origin = origin;
        this.levels = levels;
        this.quantiles = quantiles.clone();
        this.parts = parts;
    }

    /** From which reading, for when, under which model. */
    public Origin origin() {
        return origin;
    }

    /** What it was put together from. */
    public Parts parts() {
        return parts;
    }

    /** The levels of the quantiles. */
    public QuantileLevels levels() {
        return levels;
    }

    /** The quantile at an index of the levels. */
    public double quantile(int index) {
        return quantiles[index];
    }

    /** A copy: double[Q]. */
    public double[] quantiles() {
        return quantiles.clone();
    }

    /** The point forecast: the median. */
    public double point() {
        return quantiles[levels.medianIndex()];
    }
}
