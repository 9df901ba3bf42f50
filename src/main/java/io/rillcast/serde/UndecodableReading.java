package io.rillcast.serde;

import java.util.stream.Collectors;

/** A record that is no reading; its message is one sentence for the dead letter's headers. */
public final class UndecodableReading extends Exception {
    private static final long serialVersionUID = 1L;

    /** A message may quote what it refuses; a header or a line of a log should stay small. */
    private static final int MOST_CHARACTERS = 1000;

    private final DeadLetterCause reason;

    /** A refusal without an exception behind it. */
    public UndecodableReading(DeadLetterCause reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** A refusal that follows from an exception. */
    public UndecodableReading(DeadLetterCause reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** The message on one line, at most 1,000 characters of it. */
    public String sentence() {
        String line = getMessage().lines().map(String::strip).collect(Collectors.joining(" "));
        return line.substring(0, Math.min(MOST_CHARACTERS, line.length()));
    }

    /** Which rule was broken. */
    public DeadLetterCause reason() {
        return reason;
    }
}
