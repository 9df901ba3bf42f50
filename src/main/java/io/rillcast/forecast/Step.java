package io.rillcast.forecast;

import java.util.Optional;

/** What one reading did to one series: it advanced it, or was skipped. */
public sealed interface Step {
    /**
     * The reading was admitted.
     *
     * @param state the series' state after it; the state before is untouched
     * @param forecast for the next reading
     * @param score of the forecast that was pending, absent for the first reading of a series
     */
    record Advanced(SeriesState state, Forecast forecast, Optional<Score> score) implements Step {}

    /**
     * The reading was not admitted; the state is what it was.
     *
     * @param reason why
     */
    record Skipped(SkipReason reason) implements Step {}
}
