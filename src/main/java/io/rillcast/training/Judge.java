package io.rillcast.training;

import io.rillcast.forecast.ForecastModel;
import io.rillcast.forecast.ForecastPlan;
import io.rillcast.forecast.OnlineForecaster;
import io.rillcast.forecast.Score;
import io.rillcast.forecast.SeriesState;
import io.rillcast.forecast.SeriesWindow;
import io.rillcast.forecast.Step;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Runs a model over the judged readings as it would be served, calibration and all.
 *
 * <p>A series' windows are run in the order of time, each from its checkpoint with a hidden state of zeros. What was
 * learnt about errors up to there (corrections of the levels, the last value's empirical steps) is carried from window
 * to window, for otherwise naive would be judged on quantiles poorer than those it is served with, and any network would
 * beat it. A reading in several windows is judged in the one that knows most of what came before.
 */
final class Judge {
    private final ForecastPlan plan;
    private final List<HeldOut> series;

    Judge(ForecastPlan plan, List<HeldOut> series) {
        this.plan = plan;
        this.series = series;
    }

    /**
     * A model's verdict: means over the judged readings of pinball loss over the series' mean absolute step.
     *
     * @param readings judged on
     * @param loss of the model
     * @param naiveLoss of the last value with empirical quantiles, on the same readings
     */
    record Verdict(long readings, double loss, double naiveLoss) {}

    /** Judges a model; a series whose values never change says nothing. */
    Verdict judge(ForecastModel model) {
        OnlineForecaster forecaster = new OnlineForecaster(plan);
        long readings = 0;
        double loss = 0;
        double naiveLoss = 0;
        for (HeldOut one : series) {
            double scale = one.meanStep();
            if (scale > 0) {
                Run run = new Run(forecaster, model, one);
                run.throughAllWindows(plan.levels().count());
                readings += run.count;
                loss += run.loss / scale;
                naiveLoss += run.naiveLoss / scale;
            }
        }
        return new Verdict(readings, loss / readings, naiveLoss / readings);
    }

    /** One model on one series; mutable. */
    private static final class Run {
        private final OnlineForecaster forecaster;
        private final ForecastModel model;
        private final HeldOut held;
        private final Set<Long> firsts = new HashSet<>();
        private final Set<Long> judged = new HashSet<>();
        /** States before the reading of a number, where windows begin and end. */
        private final NavigableMap<Long, SeriesState> reached = new TreeMap<>();

        private long count;
        private double loss;
        private double naiveLoss;

        Run(OnlineForecaster forecaster, ForecastModel model, HeldOut held) {
            this.forecaster = forecaster;
            this.model = model;
            this.held = held;
        }

        void throughAllWindows(int levels) {
            held.windows().forEach(window -> firsts.add(window.firstReading()));
            for (SeriesWindow window : held.chronological()) {
                through(window, begin(window, levels));
            }
        }

        private SeriesState begin(SeriesWindow window, int levels) {
            SeriesState start = forecaster.rebuild(model, window.checkpointState(levels), window.beginning());
            var before = reached.floorEntry(window.firstReading());
            return before == null ? start : start.withCalibrationOf(before.getValue());
        }

        private void through(SeriesWindow window, SeriesState start) {
            SeriesState state = start;
            for (int t = 0; t < window.length(); t++) {
                long number = window.firstReading() + t;
                if (firsts.contains(number)) {
                    reached.put(number, state);
                }
                Step step = forecaster.step(model.group(), Optional.of(model), state, window.reading(t));
                if (!(step instanceof Step.Advanced advanced)) {
                    return;
                }
                state = advanced.state();
                if (number >= held.watchedUntil() && advanced.score().isPresent() && judged.add(number)) {
                    add(advanced.score().get());
                }
            }
            reached.put(window.firstReading() + window.length(), state);
        }

        private void add(Score score) {
            count++;
            loss += score.losses().pinball();
            naiveLoss += score.losses().naivePinball();
        }
    }
}
