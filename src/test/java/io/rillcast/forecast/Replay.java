package io.rillcast.forecast;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Feeds readings to one series and keeps what came out; models are swapped as the stream swaps them. */
final class Replay {
    private final OnlineForecaster forecaster;
    private final List<Reading> admitted = new ArrayList<>();
    private final List<short[]> hints = new ArrayList<>();
    private final List<Forecast> forecasts = new ArrayList<>();
    private final List<Score> scores = new ArrayList<>();
    private Optional<ForecastModel> model = Optional.empty();
    private SeriesState state;

    Replay(ForecastPlan plan) {
        forecaster = new OnlineForecaster(plan);
        state = forecaster.empty();
    }

    static Replay byDefault() {
        return new Replay(ForecastPlan.DEFAULT);
    }

    /** Rebuilds the hidden state from the readings so far. */
    Replay swap(ForecastModel next) {
        state = forecaster.rebuild(next, state, window());
        model = Optional.of(next);
        return this;
    }

    Replay feed(List<Reading> readings) {
        readings.forEach(this::step);
        return this;
    }

    Replay feed(double... hourlyValues) {
        for (double value : hourlyValues) {
            step(new Reading("s", SampleSeries.timeMs(admitted.size()), value));
        }
        return this;
    }

    Step step(Reading reading) {
        Step step = forecaster.step("g", model, state, reading);
        if (step instanceof Step.Advanced advanced) {
            state = advanced.state();
            admitted.add(reading);
            hints.add(advanced.hints());
            forecasts.add(advanced.forecast());
            advanced.score().ifPresent(scores::add);
        }
        return step;
    }

    /** Why a reading is skipped. */
    SkipReason refusalOf(Reading reading) {
        return ((Step.Skipped) step(reading)).reason();
    }

    /** The history from the older checkpoint on. */
    SeriesWindow window() {
        return SampleSeries.window(state, admitted, hints);
    }

    /** Goes on with a hidden state of zeros, at the beginning or where a checkpoint has just been kept. */
    Replay beginHere(ForecastModel next) {
        byte[] checkpoint = state.olderCheckpoint();
        int length = SeriesState.CHECKPOINT_BYTES;
        state.get(state.start(StatePart.CHECKPOINTS) + length, checkpoint, 0, length);
        // Covariates: the list and where it began, 16 bytes; then now, the older checkpoint, the newer one.
        int scales = (state.length(StatePart.COVARIATES) - 16) / 3;
        if (scales > 0) {
            int start = state.start(StatePart.COVARIATES);
            state.get(start + 16 + 2 * scales, checkpoint, length + Long.BYTES, scales);
        }
        SeriesWindow nothing = new SeriesWindow("s", checkpoint, new long[0], new double[0]);
        state = forecaster.rebuild(next, state, nothing);
        model = Optional.of(next);
        return this;
    }

    /** The readings so far. */
    List<Reading> admitted() {
        return admitted;
    }

    /** What the experts made of them. */
    List<short[]> hints() {
        return hints;
    }

    OnlineForecaster forecaster() {
        return forecaster;
    }

    SeriesState state() {
        return state;
    }

    byte[] bytes() {
        return state.sealedView().clone();
    }

    List<Forecast> forecasts() {
        return forecasts;
    }

    List<Score> scores() {
        return scores;
    }

    Forecast last() {
        return forecasts.get(forecasts.size() - 1);
    }

    Score lastScore() {
        return scores.get(scores.size() - 1);
    }
}
