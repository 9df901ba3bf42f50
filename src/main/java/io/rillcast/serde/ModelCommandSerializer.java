package io.rillcast.serde;

import io.rillcast.training.ModelCommand;
import org.apache.kafka.common.serialization.Serializer;

/** Writes model commands in the wire format, under the subject of the topic's values; owned by one thread. */
public final class ModelCommandSerializer implements Serializer<ModelCommand> {
    private final AvroWriter<io.rillcast.avro.ModelCommand> writer;

    /** Registers or looks up its schema, as the registry's settings say, with the first record of a topic. */
    public ModelCommandSerializer(SchemaRegistryClient registry) {
        this.writer = new AvroWriter<>(registry, io.rillcast.avro.ModelCommand.getClassSchema());
    }

    /**
     * The bytes of a command, null for null.
     *
     * @throws RegistryFailure if the schema's id cannot be learnt
     */
    @Override
    public byte[] serialize(String topic, ModelCommand value) {
        return value == null ? null : writer.write(topic, ModelCommands.toAvro(value));
    }
}
