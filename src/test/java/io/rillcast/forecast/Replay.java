package io.rillcast.forecast;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Feeds readings to one series and keeps what came out; models are swapped as the stream swaps them. */
final class Replay {
    private final OnlineForecaster forecaster;
    private final List<Reading> admitted = new ArrayList<>();
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
        List<Reading> part = admitted.subList((int) state.checkpointReadings(), admitted.size());
        long[] times = part.stream().mapToLong(Reading::timestampMs).toArray();
        double[] values = part.stream().mapToDouble(Reading::value).toArray();
        return new SeriesWindow("s", state.olderCheckpoint(), times, values, SampleSeries.covariates(state, admitted));
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
