package io.rillcast.serde;

import java.io.IOException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DecoderFactory;

/**
 * Reads values in the wire format, each by the schema it was written with; owned by one thread.
 *
 * <p>Hostile bytes cost no more memory than their own length allows: Avro 1.12 compares every length with the bytes
 * left before it allocates, and {@link SchemaBounds} refuses the schemas for which that is not enough.
 *
 * @param <R> what is read
 */
final class AvroReader<R> {
    /** Makes a reader for what was written with a schema; throws {@link MalformedRecord} if there can be none. */
    interface Readers<R> {
        DatumReader<R> forWriterSchema(Schema writerSchema);
    }

    private static final int REMEMBERED = 100;

    private final SchemaRegistryClient registry;
    private final Readers<R> readers;
    private final RecentlyUsed<Integer, DatumReader<R>> readerOfId = new RecentlyUsed<>(REMEMBERED);
    private BinaryDecoder decoder;

    AvroReader(SchemaRegistryClient registry, Readers<R> readers) {
        this.registry = registry;
        this.readers = readers;
    }

    /**
     * The record in these bytes.
     *
     * @throws MalformedRecord if they hold none, or more than one
     * @throws RegistryFailure if the schema is not known yet and the registry does not answer
     */
    R read(byte[] value) {
        int schemaId = WireHeader.schemaIdOf(value);
        DatumReader<R> reader =
                readerOfId.computeIfAbsent(schemaId, id -> readers.forWriterSchema(registry.schemaOf(id)));
        R read;
        int left;
        try {
            decoder = DecoderFactory.get()
                    .binaryDecoder(value, WireHeader.SIZE_BYTES, value.length - WireHeader.SIZE_BYTES, decoder);
            read = reader.read(null, decoder);
            left = decoder.inputStream().available();
        } catch (IOException | RuntimeException | StackOverflowError e) {
            // Whatever Avro makes of hostile bytes is their fault; the stack overflows where a recursive schema meets
            // bytes that nest without end.
            throw malformed(schemaId, value, e);
        }
        if (left > 0) {
            throw new MalformedRecord(
                    DeadLetterCause.TRAILING_BYTES,
                    "value must end with its record: schemaId=" + Integer.toUnsignedString(schemaId) + ", bytesLeft="
                            + left);
        }
        return read;
    }

    private static MalformedRecord malformed(int schemaId, byte[] value, Throwable cause) {
        return new MalformedRecord(
                DeadLetterCause.MALFORMED_AVRO,
                "value must be Avro of its schema: schemaId=" + Integer.toUnsignedString(schemaId) + ", bytes="
                        + value.length + ", problem=" + cause.getClass().getSimpleName()
                        + (cause.getMessage() == null ? "" : " " + cause.getMessage()),
                cause);
    }
}
