package io.rillcast.serde;

import io.rillcast.training.ModelSnapshot;
import org.apache.kafka.common.serialization.Deserializer;

/** Reads model snapshots in the wire format, written with any compatible version of the schema; owned by one thread. */
public final class ModelSnapshotDeserializer implements Deserializer<ModelSnapshot> {
    private final RecordReader<io.rillcast.avro.ModelSnapshot, ModelSnapshot> reader;

    /** Asks the registry once for each schema id that it meets. */
    public ModelSnapshotDeserializer(SchemaRegistryClient registry) {
        this.reader =
                new RecordReader<>(registry, io.rillcast.avro.ModelSnapshot.getClassSchema(), ModelSnapshots::fromAvro);
    }

    /**
     * The value in these bytes, null for null (a tombstone).
     *
     * @throws MalformedRecord if they hold none
     * @throws RegistryFailure if the registry does not answer
     */
    @Override
    public ModelSnapshot deserialize(String topic, byte[] value) {
        return reader.read(topic, value);
    }
}
