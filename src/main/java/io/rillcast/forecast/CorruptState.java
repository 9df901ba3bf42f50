package io.rillcast.forecast;

/** The bytes of a stored state are not what was written, or of a format that this version does not know. */
public final class CorruptState extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /** With the rule that is broken and what to do. */
    public CorruptState(String message) {
        super(message);
    }
}
