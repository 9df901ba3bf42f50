package io.rillcast.training;

/**
 * How gradients are got from sequences.
 *
 * @param stepsBetweenUpdates how many new steps each optimiser step sees, >= 1; k1 in the literature
 * @param truncationLength most steps a gradient flows back, >= stepsBetweenUpdates; k2
 * @param batch how many sequences one gradient is the sum of, >= 1
 * @param dropout the share of values that is dropped between layers, [0, 1)
 * @param optimiser what is done with the gradients
 */
public record BpttPlan(
        int stepsBetweenUpdates, int truncationLength, int batch, float dropout, OptimiserPlan optimiser) {
    /** What the prototype found to work on most data sets. */
    public static final BpttPlan DEFAULT = new BpttPlan(32, 32, OptimiserPlan.DEFAULT);

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if one is left
     */
    public BpttPlan {
        if (stepsBetweenUpdates < 1) {
            throw new IllegalArgumentException(
                    "stepsBetweenUpdates must be >= 1: stepsBetweenUpdates=" + stepsBetweenUpdates);
        }
        if (truncationLength < stepsBetweenUpdates) {
            throw new IllegalArgumentException("truncationLength must be >= stepsBetweenUpdates: truncationLength="
                    + truncationLength + ", stepsBetweenUpdates=" + stepsBetweenUpdates);
        }
        if (batch < 1) {
            throw new IllegalArgumentException("batch must be >= 1: batch=" + batch);
        }
        if (!(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException("dropout must be >= 0 and < 1: dropout=" + dropout);
        }
    }

    /** An optimiser step every truncation length, no dropout. */
    public BpttPlan(int truncationLength, int batch, OptimiserPlan optimiser) {
        this(truncationLength, truncationLength, batch, 0f, optimiser);
    }

    /** Backpropagation through the whole of each sequence, one optimiser step a batch. */
    public static BpttPlan whole(int batch, OptimiserPlan optimiser) {
        return new BpttPlan(Integer.MAX_VALUE, batch, optimiser);
    }
}
