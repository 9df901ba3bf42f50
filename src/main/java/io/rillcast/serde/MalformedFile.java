package io.rillcast.serde;

/** A file of tensors that breaks a rule of its format: the message names the place and the rule. */
public final class MalformedFile extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedFile(String message) {
        super(message);
    }

    MalformedFile(String message, Throwable cause) {
        super(message, cause);
    }
}
