package io.rillcast.serde;

/** A record that is no reading; its message is one sentence for the dead letter's headers. */
public final class UndecodableReading extends Exception {
    private static final long serialVersionUID = 1L;

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

    /** Which rule was broken. */
    public DeadLetterCause reason() {
        return reason;
    }
}
