package io.rillcast.training;

import io.rillcast.forecast.ForecastModel;
import io.rillcast.forecast.SeriesWindow;
import java.util.Optional;

/** Where a replay has its models from. */
interface ReplayModels {
    /**
     * The model to forecast with, if there is one.
     *
     * @param group the model group of the series
     * @param number of the reading within its series, from 0
     */
    Optional<ForecastModel> serving(String group, String seriesId, long number);

    /** Whether it wants windows. */
    boolean takesWindows();

    /** Takes the latest history of one of a group's series, so many of whose readings are new. */
    void offer(String group, SeriesWindow window, int newReadings);
}
