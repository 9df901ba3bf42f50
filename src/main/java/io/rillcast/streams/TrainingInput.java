package io.rillcast.streams;

import io.rillcast.forecast.SeriesWindow;
import io.rillcast.training.ModelCommand;

/** What reaches a group's task: windows of its series, its end, and a person's commands. */
sealed interface TrainingInput {
    /**
     * The latest history of one series.
     *
     * @param newReadings of the series since the window before
     * @param window the history
     */
    record Window(int newReadings, SeriesWindow window) implements TrainingInput {}

    /** The only series of the group ended, or was forgotten. */
    record Ended() implements TrainingInput {}

    /**
     * A person's word.
     *
     * @param command it
     */
    record Command(ModelCommand command) implements TrainingInput {}
}
