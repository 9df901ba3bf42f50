package io.rillcast.serde;

import io.rillcast.forecast.Score;
import org.apache.kafka.common.serialization.Deserializer;

/** Reads scores in the wire format, written with any compatible version of the schema; owned by one thread. */
public final class ScoreDeserializer implements Deserializer<Score> {
    private final RecordReader<io.rillcast.avro.Score, Score> reader;

    /** Asks the registry once for each schema id that it meets. */
    public ScoreDeserializer(SchemaRegistryClient registry) {
        this.reader = new RecordReader<>(registry, io.rillcast.avro.Score.getClassSchema(), ScoreRecords::fromAvro);
    }

    /**
     * The value in these bytes, null for null (a tombstone).
     *
     * @throws MalformedRecord if they hold none
     * @throws RegistryFailure if the registry does not answer
     */
    @Override
    public Score deserialize(String topic, byte[] value) {
        return reader.read(topic, value);
    }
}
