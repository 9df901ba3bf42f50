package io.rillcast.training;

import io.rillcast.forecast.ForecastPlan;
import io.rillcast.forecast.SeriesWindow;
import io.rillcast.forecast.WindowInputs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** The windows of a group as the network is trained on them and watched on them. */
final class Sequences {
    /** Steps that only warm a hidden state of zeros up; a series' own beginning is scored sooner, as it is served. */
    private static final int WARM_UP = 24;

    private static final int WARM_UP_AT_BEGINNING = 4;

    private final List<TrainingSequence> trained = new ArrayList<>();
    private final List<TrainingSequence> watched = new ArrayList<>();
    private long trainedTargets;

    /**
     * Makes them, each target of the watched part once.
     *
     * @param stop asked before each window; the rest is left out when it says true
     */
    static Sequences of(List<HeldOut> series, ForecastPlan plan, BooleanSupplier stop) {
        Sequences sequences = new Sequences();
        for (HeldOut one : series) {
            Set<Long> watchedAlready = new HashSet<>();
            for (SeriesWindow window : one.windows()) {
                if (stop.getAsBoolean()) {
                    break;
                }
                sequences.add(window, one, plan, watchedAlready);
            }
        }
        return sequences;
    }

    /** Makes all of them, the latest readings too, to be trained on. */
    static Sequences whole(List<HeldOut> series, ForecastPlan plan, BooleanSupplier stop) {
        Sequences sequences = new Sequences();
        for (HeldOut one : series) {
            for (SeriesWindow window : one.windows()) {
                if (stop.getAsBoolean()) {
                    break;
                }
                sequences.add(window, one.whole(), plan, new HashSet<>());
            }
        }
        return sequences;
    }

    private void add(SeriesWindow window, HeldOut cuts, ForecastPlan plan, Set<Long> watchedAlready) {
        WindowInputs inputs = WindowInputs.of(window, plan);
        float[] toTrain = nothing(window.length());
        float[] toWatch = nothing(window.length());
        int warmUp = warmUp(window);
        for (int t = warmUp; t + 1 < window.length(); t++) {
            long number = window.firstReading() + t + 1;
            if (number < cuts.trainedUntil()) {
                toTrain[t] = inputs.targetsView()[t];
            } else if (number < cuts.watchedUntil() && watchedAlready.add(number)) {
                toWatch[t] = inputs.targetsView()[t];
            }
        }
        trainedTargets += add(trained, inputs.inputsView(), toTrain);
        add(watched, inputs.inputsView(), toWatch);
    }

    /** How many steps of a window only warm up: the step of its first target. */
    static int warmUp(SeriesWindow window) {
        return window.firstReading() == 0 ? WARM_UP_AT_BEGINNING : WARM_UP;
    }

    private static float[] nothing(int length) {
        float[] targets = new float[length];
        Arrays.fill(targets, Float.NaN);
        return targets;
    }

    /** Adds a sequence up to its last target, if it has one; how many it has. */
    private static int add(List<TrainingSequence> sequences, float[][] inputs, float[] targets) {
        int end = targets.length;
        while (end > 0 && Float.isNaN(targets[end - 1])) {
            end--;
        }
        if (end == 0) {
            return 0;
        }
        TrainingSequence sequence = TrainingSequence.of(Arrays.copyOf(inputs, end), Arrays.copyOf(targets, end));
        sequences.add(sequence);
        return sequence.targetCount();
    }

    List<TrainingSequence> trained() {
        return trained;
    }

    List<TrainingSequence> watched() {
        return watched;
    }

    long trainedTargets() {
        return trainedTargets;
    }
}
