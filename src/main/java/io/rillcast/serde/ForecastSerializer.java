package io.rillcast.serde;

import io.rillcast.forecast.Forecast;
import org.apache.kafka.common.serialization.Serializer;

/** Writes forecasts in the wire format, under the subject of the topic's values; owned by one thread. */
public final class ForecastSerializer implements Serializer<Forecast> {
    private final AvroWriter<io.rillcast.avro.Forecast> writer;

    /** Registers or looks up its schema, as the registry's settings say, with the first record of a topic. */
    public ForecastSerializer(SchemaRegistryClient registry) {
        this.writer = new AvroWriter<>(registry, io.rillcast.avro.Forecast.getClassSchema());
    }

    /**
     * The bytes of a forecast, null for null.
     *
     * @throws RegistryFailure if the schema's id cannot be learnt
     */
    @Override
    public byte[] serialize(String topic, Forecast value) {
        return value == null ? null : writer.write(topic, ForecastRecords.toAvro(value));
    }
}
