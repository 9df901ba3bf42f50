package io.rillcast.forecast;

import java.util.Optional;

/**
 * How a reading meets its series, before any model is looked at: move 3.
 *
 * @param state what the reading is to be taken in with: the series' own, or the one before its last reading if this
 *     one takes that one's place
 * @param reading what is to be taken in: as it came, or a mean
 * @param refusal why it is not to be taken in, if it is not
 */
public record Admission(SeriesState state, Reading reading, Optional<SkipReason> refusal) {
    /** As the next reading. */
    static Admission next(SeriesState state, Reading reading) {
        return new Admission(state, reading, Optional.empty());
    }

    /** Not at all. */
    static Admission refused(SeriesState state, Reading reading, SkipReason reason) {
        return new Admission(state, reading, Optional.of(reason));
    }

    /** How often the series' last reading was replaced, with this one; 0 if it is a reading of its own. */
    public int revision() {
        return LastStep.revision(state);
    }
}
