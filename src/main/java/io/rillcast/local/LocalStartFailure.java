package io.rillcast.local;

/** A broker or registry could not be started on this machine; the message is one sentence for a person. */
public final class LocalStartFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LocalStartFailure(String message) {
        super(message);
    }

    LocalStartFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
