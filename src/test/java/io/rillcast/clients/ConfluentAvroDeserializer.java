package io.rillcast.clients;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import org.apache.flink.avro.registry.confluent.shaded.io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * A deserializer as an operator would name it in {@code readings.deserializer}: Avro records, their schemas by
 * Confluent's own Java client. Owned by one thread.
 */
public final class ConfluentAvroDeserializer implements Deserializer<GenericRecord> {
    private static final int HEADER_BYTES = 5;

    private final Map<Integer, Schema> schemas = new HashMap<>();
    private CachedSchemaRegistryClient client;

    /** Takes {@code schema.registry.url}. */
    @Override
    public void configure(Map<String, ?> settings, boolean isKey) {
        client = new CachedSchemaRegistryClient(
                settings.get("schema.registry.url").toString(), 100);
    }

    @Override
    public GenericRecord deserialize(String topic, byte[] value) {
        ByteBuffer buffer = ByteBuffer.wrap(value);
        if (value.length < HEADER_BYTES || buffer.get() != 0) {
            throw new SerializationException("Unknown magic byte!");
        }
        Schema schema = schemas.computeIfAbsent(buffer.getInt(), this::fetch);
        try {
            return new GenericDatumReader<GenericRecord>(schema)
                    .read(
                            null,
                            DecoderFactory.get().binaryDecoder(value, HEADER_BYTES, value.length - HEADER_BYTES, null));
        } catch (IOException failed) {
            throw new SerializationException("Error deserializing Avro message", failed);
        }
    }

    private Schema fetch(int id) {
        try {
            return new Schema.Parser().parse(client.getSchemaById(id).canonicalString());
        } catch (IOException | RestClientException failed) {
            throw new SerializationException("Error retrieving Avro schema for id " + id, failed);
        }
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (IOException failed) {
            throw new SerializationException("Error closing the registry's client", failed);
        }
    }
}
