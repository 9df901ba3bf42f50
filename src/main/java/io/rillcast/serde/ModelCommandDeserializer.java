package io.rillcast.serde;

import io.rillcast.training.ModelCommand;
import org.apache.kafka.common.serialization.Deserializer;

/** Reads model commands in the wire format, written with any compatible version of the schema; owned by one thread. */
public final class ModelCommandDeserializer implements Deserializer<ModelCommand> {
    private final RecordReader<io.rillcast.avro.ModelCommand, ModelCommand> reader;

    /** Asks the registry once for each schema id that it meets. */
    public ModelCommandDeserializer(SchemaRegistryClient registry) {
        this.reader =
                new RecordReader<>(registry, io.rillcast.avro.ModelCommand.getClassSchema(), ModelCommands::fromAvro);
    }

    /**
     * The value in these bytes, null for null (a tombstone).
     *
     * @throws MalformedRecord if they hold none
     * @throws RegistryFailure if the registry does not answer
     */
    @Override
    public ModelCommand deserialize(String topic, byte[] value) {
        return reader.read(topic, value);
    }
}
