package io.rillcast.training;

import java.util.Arrays;

/** The inputs of one stretch of a series and what should come out at each step; immutable. */
final class TrainingSequence {
    private final float[][] inputs;
    private final float[][] targets;
    private final int targetCount;

    private TrainingSequence(float[][] inputs, float[][] targets, int targetCount) {
        this.inputs = inputs;
        this.targets = targets;
        this.targetCount = targetCount;
    }

    /**
     * Copies inputs and targets of one number each into a sequence.
     *
     * @param inputs float[T][D], finite
     * @param targets float[T], NaN where a step is not scored
     * @throws IllegalArgumentException if there is no step, the numbers of steps differ, the inputs of two steps differ
     *     in length, or a value is not finite
     */
    static TrainingSequence of(float[][] inputs, float[] targets) {
        float[][] rows = new float[targets.length][];
        Arrays.setAll(rows, t -> new float[] {targets[t]});
        return of(inputs, rows);
    }

    /**
     * Copies inputs and targets into a sequence.
     *
     * @param inputs float[T][D], finite
     * @param targets float[T][K], K >= 1; finite, or its first element NaN where a step is not scored
     * @throws IllegalArgumentException if there is no step, the numbers of steps differ, the inputs or targets of two
     *     steps differ in length, or a value is not finite
     */
    static TrainingSequence of(float[][] inputs, float[][] targets) {
        if (inputs.length != targets.length || inputs.length == 0) {
            throw new IllegalArgumentException("a sequence must have as many targets as inputs, and some: inputs="
                    + inputs.length + ", targets=" + targets.length);
        }
        float[][] inputsCopy = new float[inputs.length][];
        float[][] targetsCopy = new float[inputs.length][];
        int count = 0;
        for (int t = 0; t < inputs.length; t++) {
            inputsCopy[t] = inputs[t].clone();
            requireFinite(inputsCopy[t], inputsCopy[0].length, t);
            targetsCopy[t] = targets[t].clone();
            requireTarget(targetsCopy[t], targetsCopy[0].length, t);
            count += Float.isNaN(targetsCopy[t][0]) ? 0 : 1;
        }
        return new TrainingSequence(inputsCopy, targetsCopy, count);
    }

    /** How many steps, T. */
    int length() {
        return targets.length;
    }

    /** How many steps are scored. */
    int targetCount() {
        return targetCount;
    }

    /** How many numbers a target has, K. */
    int targetLength() {
        return targets[0].length;
    }

    /** The inputs themselves, never to be written: float[T][D]. */
    float[][] inputs() {
        return inputs;
    }

    /** The target of one step itself, never to be written: float[K], its first element NaN where it is not scored. */
    float[] target(int step) {
        return targets[step];
    }

    private static void requireFinite(float[] x, int length, int step) {
        if (x.length != length || !isFinite(x)) {
            throw new IllegalArgumentException(
                    "the inputs of a step must be finite and as many as the first step's: step=" + step + ", expected="
                            + length + ", inputs=" + Arrays.toString(x));
        }
    }

    private static void requireTarget(float[] target, int length, int step) {
        boolean fits = target.length == length && length > 0;
        if (!fits || !(Float.isNaN(target[0]) || isFinite(target))) {
            throw new IllegalArgumentException(
                    "a target must be finite or begin with NaN, and be as long as the first step's: step=" + step
                            + ", target=" + Arrays.toString(target));
        }
    }

    private static boolean isFinite(float[] values) {
        boolean finite = true;
        for (float value : values) {
            finite &= Float.isFinite(value);
        }
        return finite;
    }
}
