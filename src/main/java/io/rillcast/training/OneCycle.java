package io.rillcast.training;

/**
 * A learning rate that rises to a peak over the first 30 % of the steps and falls to almost nothing, along cosines.
 *
 * <p>Source: Smith and Topin, "Super-Convergence" (arXiv 1708.07120), in the form and with the default divisors of
 * PyTorch's {@code OneCycleLR}, so that runs can be compared number by number.
 *
 * @param peakRate the highest rate, > 0
 * @param steps how many optimiser steps the cycle has, >= 1
 */
public record OneCycle(double peakRate, int steps) implements LearningRate {
    private static final double RISING_SHARE = 0.3;
    private static final double FIRST_DIVISOR = 25;
    private static final double LAST_DIVISOR = 1e4;

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if one is left
     */
    public OneCycle {
        if (!(peakRate > 0) || Double.isInfinite(peakRate)) {
            throw new IllegalArgumentException("peakRate must be > 0 and finite: peakRate=" + peakRate);
        }
        if (steps < 1) {
            throw new IllegalArgumentException("steps must be >= 1: steps=" + steps);
        }
    }

    @Override
    public double rate(int step) {
        double first = peakRate / FIRST_DIVISOR;
        double peakStep = Math.max(0, RISING_SHARE * steps - 1);
        if (step < peakStep) {
            return alongCosine(first, peakRate, step / peakStep);
        }
        double falling = Math.max(1, steps - 1 - peakStep);
        return alongCosine(peakRate, first / LAST_DIVISOR, (step - peakStep) / falling);
    }

    @Override
    public OneCycle withSteps(int count) {
        return new OneCycle(peakRate, count);
    }

    /** From one number to another along half a cosine, by the share of the way in [0, 1]. */
    static double alongCosine(double from, double to, double share) {
        // StrictMath: the same bits on every JVM.
        return to + (from - to) / 2 * (1 + StrictMath.cos(StrictMath.PI * share));
    }
}
