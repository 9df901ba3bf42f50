package io.rillcast.forecast;

import java.util.Arrays;

/** The increasing probabilities at which quantiles are forecast; immutable. */
public final class QuantileLevels {
    /** Median, the 80 % and 95 % intervals, and the quartiles. */
    public static final QuantileLevels DEFAULT = of(0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975);

    /** More would not fit the state's reserved parts. */
    public static final int MOST = 15;

    private final double[] levels;

    private QuantileLevels(double[] levels) {
        this.levels = levels;
    }

    /**
     * Levels in increasing order.
     *
     * @param levels probabilities in (0, 1), strictly increasing, at most {@link #MOST}, with 0.5 among them
     * @throws IllegalArgumentException if one of these rules is broken
     */
    public static QuantileLevels of(double... levels) {
        if (levels.length < 1 || levels.length > MOST) {
            throw new IllegalArgumentException(
                    "there must be 1 to " + MOST + " quantile levels: count=" + levels.length);
        }
        double below = 0;
        for (double level : levels) {
            if (!(level > below) || !(level < 1)) {
                throw new IllegalArgumentException(
                        "quantile levels must increase strictly within (0, 1): levels=" + Arrays.toString(levels));
            }
            below = level;
        }
        if (Arrays.binarySearch(levels, 0.5) < 0) {
            throw new IllegalArgumentException(
                    "quantile levels must contain 0.5, the point forecast: levels=" + Arrays.toString(levels));
        }
        return new QuantileLevels(levels.clone());
    }

    /** How many levels, Q. */
    public int count() {
        return levels.length;
    }

    /** The level at an index, increasing with it. */
    public double level(int index) {
        return levels[index];
    }

    /** The score below which a standard normal variable falls with the probability at an index. */
    public double normalScore(int index) {
        return NormalScores.of(levels[index]);
    }

    /** The index of the median. */
    public int medianIndex() {
        return Arrays.binarySearch(levels, 0.5);
    }

    /** The index of exactly this level, negative if it is not among them. */
    public int indexOf(double level) {
        return Arrays.binarySearch(levels, level);
    }

    /** A copy: double[Q]. */
    public double[] toArray() {
        return levels.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof QuantileLevels that && Arrays.equals(levels, that.levels);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(levels);
    }

    @Override
    public String toString() {
        return Arrays.toString(levels);
    }
}
