package io.rillcast.serde;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rillcast.rnn.Tensor;
import io.rillcast.serde.Safetensors.ValueType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads one file in the safetensors format, trusting nothing that it says.
 *
 * <p>All is checked before the first value is copied: the tensors together are then exactly as long as the file's rest,
 * so that a few bytes cannot ask for much memory. Of several broken rules the first in this order is named: the
 * header's length, its text, each description, the offsets together.
 */
final class SafetensorsReader {
    /** An object of objects of arrays. */
    private static final int MOST_NESTING = 3;

    /** A longer number is beyond every size; it need not be converted to be refused. */
    private static final int MOST_DIGITS = 30;

    /** What is quoted of a file in a sentence is cut off here, characters. */
    private static final int MOST_QUOTED = 200;

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MOST_NESTING)
                            .maxNumberLength(MOST_DIGITS)
                            .maxStringLength(Safetensors.MOST_HEADER_BYTES)
                            .maxNameLength(Safetensors.MOST_HEADER_BYTES)
                            .build())
                    // Names of tensors do not come again, so remembering them would only hold memory.
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);

    private static final Set<String> KEYS = Set.of("dtype", "shape", "data_offsets");

    private final byte[] bytes;

    /** A reader of a whole file's bytes. */
    SafetensorsReader(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Where one tensor lies. */
    private record Description(String name, ValueType type, List<Integer> shape, long begin, long end) {}

    /**
     * Reads them.
     *
     * @throws MalformedFile if a rule is broken
     */
    Safetensors read() throws MalformedFile {
        int headerBytes = headerBytes();
        JsonNode header = header(headerBytes);
        int dataBegin = Long.BYTES + headerBytes;
        SortedMap<String, String> metadata = new TreeMap<>();
        List<Description> descriptions = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : header.properties()) {
            if (entry.getKey().equals(Safetensors.METADATA)) {
                readMetadata(entry.getValue(), metadata);
            } else {
                descriptions.add(description(entry.getKey(), entry.getValue()));
            }
        }
        requireCover(descriptions, bytes.length - dataBegin);
        SortedMap<String, Tensor> tensors = new TreeMap<>();
        for (Description description : descriptions) {
            tensors.put(description.name(), tensor(description, dataBegin));
        }
        try {
            return new Safetensors(tensors, metadata);
        } catch (IllegalArgumentException e) {
            throw new MalformedFile(shortened(e.getMessage()), e);
        }
    }

    private int headerBytes() throws MalformedFile {
        if (bytes.length < Long.BYTES) {
            throw new MalformedFile(
                    "a file of tensors must begin with 8 bytes that say how long its header is: bytes=" + bytes.length);
        }
        long length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (length < 0 || length > Safetensors.MOST_HEADER_BYTES) {
            throw new MalformedFile("the header must have at most " + Safetensors.MOST_HEADER_BYTES + " bytes: stated="
                    + Long.toUnsignedString(length) + "; is this a safetensors file?");
        }
        if (length > bytes.length - Long.BYTES) {
            throw new MalformedFile("the header must lie within the file: stated=" + length + ", bytes after byte 8="
                    + (bytes.length - Long.BYTES) + "; the file was cut off, copy it again");
        }
        return (int) length;
    }

    private JsonNode header(int length) throws MalformedFile {
        if (length == 0 || bytes[Long.BYTES] != '{') {
            throw new MalformedFile("the header must begin with { at byte 8: header bytes=" + length);
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, Long.BYTES, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedFile("the header must be UTF-8: header bytes=" + length, e);
        }
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            String sentence = e.getOriginalMessage().lines().findFirst().orElse("");
            throw new MalformedFile(
                    "the header must be one JSON object whose keys differ: character="
                            + (e.getLocation() == null ? -1 : e.getLocation().getCharOffset()) + ", problem="
                            + sentence,
                    e);
        }
    }

    private static void readMetadata(JsonNode node, SortedMap<String, String> metadata) throws MalformedFile {
        if (!node.isObject()) {
            throw new MalformedFile("metadata must be an object of texts: found=" + found(node));
        }
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            if (!entry.getValue().isTextual()) {
                throw new MalformedFile("metadata must be text: key=" + shortened(entry.getKey()) + ", found="
                        + found(entry.getValue()));
            }
            metadata.put(entry.getKey(), entry.getValue().textValue());
        }
    }

    private static Description description(String name, JsonNode node) throws MalformedFile {
        if (!node.isObject() || node.size() != KEYS.size() || !KEYS.stream().allMatch(node::has)) {
            throw new MalformedFile("a tensor must be described by exactly dtype, shape and data_offsets: tensor="
                    + shortened(name) + ", found=" + found(node));
        }
        ValueType type = type(name, node.get("dtype"));
        long[] shape = wholeNumbers(name, "shape", node.get("shape"));
        long[] offsets = wholeNumbers(name, "data_offsets", node.get("data_offsets"));
        if (offsets.length != 2 || offsets[0] > offsets[1]) {
            throw new MalformedFile("data_offsets must be a begin and an end not before it: tensor=" + shortened(name)
                    + ", data_offsets=" + shortened(Arrays.toString(offsets)));
        }
        if (offsets[1] - offsets[0] != sizeBytes(name, type, shape)) {
            throw new MalformedFile("a tensor must have as many bytes as its shape says: tensor=" + shortened(name)
                    + ", dtype=" + type + ", shape=" + shortened(Arrays.toString(shape)) + ", data_offsets="
                    + Arrays.toString(offsets));
        }
        List<Integer> lengths = Arrays.stream(shape).mapToObj(Math::toIntExact).toList();
        return new Description(name, type, lengths, offsets[0], offsets[1]);
    }

    private static ValueType type(String name, JsonNode node) throws MalformedFile {
        for (ValueType type : ValueType.values()) {
            if (node.isTextual() && type.name().equals(node.textValue())) {
                return type;
            }
        }
        throw new MalformedFile("dtype must be one of " + Arrays.toString(ValueType.values()) + ": tensor="
                + shortened(name) + ", dtype=" + (node.isTextual() ? shortened(node.textValue()) : found(node))
                + "; convert the tensor to F32");
    }

    private static long[] wholeNumbers(String name, String key, JsonNode node) throws MalformedFile {
        boolean isRight = node.isArray();
        for (JsonNode element : node) {
            isRight &= element.isIntegralNumber() && element.canConvertToLong() && element.longValue() >= 0;
        }
        if (!isRight) {
            throw new MalformedFile(key + " must be an array of whole numbers from 0 to 2^63 - 1: tensor="
                    + shortened(name) + ", found=" + found(node));
        }
        long[] numbers = new long[node.size()];
        Arrays.setAll(numbers, i -> node.get(i).longValue());
        return numbers;
    }

    private static long sizeBytes(String name, ValueType type, long[] shape) throws MalformedFile {
        long size = type.bytes();
        try {
            for (long length : shape) {
                Math.toIntExact(length);
                size = Math.multiplyExact(size, length);
            }
        } catch (ArithmeticException e) {
            throw new MalformedFile(
                    "sizes must be below 2^31 and their product below 2^63: tensor=" + shortened(name) + ", shape="
                            + shortened(Arrays.toString(shape)),
                    e);
        }
        return size;
    }

    /** The tensors, in the order of their offsets, cover the data from its first to its last byte. */
    private static void requireCover(List<Description> descriptions, int dataBytes) throws MalformedFile {
        descriptions.sort(Comparator.comparingLong(Description::begin).thenComparingLong(Description::end));
        long covered = 0;
        for (Description description : descriptions) {
            if (description.end() > dataBytes) {
                throw new MalformedFile("a tensor must lie within the file: tensor=" + shortened(description.name())
                        + ", data_offsets=[" + description.begin() + ", " + description.end()
                        + "], bytes after the header="
                        + dataBytes + "; the file was cut off, copy it again");
            }
            if (description.begin() != covered) {
                throw new MalformedFile("tensors must follow each other without hole or overlap: tensor="
                        + shortened(description.name()) + ", begin=" + description.begin() + ", end of the one before="
                        + covered);
            }
            covered = description.end();
        }
        if (covered != dataBytes) {
            throw new MalformedFile("nothing must follow the last tensor: bytes after the header=" + dataBytes
                    + ", end of the last tensor=" + covered);
        }
    }

    private Tensor tensor(Description description, int dataBegin) {
        int begin = dataBegin + (int) description.begin();
        int length = (int) (description.end() - description.begin());
        ByteBuffer data = ByteBuffer.wrap(bytes, begin, length).order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[length / description.type().bytes()];
        description.type().get(data, values);
        return Tensor.of(
                description.shape().stream().mapToInt(Integer::intValue).toArray(), values);
    }

    private static String found(JsonNode node) {
        if (node.isMissingNode()) {
            return "nothing";
        }
        return node.isContainerNode()
                ? shortened(node.toString())
                : node.getNodeType().name().toLowerCase(Locale.ROOT);
    }

    /** A sentence stays one, whatever the file says. */
    private static String shortened(String text) {
        return text.length() <= MOST_QUOTED ? text : text.substring(0, MOST_QUOTED) + "...";
    }
}
