package io.rillcast.training;

/**
 * One learning rate for all steps.
 *
 * @param rate > 0
 * @param steps how many optimiser steps there are, >= 1
 */
public record ConstantRate(double rate, int steps) implements LearningRate {
    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if one is left
     */
    public ConstantRate {
        if (!(rate > 0) || Double.isInfinite(rate)) {
            throw new IllegalArgumentException("rate must be > 0 and finite: rate=" + rate);
        }
        if (steps < 1) {
            throw new IllegalArgumentException("steps must be >= 1: steps=" + steps);
        }
    }

    @Override
    public double rate(int step) {
        return rate;
    }

    @Override
    public ConstantRate withSteps(int count) {
        return new ConstantRate(rate, count);
    }
}
