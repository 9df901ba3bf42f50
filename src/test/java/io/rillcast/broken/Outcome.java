package io.rillcast.broken;

import io.rillcast.forecast.SkipReason;
import io.rillcast.serde.DeadLetterCause;
import java.util.Optional;

/** What becomes of a record: a dead letter with a cause, a counted skip with a reason, or one more forecast. */
public record Outcome(Optional<DeadLetterCause> cause, Optional<SkipReason> reason) {
    static Outcome letter(DeadLetterCause cause) {
        return new Outcome(Optional.of(cause), Optional.empty());
    }

    static Outcome skip(SkipReason reason) {
        return new Outcome(Optional.empty(), Optional.of(reason));
    }

    static Outcome accepted() {
        return new Outcome(Optional.empty(), Optional.empty());
    }

    public boolean isAccepted() {
        return cause.isEmpty() && reason.isEmpty();
    }

    /** As the table spells it. */
    @Override
    public String toString() {
        return cause.map(c -> "dead letter `" + c.text() + "`")
                .or(() -> reason.map(r -> "skipped `" + r.text() + "`"))
                .orElse("accepted");
    }
}
