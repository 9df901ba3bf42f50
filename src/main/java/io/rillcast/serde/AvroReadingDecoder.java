package io.rillcast.serde;

import io.rillcast.forecast.Reading;
import java.util.function.LongSupplier;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.kafka.common.header.Headers;

/** Readings out of Avro records of any schema in the wire format; owned by one thread. */
public final class AvroReadingDecoder implements ReadingDecoder {
    private final AvroReader<Object> reader;
    private final AvroFields fields;

    /**
     * A decoder of records whose fields a mapping names.
     *
     * @param registry knows the schemas by their ids
     * @param latestAllowedMs the latest timestamp allowed now, epoch ms
     */
    public AvroReadingDecoder(SchemaRegistryClient registry, ReadingMapping mapping, LongSupplier latestAllowedMs) {
        GenericData unconverted = new GenericData();
        this.reader = new AvroReader<>(registry, schema -> new GenericDatumReader<>(schema, schema, unconverted));
        this.fields = new AvroFields(mapping, new ReadingRules(latestAllowedMs));
    }

    @Override
    public Reading decode(String topic, Headers headers, byte[] key, byte[] value) throws UndecodableReading {
        ReadingRules.requireReadable(value);
        Object datum;
        try {
            datum = reader.read(value);
        } catch (MalformedRecord e) {
            throw new UndecodableReading(e.reason(), e.getMessage(), e);
        }
        return fields.reading(datum, key);
    }
}
