package io.rillcast.training;

/**
 * What gradients are cut to: first each element, then the length over all weights together.
 *
 * @param maxValue the largest element, > 0; infinite for no bound
 * @param maxNorm the longest gradient, > 0; infinite for no bound
 */
public record GradientBounds(double maxValue, double maxNorm) {
    /** Nothing is cut. */
    public static final GradientBounds NONE = new GradientBounds(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if one is left
     */
    public GradientBounds {
        if (!(maxValue > 0)) {
            throw new IllegalArgumentException("maxGradientValue must be > 0: maxGradientValue=" + maxValue);
        }
        if (!(maxNorm > 0)) {
            throw new IllegalArgumentException("maxGradientNorm must be > 0: maxGradientNorm=" + maxNorm);
        }
    }

    /** A bound of the norm alone. */
    public static GradientBounds ofNorm(double maxNorm) {
        return new GradientBounds(Double.POSITIVE_INFINITY, maxNorm);
    }

    /** A bound of each element alone. */
    public static GradientBounds ofValue(double maxValue) {
        return new GradientBounds(maxValue, Double.POSITIVE_INFINITY);
    }
}
