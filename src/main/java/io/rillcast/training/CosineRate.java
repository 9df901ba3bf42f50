package io.rillcast.training;

/**
 * A learning rate that falls from the first to a floor along half a cosine.
 *
 * <p>Source: Loshchilov and Hutter, "SGDR" (arXiv 1608.03983), equation 5 without restarts; PyTorch's {@code
 * CosineAnnealingLR} with {@code T_max} equal to the steps: the floor would be reached one step after the last.
 *
 * @param first the rate of step 0, > 0
 * @param floor where it falls to, >= 0 and at most the first
 * @param steps how many optimiser steps there are, >= 1
 */
public record CosineRate(double first, double floor, int steps) implements LearningRate {
    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if one is left
     */
    public CosineRate {
        if (!(first > 0) || Double.isInfinite(first) || !(floor >= 0 && floor <= first)) {
            throw new IllegalArgumentException(
                    "first must be > 0 and finite, floor within [0, first]: first=" + first + ", floor=" + floor);
        }
        if (steps < 1) {
            throw new IllegalArgumentException("steps must be >= 1: steps=" + steps);
        }
    }

    /** A rate that falls to zero. */
    public CosineRate(double first, int steps) {
        this(first, 0, steps);
    }

    @Override
    public double rate(int step) {
        return OneCycle.alongCosine(first, floor, (double) Math.min(step, steps) / steps);
    }

    @Override
    public CosineRate withSteps(int count) {
        return new CosineRate(first, floor, count);
    }
}
