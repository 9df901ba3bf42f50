package io.rillcast.serde;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rillcast.rnn.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Named tensors and strings about them, as a file in the safetensors format holds them; immutable.
 *
 * <pre>
 *   | N, uint64 little-endian | N bytes: a JSON object in UTF-8, padded with spaces | the tensors' bytes |
 *
 *   {"__metadata__": {"KEY": "TEXT", ...},                     may be absent
 *    "NAME": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}, ...}
 * </pre>
 *
 * <p>Offsets count from the end of the header; the tensors cover what follows it, without hole or overlap. Values are
 * little-endian and row-major. Written are F32 tensors by increasing name behind a header padded to a multiple of 8, so
 * that equal contents have equal bytes and values lie where a program that maps the file wants them.
 *
 * <p>Source: the format's description and its reference implementation, huggingface/safetensors.
 *
 * @param tensors by name
 * @param metadata texts by key
 */
public record Safetensors(SortedMap<String, Tensor> tensors, SortedMap<String, String> metadata) {
    /** The key that no tensor may have. */
    static final String METADATA = "__metadata__";

    /** The reference implementation's bound on the header. */
    static final int MOST_HEADER_BYTES = 100_000_000;

    /** The header ends, and values begin, at a multiple of this. */
    private static final int ALIGNMENT_BYTES = 8;

    /**
     * Copies and checks.
     *
     * @throws IllegalArgumentException if a tensor has the name of the metadata, or text has half a surrogate pair
     */
    public Safetensors {
        tensors = Collections.unmodifiableSortedMap(new TreeMap<>(tensors));
        metadata = Collections.unmodifiableSortedMap(new TreeMap<>(metadata));
        if (tensors.containsKey(METADATA)) {
            throw new IllegalArgumentException("no tensor can have the name of the metadata: name=" + METADATA);
        }
        tensors.keySet().forEach(Safetensors::requireEncodable);
        metadata.forEach((key, text) -> {
            requireEncodable(key);
            requireEncodable(text);
        });
    }

    /**
     * Contents of any maps.
     *
     * @throws IllegalArgumentException as the constructor
     */
    public static Safetensors of(Map<String, Tensor> tensors, Map<String, String> metadata) {
        return new Safetensors(new TreeMap<>(tensors), new TreeMap<>(metadata));
    }

    /**
     * Reads a file's bytes: F32, F16 and BF16 exactly, F64 rounded to the nearest float. The memory used is a small
     * multiple of their number, whatever they say.
     *
     * @throws MalformedFile if they break a rule of the format or hold another type of values
     */
    public static Safetensors read(byte[] bytes) throws MalformedFile {
        return new SafetensorsReader(bytes).read();
    }

    /**
     * A file's bytes.
     *
     * @throws IllegalArgumentException if the header or the file is longer than the format or an array can be
     */
    public byte[] toBytes() {
        byte[] header = header().toString().getBytes(StandardCharsets.UTF_8);
        long padded = (header.length + ALIGNMENT_BYTES - 1L) / ALIGNMENT_BYTES * ALIGNMENT_BYTES;
        long size = Long.BYTES + padded + dataBytes();
        if (padded > MOST_HEADER_BYTES || size > Integer.MAX_VALUE - ALIGNMENT_BYTES) {
            throw new IllegalArgumentException("a file of tensors must have a header of at most " + MOST_HEADER_BYTES
                    + " bytes and be below 2 GiB: header=" + padded + ", file=" + size);
        }
        ByteBuffer out = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
        out.putLong(padded).put(header);
        while (out.position() < Long.BYTES + padded) {
            out.put((byte) ' ');
        }
        for (Tensor tensor : tensors.values()) {
            out.asFloatBuffer().put(tensor.values());
            out.position(out.position() + Float.BYTES * tensor.size());
        }
        return out.array();
    }

    private ObjectNode header() {
        ObjectNode header = JsonNodeFactory.instance.objectNode();
        if (!metadata.isEmpty()) {
            ObjectNode texts = header.putObject(METADATA);
            metadata.forEach(texts::put);
        }
        long begin = 0;
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            long end = begin + (long) Float.BYTES * entry.getValue().size();
            ObjectNode description = header.putObject(entry.getKey());
            description.put("dtype", ValueType.F32.name());
            ArrayNode shape = description.putArray("shape");
            for (int length : entry.getValue().shape()) {
                shape.add(length);
            }
            description.putArray("data_offsets").add(begin).add(end);
            begin = end;
        }
        return header;
    }

    private long dataBytes() {
        long bytes = 0;
        for (Tensor tensor : tensors.values()) {
            bytes += (long) Float.BYTES * tensor.size();
        }
        return bytes;
    }

    private static void requireEncodable(String text) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new IllegalArgumentException("names and metadata must be text that UTF-8 can hold: text=" + text);
        }
    }

    /** What a value of a tensor is, and how it becomes a float. */
    enum ValueType {
        /** Written. */
        F32(4) {
            @Override
            void get(ByteBuffer from, float[] values) {
                from.asFloatBuffer().get(values);
            }
        },
        /** Rounded to the nearest float; beyond the largest, infinite. */
        F64(8) {
            @Override
            void get(ByteBuffer from, float[] values) {
                for (int i = 0; i < values.length; i++) {
                    values[i] = (float) from.getDouble();
                }
            }
        },
        /** IEEE 754 binary16. */
        F16(2) {
            @Override
            void get(ByteBuffer from, float[] values) {
                for (int i = 0; i < values.length; i++) {
                    values[i] = ofHalf(from.getShort());
                }
            }
        },
        /** The upper half of a float. */
        BF16(2) {
            @Override
            void get(ByteBuffer from, float[] values) {
                for (int i = 0; i < values.length; i++) {
                    values[i] = Float.intBitsToFloat(from.getShort() << 16);
                }
            }
        };

        private final int bytes;

        ValueType(int bytes) {
            this.bytes = bytes;
        }

        /** How many bytes a value has. */
        int bytes() {
            return bytes;
        }

        /** Reads as many values as there is room for, little-endian from the buffer's position. */
        abstract void get(ByteBuffer from, float[] values);

        private static float ofHalf(short bits) {
            int exponent = (bits >> 10) & 0x1f;
            int fraction = bits & 0x3ff;
            float size;
            if (exponent == 0) {
                size = fraction * 0x1p-24f;
            } else if (exponent == 0x1f) {
                size = Float.intBitsToFloat(0x7f800000 | fraction << 13);
            } else {
                size = Float.intBitsToFloat((exponent + 112) << 23 | fraction << 13);
            }
            return bits < 0 ? -size : size;
        }
    }
}
