package io.rillcast.serde;

import io.rillcast.forecast.Reading;
import java.util.Map;
import org.apache.kafka.common.serialization.Serializer;

/** Writes readings, without covariates, in the wire format, under the subject of the topic's values; owned by one thread. */
public final class ReadingSerializer implements Serializer<Reading> {
    private final AvroWriter<io.rillcast.avro.Reading> writer;

    /** Registers or looks up its schema, as the registry's settings say, with the first record of a topic. */
    public ReadingSerializer(SchemaRegistryClient registry) {
        this.writer = new AvroWriter<>(registry, io.rillcast.avro.Reading.getClassSchema());
    }

    /**
     * The bytes of a reading, null for null.
     *
     * @throws RegistryFailure if the schema's id cannot be learnt
     */
    @Override
    public byte[] serialize(String topic, Reading value) {
        return value == null ? null : writer.write(topic, ReadingRecords.toAvro(value, Map.of()));
    }

    /** The same for lines of a file, with their covariates. */
    public Serializer<CsvRow> ofRows() {
        return (topic, row) -> writer.write(topic, ReadingRecords.toAvro(row.reading(), row.covariates()));
    }
}
