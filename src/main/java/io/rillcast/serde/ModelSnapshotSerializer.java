package io.rillcast.serde;

import io.rillcast.training.ModelSnapshot;
import org.apache.kafka.common.serialization.Serializer;

/** Writes model snapshots in the wire format, under the subject of the topic's values; owned by one thread. */
public final class ModelSnapshotSerializer implements Serializer<ModelSnapshot> {
    private final AvroWriter<io.rillcast.avro.ModelSnapshot> writer;

    /** Registers or looks up its schema, as the registry's settings say, with the first record of a topic. */
    public ModelSnapshotSerializer(SchemaRegistryClient registry) {
        this.writer = new AvroWriter<>(registry, io.rillcast.avro.ModelSnapshot.getClassSchema());
    }

    /**
     * The bytes of a snapshot, null for null.
     *
     * @throws RegistryFailure if the schema's id cannot be learnt
     */
    @Override
    public byte[] serialize(String topic, ModelSnapshot value) {
        return value == null ? null : writer.write(topic, ModelSnapshots.toAvro(value));
    }
}
