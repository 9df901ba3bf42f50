package io.rillcast.broken;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;

/** Avro in the wire format, right and wrong, written without the code that is tested. */
final class AvroBytes {
    /** The schema of our own readings. */
    static final Schema READING = io.rillcast.avro.Reading.getClassSchema();

    static final String STRING = "\"string\"";
    static final String LONG = "\"long\"";
    static final String DOUBLE = "\"double\"";

    private AvroBytes() {}

    /** A reading of our own schema. */
    static byte[] reading(Draw draw, String series, long timestampMs, double value) {
        return reading(draw.schemas, series, timestampMs, value);
    }

    static byte[] reading(Draw.Schemas schemas, String series, long timestampMs, double value) {
        return reading(schemas, series, timestampMs, value, Map.of());
    }

    static byte[] reading(
            Draw.Schemas schemas, String series, long timestampMs, double value, Map<String, Double> covariates) {
        GenericData.Record record = new GenericData.Record(READING);
        record.put("series", series);
        record.put("timestamp", timestampMs);
        record.put("value", value);
        record.put("covariates", covariates);
        return wire(schemas, READING, record);
    }

    /** A record of a schema with the default names and these types. */
    static byte[] typed(Draw draw, Schema schema, Object series, Object timestamp, Object value) {
        GenericData.Record record = new GenericData.Record(schema);
        record.put("series", series);
        record.put("timestamp", timestamp);
        record.put("value", value);
        return wire(draw.schemas, schema, record);
    }

    static Schema types(String series, String timestamp, String value) {
        return parse("{'type':'record','name':'Any','fields':[{'name':'series','type':" + series
                + "},{'name':'timestamp','type':" + timestamp + "},{'name':'value','type':" + value + "}]}");
    }

    static Schema parse(String text) {
        return new Schema.Parser().parse(text.replace('\'', '"'));
    }

    /** Header and body. */
    static byte[] wire(Draw.Schemas schemas, Schema schema, Object datum) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try {
            BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(body, null);
            new GenericDatumWriter<>(schema).write(datum, encoder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return wire(schemas.id(schema.toString()), body.toByteArray());
    }

    static byte[] wire(int schemaId, byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        ByteBuffer all = ByteBuffer.allocate(5 + length).put((byte) 0).putInt(schemaId);
        for (byte[] part : parts) {
            all.put(part);
        }
        return all.array();
    }

    /** The reading whose body begins at an offset. */
    static Object read(byte[] bytes, int offset) {
        try {
            return new GenericDatumReader<>(READING)
                    .read(null, DecoderFactory.get().binaryDecoder(bytes, offset, bytes.length - offset, null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A whole number as Avro writes it. */
    static byte[] varint(long number) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        long left = (number << 1) ^ (number >> 63);
        while ((left & ~0x7fL) != 0) {
            out.write((int) ((left & 0x7f) | 0x80));
            left >>>= 7;
        }
        out.write((int) left);
        return out.toByteArray();
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
