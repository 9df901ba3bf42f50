package io.rillcast.streams;

import io.rillcast.forecast.ForecastModel;
import io.rillcast.forecast.ForecastPlan;
import io.rillcast.forecast.OnlineForecaster;
import io.rillcast.forecast.Reading;
import io.rillcast.forecast.SampleSeries;
import io.rillcast.forecast.SeriesState;
import io.rillcast.forecast.SeriesWindow;
import io.rillcast.forecast.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One series stepped by the forecaster itself, with all of its readings at hand: what every store is held against. */
final class SeriesTape {
    private final OnlineForecaster forecaster;
    private final List<Reading> readings = new ArrayList<>();
    private final List<short[]> hints = new ArrayList<>();
    private SeriesState state;

    SeriesTape(ForecastPlan plan) {
        forecaster = new OnlineForecaster(plan);
        state = forecaster.empty();
    }

    /** Steps without a model. */
    Step.Advanced step(Reading reading) {
        return step(Optional.empty(), reading);
    }

    /** Steps under a model, for which the hidden state is first made anew if it was made under another. */
    Step.Advanced step(Optional<ForecastModel> model, Reading reading) {
        return step("all", model, reading);
    }

    /** Steps as one of a group; without a model a hidden state is forgotten, and so is one of another group. */
    Step.Advanced step(String group, Optional<ForecastModel> model, Reading reading) {
        if (model.isEmpty() || !state.isOfGroup(group)) {
            state = state.withoutModel();
        }
        if (model.isPresent() && model.get().version() != state.modelVersion()) {
            state = forecaster.rebuild(model.get(), state, sinceOlderCheckpoint());
        }
        Step.Advanced step = (Step.Advanced) forecaster.step(group, model, state, reading);
        state = step.state();
        readings.add(reading);
        hints.add(step.hints());
        return step;
    }

    SeriesState state() {
        return state;
    }

    /** The readings that a rebuild goes through. */
    SeriesWindow sinceOlderCheckpoint() {
        return SampleSeries.window(state, readings, hints);
    }
}
