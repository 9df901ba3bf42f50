package io.rillcast.serde;

import org.apache.kafka.common.errors.SerializationException;

/** Bytes that are not what their topic should hold; trying again will not help. */
public final class MalformedRecord extends SerializationException {
    private static final long serialVersionUID = 1L;

    private final DeadLetterCause reason;

    /** A refusal without an exception behind it. */
    public MalformedRecord(DeadLetterCause reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** A refusal that follows from an exception. */
    public MalformedRecord(DeadLetterCause reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** Which rule was broken. */
    public DeadLetterCause reason() {
        return reason;
    }
}
