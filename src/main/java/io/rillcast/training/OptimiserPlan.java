package io.rillcast.training;

/**
 * How weights are changed by gradients.
 *
 * @param rule which optimiser
 * @param rate the learning rate of each step, and how many steps there are
 * @param bounds what gradients are cut to before
 */
public record OptimiserPlan(UpdateRule rule, LearningRate rate, GradientBounds bounds) {
    /** What measured best over data sets of all kinds: see the package's decisions. */
    public static final OptimiserPlan DEFAULT = new OptimiserPlan(new OneCycle(5e-3, 400), 0.1, 1.0);

    /**
     * AdamW, with gradients bounded by their norm.
     *
     * @param weightDecay see {@link AdamW}, >= 0
     * @param maxGradientNorm the longest gradient over all weights, > 0
     * @throws IllegalArgumentException if a range is left
     */
    public OptimiserPlan(LearningRate rate, double weightDecay, double maxGradientNorm) {
        this(new UpdateRule.Adam(weightDecay), rate, GradientBounds.ofNorm(maxGradientNorm));
    }

    /** The same over another number of steps. */
    public OptimiserPlan withSteps(int steps) {
        return new OptimiserPlan(rule, rate.withSteps(steps), bounds);
    }
}
