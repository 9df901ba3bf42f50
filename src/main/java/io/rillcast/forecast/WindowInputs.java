package io.rillcast.forecast;

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
    public static WindowInputs of(SeriesWindow window, Support support) {
        Clock before = new Clock();
        Clock after = new Clock();
        Standardizer standardizer = new Standardizer();
        SeriesState start = window.checkpointState(0);
        before.load(start, start.start(StatePart.CLOCK));
        after.load(start, start.start(StatePart.CLOCK));
        standardizer.load(start, start.start(StatePart.STANDARDIZER));
        int length = window.length();
        float[][] inputs = new float[length][FeatureEncoder.NAMES.size()];
        float[] targets = new float[length];
        for (int t = 0; t < length; t++) {
            Reading reading = window.reading(t);
            after.advance(reading);
            FeatureEncoder.encode(inputs[t], reading, before, after, standardizer);
            standardizer.update(reading.value(), before.lastValue(), before.readings(), support);
            before.advance(reading);
            targets[t] = t + 1 < length ? target(standardizer, window.value(t + 1), reading.value()) : Float.NaN;
        }
        return new WindowInputs(inputs, targets);
    }

    /** x_t as encoded with reading t: float[T][D], the very arrays, not to be changed. */
    public float[][] inputsView() {
        return inputs;
    }

    /**
     * What the outputs after reading t should enclose: reading t + 1 standardised with the statistics after reading t,
     * NaN at the last: float[T], the very array, not to be changed.
     */
    public float[] targetsView() {
        return targets;
    }

    private static float target(Standardizer standardizer, double next, double value) {
        double y = standardizer.standardized(next, value);
        return (float) Math.max(-MOST_TARGET, Math.min(MOST_TARGET, y));
    }
}
