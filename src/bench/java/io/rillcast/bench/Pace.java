package io.rillcast.bench;

/**
 * How long is measured.
 *
 * @param rounds how often everything is measured in turn, a new JVM each time
 * @param warmUps how many iterations are thrown away in each; compiling vector code takes the JVM a second or two
 * @param iterations how many count in each
 * @param stepMs the length of an iteration, ms; four times as long for optimiser steps
 * @param pythonSeconds how long each optimiser step of Python's is repeated
 */
record Pace(int rounds, int warmUps, int iterations, int stepMs, double pythonSeconds) {
    /** About a quarter of an hour: what figures are reported from. */
    static final Pace FULL = new Pace(5, 12, 3, 200, 0.6);

    /** About five minutes: to see whether a change is worth the other. */
    static final Pace QUICK = new Pace(2, 12, 3, 150, 0.3);
}
