package io.rillcast.broken;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** A record as a producer would send it; equal to one with the same bytes. */
public final class BrokenRecord {
    private final byte[] key;
    private final byte[] value;
    private final Headers headers;

    BrokenRecord(byte[] key, byte[] value, Headers headers) {
        this.key = key;
        this.value = value;
        this.headers = headers;
    }

    static BrokenRecord of(byte[] key, byte[] value) {
        return new BrokenRecord(key, value, new RecordHeaders());
    }

    public byte[] key() {
        return key;
    }

    public byte[] value() {
        return value;
    }

    /** A copy: who sends it may add to them. */
    public Headers headers() {
        return new RecordHeaders(headers);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BrokenRecord that
                && Arrays.equals(key, that.key)
                && Arrays.equals(value, that.value)
                && headers.equals(that.headers);
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.hashCode(key), Arrays.hashCode(value), headers);
    }

    @Override
    public String toString() {
        return "key=" + shown(key) + ", value=" + shown(value);
    }

    private static String shown(byte[] bytes) {
        return bytes == null
                ? "null"
                : HexFormat.of().formatHex(bytes, 0, Math.min(60, bytes.length)) + " of " + bytes.length;
    }
}
