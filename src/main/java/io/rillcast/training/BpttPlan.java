package io.rillcast.training;

/**
 * How gradients are got from sequences.
 *
 * @param truncationLength most steps a gradient flows back, >= 1
 * @param batch how many sequences one gradient is the sum of, >= 1
 * @param optimiser what is done with the gradients
 */
public record BpttPlan(int truncationLength, int batch, OptimiserPlan optimiser) {
    /** What the prototype found to work on most data sets. */
    public static final BpttPlan DEFAULT = new BpttPlan(32, 32, OptimiserPlan.DEFAULT);

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if one is left
     */
    public BpttPlan {
        if (truncationLength < 1) {
            throw new IllegalArgumentException("truncationLength must be >= 1: truncationLength=" + truncationLength);
        }
        if (batch < 1) {
            throw new IllegalArgumentException("batch must be >= 1: batch=" + batch);
        }
    }
}
