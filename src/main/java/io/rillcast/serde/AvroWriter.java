package io.rillcast.serde;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Writes records of one generated class in the wire format; owned by one thread.
 *
 * <p>The registry is asked once a topic. Buffers are reused; only the result is allocated.
 *
 * @param <R> the generated class
 */
final class AvroWriter<R extends SpecificRecord> {
    private final SchemaRegistryClient registry;
    private final Schema ours;
    private final DatumWriter<R> writer;
    private final Map<String, Target> targetOfTopic = new HashMap<>();
    private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(512);
    private BinaryEncoder encoder;

    /** What a topic's values are written with; {@code transcoder} is null where that is our own schema. */
    private record Target(int schemaId, Transcoder transcoder) {}

    /** From our schema to the subject's latest, by Avro's rules of resolution. */
    private record Transcoder(GenericDatumReader<Object> reader, GenericDatumWriter<Object> writer) {}

    AvroWriter(SchemaRegistryClient registry, Schema ours) {
        this.registry = registry;
        this.ours = ours;
        this.writer = new GeneratedClasses().writer(ours);
    }

    /**
     * The record's bytes, header included.
     *
     * @throws SerializationException if the record does not fit its schema
     * @throws RegistryFailure if the schema's id cannot be learnt
     */
    byte[] write(String topic, R value) {
        Target target = targetOfTopic.get(topic);
        if (target == null) {
            target = target(registry.forWriting(topic + "-value", ours));
            targetOfTopic.put(topic, target);
        }
        try {
            byte[] bytes = encode(writer, value, target.schemaId());
            return target.transcoder() == null ? bytes : transcode(bytes, target);
        } catch (IOException | AvroRuntimeException | NullPointerException | ClassCastException e) {
            encoder = null;
            throw new SerializationException(
                    "record must fit its schema: topic=" + topic + ", schema=" + ours.getFullName() + ", problem="
                            + e.getMessage(),
                    e);
        }
    }

    private <T> byte[] encode(DatumWriter<? super T> how, T value, int schemaId) throws IOException {
        buffer.reset();
        WireHeader.write(buffer, schemaId);
        encoder = EncoderFactory.get().binaryEncoder(buffer, encoder);
        how.write(value, encoder);
        encoder.flush();
        return buffer.toByteArray();
    }

    private byte[] transcode(byte[] bytes, Target target) throws IOException {
        int length = bytes.length - WireHeader.SIZE_BYTES;
        Object value = target.transcoder()
                .reader()
                .read(null, DecoderFactory.get().binaryDecoder(bytes, WireHeader.SIZE_BYTES, length, null));
        return encode(target.transcoder().writer(), value, target.schemaId());
    }

    private Target target(RegisteredSchema registered) {
        Schema schema = registered.schema();
        boolean isOurs = schema.equals(ours)
                || SchemaNormalization.toParsingForm(schema).equals(SchemaNormalization.toParsingForm(ours));
        return new Target(
                registered.id(),
                isOurs
                        ? null
                        : new Transcoder(new GenericDatumReader<>(ours, schema), new GenericDatumWriter<>(schema)));
    }
}
