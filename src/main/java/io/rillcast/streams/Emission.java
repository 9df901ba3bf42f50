package io.rillcast.streams;

import io.rillcast.forecast.Forecast;
import io.rillcast.forecast.Score;

/** What one step sends on; split into topics behind {@link ForecastProcessor}. */
sealed interface Emission {
    /**
     * A forecast for the next reading.
     *
     * @param forecast it
     */
    record Forecasted(Forecast forecast) implements Emission {}

    /**
     * A score of the forecast before.
     *
     * @param score it
     */
    record Scored(Score score) implements Emission {}

    /**
     * The latest history of a series, for its group's reservoir, or that the series ended, where it was a group.
     *
     * @param group the model group
     * @param input a window, or the end
     */
    record WindowDue(String group, TrainingInput input) implements Emission {}
}
