package io.rillcast.serde;

import io.rillcast.forecast.Score;
import org.apache.kafka.common.serialization.Serializer;

/** Writes scores in the wire format, under the subject of the topic's values; owned by one thread. */
public final class ScoreSerializer implements Serializer<Score> {
    private final AvroWriter<io.rillcast.avro.Score> writer;

    /** Registers or looks up its schema, as the registry's settings say, with the first record of a topic. */
    public ScoreSerializer(SchemaRegistryClient registry) {
        this.writer = new AvroWriter<>(registry, io.rillcast.avro.Score.getClassSchema());
    }

    /**
     * The bytes of a score, null for null.
     *
     * @throws RegistryFailure if the schema's id cannot be learnt
     */
    @Override
    public byte[] serialize(String topic, Score value) {
        return value == null ? null : writer.write(topic, ScoreRecords.toAvro(value));
    }
}
