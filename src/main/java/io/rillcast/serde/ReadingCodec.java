package io.rillcast.serde;

import io.rillcast.forecast.Reading;
import java.nio.ByteBuffer;

/**
 * The bytes of a reading inside the forecaster, on its way through the repartition topic.
 *
 * <pre>
 * 0         1                          9                         17
 * +---------+--------------------------+--------------------------+
 * | version | timestamp, int64 ms      | value, IEEE 754 float64  |   all big-endian
 * +---------+--------------------------+--------------------------+
 * </pre>
 *
 * <p>The series is the record's key and is not repeated, so this is no {@code Serde}: those never see the key.
 */
public final class ReadingCodec {
    /** The layout written, and the only one read. */
    static final byte VERSION = 1;

    private static final int SIZE_BYTES = 1 + Long.BYTES + Double.BYTES;

    private ReadingCodec() {}

    /** The bytes of a reading, without its series. */
    public static byte[] encode(Reading reading) {
        return ByteBuffer.allocate(SIZE_BYTES)
                .put(VERSION)
                .putLong(reading.timestampMs())
                .putDouble(reading.value())
                .array();
    }

    /**
     * The reading of a series.
     *
     * @param seriesId the record's key
     * @throws MalformedRecord if the bytes were not written by {@link #encode}
     */
    public static Reading decode(String seriesId, byte[] value) {
        if (value == null || value.length == 0 || value[0] != VERSION) {
            throw new MalformedRecord(
                    DeadLetterCause.WRONG_TYPE,
                    "unsupported reading format: series=" + seriesId + ", version="
                            + (value == null || value.length == 0 ? "none" : value[0]) + ", supported=[" + VERSION
                            + "]; upgrade the forecaster, or let the former release read the repartition topic to its"
                            + " end");
        }
        if (value.length != SIZE_BYTES) {
            throw new MalformedRecord(
                    DeadLetterCause.WRONG_TYPE,
                    "reading must have " + SIZE_BYTES + " bytes: series=" + seriesId + ", bytes=" + value.length);
        }
        ByteBuffer bytes = ByteBuffer.wrap(value, 1, value.length - 1);
        return new Reading(seriesId, bytes.getLong(), bytes.getDouble());
    }
}
