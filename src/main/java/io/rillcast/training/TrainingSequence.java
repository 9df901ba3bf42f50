package io.rillcast.training;

import java.util.Arrays;

/** The inputs of one stretch of a series and what should come out at each step; immutable. */
final class TrainingSequence {
    private final float[][] inputs;
    private final float[] targets;
    private final int targetCount;

    private TrainingSequence(float[][] inputs, float[] targets, int targetCount) {
        this.inputs = inputs;
        this.targets = targets;
        this.targetCount = targetCount;
    }

    /**
     * Copies inputs and targets into a sequence.
     *
     * @param inputs float[T][D], finite
     * @param targets float[T], NaN where a step is not scored
     * @throws IllegalArgumentException if there is no step, the numbers of steps differ, the inputs of two steps differ
     *     in length, or a value is not finite
     */
    static TrainingSequence of(float[][] inputs, float[] targets) {
        if (inputs.length != targets.length || inputs.length == 0) {
            throw new IllegalArgumentException("a sequence must have as many targets as inputs, and some: inputs="
                    + inputs.length + ", targets=" + targets.length);
        }
        float[][] copy = new float[inputs.length][];
        int count = 0;
        for (int t = 0; t < inputs.length; t++) {
            copy[t] = inputs[t].clone();
            requireFinite(copy[t], copy[0].length, t);
            if (Float.isInfinite(targets[t])) {
                throw new IllegalArgumentException(
                        "a target must be finite or NaN: step=" + t + ", target=" + targets[t]);
            }
            count += Float.isNaN(targets[t]) ? 0 : 1;
        }
        return new TrainingSequence(copy, targets.clone(), count);
    }

    /** How many steps, T. */
    int length() {
        return targets.length;
    }

    /** How many steps are scored. */
    int targetCount() {
        return targetCount;
    }

    /** The inputs themselves, never to be written: float[T][D]. */
    float[][] inputs() {
        return inputs;
    }

    /** The target of one step, NaN where it is not scored. */
    float target(int step) {
        return targets[step];
    }

    private static void requireFinite(float[] x, int length, int step) {
        boolean finite = x.length == length;
        for (float value : x) {
            finite &= Float.isFinite(value);
        }
        if (!finite) {
            throw new IllegalArgumentException(
                    "the inputs of a step must be finite and as many as the first step's: step=" + step + ", expected="
                            + length + ", inputs=" + Arrays.toString(x));
        }
    }
}
