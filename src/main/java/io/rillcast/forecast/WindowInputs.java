package io.rillcast.forecast;

import java.util.Arrays;

/** A window as the network sees it: inputs and standardised targets, exactly as {@link OnlineForecaster} makes them. */
public final class WindowInputs {
    /** No training step shall see a target further out than this. */
    private static final double MOST_TARGET = 20;

    private final float[][] inputs;
    private final float[] targets;

    private WindowInputs(float[][] inputs, float[] targets) {
        this.inputs = inputs;
        this.targets = targets;
    }

    /** Runs through a window from its checkpoint on. */
    public static WindowInputs of(SeriesWindow window, ForecastPlan plan) {
        Intake intake = new Intake(plan);
        intake.load(intake.ofThisPlan(window.checkpointState(0)));
        int length = window.length();
        float[][] inputs = new float[length][plan.inputs().size()];
        float[] targets = new float[length];
        for (int t = 0; t < length; t++) {
            Reading reading = window.reading(t);
            intake.take(inputs[t], reading);
            if (plan.blend()) {
                Hints.write(inputs[t], window.hintsView(), Hints.COUNT * t);
            }
            intake.goOn(reading);
            targets[t] = t + 1 < length
                    ? target(intake.standardizer.standardized(window.value(t + 1), reading.value()), inputs[t])
                    : Float.NaN;
        }
        return new WindowInputs(plan.blend() ? inputs : withoutHints(inputs), targets);
    }

    private static float[][] withoutHints(float[][] inputs) {
        int from = FeatureEncoder.NAMES.size();
        float[][] fewer = new float[inputs.length][];
        for (int t = 0; t < inputs.length; t++) {
            fewer[t] = Arrays.copyOf(inputs[t], inputs[t].length - Hints.COUNT);
            System.arraycopy(inputs[t], from + Hints.COUNT, fewer[t], from, fewer[t].length - from);
        }
        return fewer;
    }

    /** x_t as encoded with reading t: float[T][D] for the D features of the plan, the very arrays, not to be changed. */
    public float[][] inputsView() {
        return inputs;
    }

    /**
     * What the outputs after reading t should enclose: reading t + 1 standardised with the statistics after reading t
     * and counted from the base that the experts told with it ({@link Hints}); NaN at the last: float[T], the very array,
     * not to be changed.
     */
    public float[] targetsView() {
        return targets;
    }

    private static float target(double standardized, float[] x) {
        return (float) Math.max(-MOST_TARGET, Math.min(MOST_TARGET, Hints.overBase(standardized, x)));
    }
}
