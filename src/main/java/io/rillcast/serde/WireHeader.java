package io.rillcast.serde;

import java.io.ByteArrayOutputStream;

/**
 * The five bytes before every value, as Confluent's serializers write them.
 *
 * <pre>
 * 0        1        2        3        4        5
 * +--------+--------+--------+--------+--------+----------------
 * | 0x00   |  schema id, int32 big-endian      |  Avro binary ...
 * +--------+--------+--------+--------+--------+----------------
 * </pre>
 */
final class WireHeader {
    /** The first byte of every value. */
    static final byte MAGIC = 0;

    /** How many bytes the header takes. */
    static final int SIZE_BYTES = 5;

    private WireHeader() {}

    /** Appends a header. */
    static void write(ByteArrayOutputStream out, int schemaId) {
        out.write(MAGIC);
        out.write(schemaId >>> 24);
        out.write(schemaId >>> 16);
        out.write(schemaId >>> 8);
        out.write(schemaId);
    }

    /**
     * The schema id of a value.
     *
     * @throws MalformedRecord if the value is null, empty, or does not begin with a header
     */
    static int schemaIdOf(byte[] value) {
        if (value == null) {
            throw new MalformedRecord(DeadLetterCause.NULL_VALUE, "value must not be null");
        }
        if (value.length == 0) {
            throw new MalformedRecord(DeadLetterCause.EMPTY_VALUE, "value must not be empty");
        }
        if (value[0] != MAGIC) {
            throw new MalformedRecord(
                    DeadLetterCause.NO_WIRE_HEADER,
                    "value must begin with magic byte 0 and a schema id: firstByte=" + (value[0] & 0xff)
                            + "; write it with a schema registry's serializer, or set readings.format=json");
        }
        if (value.length < SIZE_BYTES) {
            throw new MalformedRecord(
                    DeadLetterCause.NO_WIRE_HEADER,
                    "value must be longer than its header of " + SIZE_BYTES + " bytes: bytes=" + value.length);
        }
        return ((value[1] & 0xff) << 24) | ((value[2] & 0xff) << 16) | ((value[3] & 0xff) << 8) | (value[4] & 0xff);
    }
}
