package io.rillcast.web;

/** The web server could not be started; the message is one sentence for a person. */
public final class WebStartFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WebStartFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
