package io.rillcast.streams;

/** A state that is asked for lies on no instance that can answer now: its partition is on the move, or being restored. */
public final class NotHeldHere extends Exception {
    private static final long serialVersionUID = 1L;

    /** With what was found, for the log. */
    NotHeldHere(String message, Throwable cause) {
        super(message, cause);
    }
}
