package io.rillcast.serde;

/** A file that is no text as it must be: file, place and rule are in the message. */
public final class BadText extends Exception {
    private static final long serialVersionUID = 1L;

    BadText(String message) {
        super(message);
    }

    BadText(String message, Throwable cause) {
        super(message, cause);
    }
}
