package io.rillcast.streams;

/** The service cannot start; the message says in a sentence why and what to do. */
public final class StartFailure extends Exception {
    private static final long serialVersionUID = 1L;

    /** With the sentence. */
    public StartFailure(String message) {
        super(message);
    }
}
