package io.rillcast.serde;

import io.rillcast.training.TrainingRecord;
import org.apache.kafka.common.serialization.Deserializer;

/** Reads training records in the wire format, written with any compatible version of the schema; owned by one thread. */
public final class TrainingRecordDeserializer implements Deserializer<TrainingRecord> {
    private final RecordReader<io.rillcast.avro.TrainingRecord, TrainingRecord> reader;

    /** Asks the registry once for each schema id that it meets. */
    public TrainingRecordDeserializer(SchemaRegistryClient registry) {
        this.reader = new RecordReader<>(
                registry, io.rillcast.avro.TrainingRecord.getClassSchema(), TrainingRecords::fromAvro);
    }

    /**
     * The value in these bytes, null for null (a tombstone).
     *
     * @throws MalformedRecord if they hold none
     * @throws RegistryFailure if the registry does not answer
     */
    @Override
    public TrainingRecord deserialize(String topic, byte[] value) {
        return reader.read(topic, value);
    }
}
