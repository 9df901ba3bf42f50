package io.rillcast.streams;

/** What became of the bytes of a record; the value is not copied and not changed. */
final class Decoded {
    private final boolean accepted;
    private final byte[] value;

    private Decoded(boolean accepted, byte[] value) {
        this.accepted = accepted;
        this.value = value;
    }

    /** A reading as {@code serde.ReadingCodec} writes it; the record's key is its series. */
    static Decoded accepted(byte[] reading) {
        return new Decoded(true, reading);
    }

    /** The end of the series that is the record's key. */
    static Decoded ended() {
        return new Decoded(true, null);
    }

    /** No reading: the bytes as received, null where they were null; the record's headers say why. */
    static Decoded refused(byte[] received) {
        return new Decoded(false, received);
    }

    boolean isAccepted() {
        return accepted;
    }

    boolean isRefused() {
        return !accepted;
    }

    byte[] value() {
        return value;
    }
}
