package io.rillcast.forecast;

import java.util.Optional;

/** What one reading did to one series: it advanced it, or was skipped. */
public sealed interface Step {
    /** The reading was admitted; immutable. */
    final class Advanced implements Step {
        private final SeriesState state;
        private final Forecast forecast;
        private final Optional<Score> score;
        private final short[] hints;

        /**
         * What a reading came to; nothing is copied, and nothing may be changed afterwards.
         *
         * @param hints short[{@link Hints#COUNT}]
         */
        Advanced(SeriesState state, Forecast forecast, Optional<Score> score, short[] hints) {
            this.state = state;
            this.forecast = forecast;
            this.score = score;
            this.hints = hints;
        }

        /** The series' state after it; the state before is untouched. */
        public SeriesState state() {
            return state;
        }

        /** The forecast for the next reading. */
        public Forecast forecast() {
            return forecast;
        }

        /** The score of the forecast that was pending, absent for the first reading of a series. */
        public Optional<Score> score() {
            return score;
        }

        /** To be kept with the reading in its history, not to be changed: short[{@link Hints#COUNT}]. */
        public short[] hints() {
            return hints;
        }
    }

    /**
     * The reading was not admitted; the state is what it was.
     *
     * @param reason why
     */
    record Skipped(SkipReason reason) implements Step {}
}
