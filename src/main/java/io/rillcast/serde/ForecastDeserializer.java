package io.rillcast.serde;

import io.rillcast.forecast.Forecast;
import org.apache.kafka.common.serialization.Deserializer;

/** Reads forecasts in the wire format, written with any compatible version of the schema; owned by one thread. */
public final class ForecastDeserializer implements Deserializer<Forecast> {
    private final RecordReader<io.rillcast.avro.Forecast, Forecast> reader;

    /** Asks the registry once for each schema id that it meets. */
    public ForecastDeserializer(SchemaRegistryClient registry) {
        this.reader =
                new RecordReader<>(registry, io.rillcast.avro.Forecast.getClassSchema(), ForecastRecords::fromAvro);
    }

    /**
     * The value in these bytes, null for null (a tombstone).
     *
     * @throws MalformedRecord if they hold none
     * @throws RegistryFailure if the registry does not answer
     */
    @Override
    public Forecast deserialize(String topic, byte[] value) {
        return reader.read(topic, value);
    }
}
