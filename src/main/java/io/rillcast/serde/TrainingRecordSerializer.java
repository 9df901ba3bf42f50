package io.rillcast.serde;

import io.rillcast.training.TrainingRecord;
import org.apache.kafka.common.serialization.Serializer;

/** Writes training records in the wire format, under the subject of the topic's values; owned by one thread. */
public final class TrainingRecordSerializer implements Serializer<TrainingRecord> {
    private final AvroWriter<io.rillcast.avro.TrainingRecord> writer;

    /** Registers or looks up its schema, as the registry's settings say, with the first record of a topic. */
    public TrainingRecordSerializer(SchemaRegistryClient registry) {
        this.writer = new AvroWriter<>(registry, io.rillcast.avro.TrainingRecord.getClassSchema());
    }

    /**
     * The bytes of a training record, null for null.
     *
     * @throws RegistryFailure if the schema's id cannot be learnt
     */
    @Override
    public byte[] serialize(String topic, TrainingRecord value) {
        return value == null ? null : writer.write(topic, TrainingRecords.toAvro(value));
    }
}
