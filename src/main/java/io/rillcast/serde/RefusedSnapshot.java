package io.rillcast.serde;

/** A snapshot that is one of the schema, but of which this release can tell that it must not be run. */
final class RefusedSnapshot extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final ModelRefusal refusal;

    RefusedSnapshot(ModelRefusal refusal, String message) {
        super(message);
        this.refusal = refusal;
    }

    /** Which rule was broken. */
    ModelRefusal refusal() {
        return refusal;
    }
}
