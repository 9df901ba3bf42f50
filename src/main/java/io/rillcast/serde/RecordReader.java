package io.rillcast.serde;

import java.util.function.Function;
import org.apache.avro.Schema;
import org.apache.avro.io.DatumReader;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;

/**
 * Reads values of our own topics: bytes to the record of a generated class, and that to what the core calls it; owned
 * by one thread.
 *
 * @param <R> the generated class
 * @param <T> the core's class
 */
final class RecordReader<R extends SpecificRecord, T> {
    private final Schema ours;
    private final AvroReader<R> reader;
    private final Function<R, T> fromAvro;

    RecordReader(SchemaRegistryClient registry, Schema ours, Function<R, T> fromAvro) {
        this.ours = ours;
        this.reader = new AvroReader<>(registry, this::readerFor);
        this.fromAvro = fromAvro;
    }

    /**
     * The value in these bytes, null for null.
     *
     * @throws MalformedRecord if they hold none, or one that breaks a rule
     * @throws RegistryFailure if the schema is not known yet and the registry does not answer
     */
    T read(String topic, byte[] value) {
        if (value == null) {
            return null;
        }
        R found = reader.read(value);
        try {
            return fromAvro.apply(found);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new MalformedRecord(
                    DeadLetterCause.WRONG_TYPE,
                    "record must be a valid " + ours.getName() + ": topic=" + topic + ", problem=" + e.getMessage(),
                    e);
        }
    }

    private DatumReader<R> readerFor(Schema writerSchema) {
        if (!ours.getFullName().equals(nameOf(writerSchema))) {
            throw new MalformedRecord(
                    DeadLetterCause.WRONG_TYPE,
                    "record must be of its topic's schema: expected=" + ours.getFullName() + ", found="
                            + nameOf(writerSchema));
        }
        return new SpecificDatumReader<>(writerSchema, ours, new GeneratedClasses());
    }

    private static String nameOf(Schema schema) {
        return schema.getType() == Schema.Type.RECORD
                ? schema.getFullName()
                : schema.getType().getName();
    }
}
