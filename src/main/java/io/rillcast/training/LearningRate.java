package io.rillcast.training;

/** How long each step of an optimiser is, and how many steps there are; immutable. */
public sealed interface LearningRate permits ConstantRate, CosineRate, OneCycle {
    /**
     * The rate of one step.
     *
     * @param step counted from 0, below {@link #steps}
     */
    double rate(int step);

    /** How many optimiser steps there are, >= 1. */
    int steps();

    /**
     * The same course over another number of steps.
     *
     * @param count >= 1
     */
    LearningRate withSteps(int count);
}
