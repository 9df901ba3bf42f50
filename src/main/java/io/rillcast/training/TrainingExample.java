package io.rillcast.training;

import io.rillcast.forecast.ForecastPlan;
import io.rillcast.forecast.SeriesWindow;
import io.rillcast.forecast.WindowInputs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One window of a group's reservoir as the trainer sees it, for whoever trains elsewhere; immutable. */
public final class TrainingExample {
    /** What the trainer does with a step's target. */
    public enum Part {
        /** Nothing: the hidden state warms up, or the next reading is not in the window. */
        UNSCORED(0),
        /** Descends on it. */
        TRAINED(1),
        /** Stops by it; descends on it in the end. */
        WATCHED(2),
        /** Judges by it; descends on it in the end. */
        JUDGED(3);

        private final int code;

        Part(int code) {
            this.code = code;
        }

        /** The number that stands for it in files. */
        public int code() {
            return code;
        }
    }

    private final WindowInputs steps;
    private final Part[] parts;

    private TrainingExample(WindowInputs steps, Part[] parts) {
        this.steps = steps;
        this.parts = parts;
    }

    /** The windows of a group, by series, of each the latest first. */
    public static List<TrainingExample> of(List<SeriesWindow> windows, ForecastPlan plan) {
        Map<String, List<SeriesWindow>> bySeries = new TreeMap<>();
        for (SeriesWindow window : windows) {
            bySeries.computeIfAbsent(window.seriesId(), id -> new ArrayList<>()).add(window);
        }
        List<TrainingExample> examples = new ArrayList<>();
        for (List<SeriesWindow> ofOne : bySeries.values()) {
            HeldOut cuts = HeldOut.of(ofOne);
            for (SeriesWindow window : cuts.windows()) {
                examples.add(new TrainingExample(WindowInputs.of(window, plan), parts(window, cuts)));
            }
        }
        return examples;
    }

    private static Part[] parts(SeriesWindow window, HeldOut cuts) {
        Part[] parts = new Part[window.length()];
        int warmUp = Sequences.warmUp(window);
        for (int t = 0; t < parts.length; t++) {
            long number = window.firstReading() + t + 1;
            if (t < warmUp || t + 1 == parts.length) {
                parts[t] = Part.UNSCORED;
            } else if (number < cuts.trainedUntil()) {
                parts[t] = Part.TRAINED;
            } else {
                parts[t] = number < cuts.watchedUntil() ? Part.WATCHED : Part.JUDGED;
            }
        }
        return parts;
    }

    /** How many steps, T. */
    public int length() {
        return parts.length;
    }

    /** The inputs of a step, the very array, not to be changed: float[D], standardised. */
    public float[] inputsView(int step) {
        return steps.inputsView()[step];
    }

    /** What the outputs after a step should enclose, as {@link WindowInputs#targetsView}; NaN at the last step. */
    public float target(int step) {
        return steps.targetsView()[step];
    }

    /** What the trainer does with a step's target. */
    public Part part(int step) {
        return parts[step];
    }
}
