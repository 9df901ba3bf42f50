package io.rillcast.training;

/**
 * How weights are changed by gradients.
 *
 * @param rate the learning rate of each step, and how many steps there are
 * @param weightDecay see {@link AdamW}, >= 0
 * @param maxGradientNorm the longest gradient over all weights, > 0
 */
public record OptimiserPlan(OneCycle rate, double weightDecay, double maxGradientNorm) {
    /** What the prototype found to work on most data sets. */
    public static final OptimiserPlan DEFAULT = new OptimiserPlan(new OneCycle(3e-3, 400), 1e-2, 1.0);

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if one is left
     */
    public OptimiserPlan {
        if (!(weightDecay >= 0) || Double.isInfinite(weightDecay)) {
            throw new IllegalArgumentException("weightDecay must be >= 0 and finite: weightDecay=" + weightDecay);
        }
        if (!(maxGradientNorm > 0)) {
            throw new IllegalArgumentException("maxGradientNorm must be > 0: maxGradientNorm=" + maxGradientNorm);
        }
    }
}
