package io.rillcast.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rillcast.rnn.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {
    @Test
    void returnsWhatWasWritten() throws MalformedFile {
        Random random = new Random(9);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (int[] shape : new int[][] {{}, {0}, {1}, {7}, {2, 3}, {3, 0, 5}, {1, 1, 1, 1, 4}, {64, 33}}) {
            float[] values = new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian();
            }
            tensors.put("of shape " + Arrays.toString(shape), Tensor.of(shape, values));
        }
        float[] special = {0f, -0f, Float.MIN_VALUE, -Float.MAX_VALUE, Float.NaN, Float.NEGATIVE_INFINITY};
        tensors.put("\"\\\n\u0001 \u00e9 \u4e2d \ud83d\ude00", Tensor.of(new int[] {6}, special));
        Map<String, String> metadata = Map.of("", "", "text \"quoted\"", "line\nline \ud83d\ude00");

        Safetensors returned =
                Safetensors.read(Safetensors.of(tensors, metadata).toBytes());

        assertThat(returned.metadata()).containsExactlyInAnyOrderEntriesOf(metadata);
        assertThat(returned.tensors().keySet()).containsExactlyInAnyOrderElementsOf(tensors.keySet());
        tensors.forEach((name, tensor) -> {
            assertThat(returned.tensors().get(name).shape()).as(name).isEqualTo(tensor.shape());
            assertThat(returned.tensors().get(name).values()).as(name).isEqualTo(tensor.values());
        });
    }

    @Test
    void writesTheseBytes() {
        Map<String, Tensor> tensors = Map.of(
                "b", Tensor.of(new int[] {2}, new float[] {1, -2}), "a", Tensor.of(new int[0], new float[] {0.5f}));

        byte[] bytes = Safetensors.of(tensors, Map.of("k", "v")).toBytes();

        String header = "{\"__metadata__\":{\"k\":\"v\"},\"a\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[0,4]},"
                + "\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}    ";
        assertThat(header.length() % 8).isZero();
        assertThat(HexFormat.of().formatHex(bytes))
                .isEqualTo("8800000000000000" + HexFormat.of().formatHex(header.getBytes(StandardCharsets.UTF_8))
                        + "0000003f" + "0000803f" + "000000c0");
    }

    @Test
    void writesNothingAsAnEmptyHeader() throws MalformedFile {
        byte[] bytes = Safetensors.of(Map.of(), Map.of()).toBytes();

        assertThat(bytes).isEqualTo(file("{}      ", 0));
        assertThat(Safetensors.read(bytes).tensors()).isEmpty();
    }

    @Test
    void readsWhatPythonWrote() throws MalformedFile, IOException {
        try (InputStream in = getClass().getResourceAsStream("/golden/networks/lstm-1x2-2.safetensors")) {
            Safetensors file = Safetensors.read(in.readAllBytes());

            assertThat(file.metadata()).containsEntry("cell", "lstm").containsKeys("torch", "numpy", "seed");
            assertThat(file.tensors().get("weight.lstm.weight_hh_l0_reverse").shape())
                    .containsExactly(8, 2);
            // Kept as F64 there.
            assertThat(file.tensors().get("loss").shape()).isEmpty();
            assertThat(file.tensors().get("adamw.losses").values()).hasSize(10).doesNotContain(0f);
        }
    }

    @Test
    void readsDoublesAsTheNearestFloats() throws MalformedFile {
        ByteBuffer data = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
        data.putDouble(0.1).putDouble(1e300).putDouble(-1e-300).putDouble(Double.NaN);

        assertThat(readValues("F64", data.array())).containsExactly(0.1f, Float.POSITIVE_INFINITY, -0f, Float.NaN);
    }

    @ParameterizedTest
    @CsvSource({
        "0000, 0x0p0",
        "8000, -0x0p0",
        "0001, 0x1p-24",
        "83ff, -0x3ffp-24",
        "0400, 0x1p-14",
        "3c00, 0x1p0",
        "3555, 0x555p-12",
        "c000, -0x2p0",
        "7bff, 0x7ffp5",
        "7c00, Infinity",
        "fc00, -Infinity",
        "7e00, NaN"
    })
    void readsHalves(String bits, String value) throws MalformedFile {
        assertThat(readValues("F16", littleEndian(bits))).containsExactly(Float.parseFloat(value));
    }

    @Test
    void readsEveryFiniteHalfExactly() throws MalformedFile {
        for (int bits = 0; bits < 0x7c00; bits++) {
            int exponent = bits >> 10;
            double expected = exponent == 0 ? bits * 0x1p-24 : Math.scalb(1 + (bits & 0x3ff) / 1024.0, exponent - 15);
            byte[] both = {(byte) bits, (byte) (bits >> 8), (byte) bits, (byte) (bits >> 8 | 0x80)};

            assertThat(readValues("F16", both)).containsExactly((float) expected, (float) -expected);
        }
    }

    @ParameterizedTest
    @CsvSource({"3f80, 1", "c049, -0x1.92p1", "0001, 0x1p-133", "7f80, Infinity", "7fc0, NaN"})
    void readsBrainFloats(String bits, String value) throws MalformedFile {
        assertThat(readValues("BF16", littleEndian(bits))).containsExactly(Float.parseFloat(value));
    }

    @Test
    void readsTensorsInAnyOrderOfTheirBytes() throws MalformedFile {
        byte[] bytes = file("{\"a\":" + f32("[1]", 4, 8) + ",\"b\":" + f32("[1]", 0, 4) + "}", 8);
        bytes[bytes.length - 1] = 0x40;

        Safetensors file = Safetensors.read(bytes);

        assertThat(file.tensors().get("a").values()).containsExactly(2f);
        assertThat(file.tensors().get("b").values()).containsExactly(0f);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "00000000000000"})
    void refusesFileWithoutRoomForALength(String hex) {
        assertRefused(
                HexFormat.of().parseHex(hex),
                "a file of tensors must begin with 8 bytes that say how long its header is: bytes=" + hex.length() / 2);
    }

    @Test
    void refusesHeaderBeyondTheBound() {
        assertRefused(
                HexFormat.of().parseHex("01e1f50500000000"),
                "the header must have at most 100000000 bytes: stated=100000001; is this a safetensors file?");
        assertRefused(
                HexFormat.of().parseHex("ffffffffffffffff"),
                "the header must have at most 100000000 bytes: stated=18446744073709551615;"
                        + " is this a safetensors file?");
    }

    @Test
    void refusesHeaderThatEndsAfterTheFile() {
        assertRefused(
                HexFormat.of().parseHex("03000000000000007b7d"),
                "the header must lie within the file: stated=3, bytes after byte 8=2; the file was cut off, copy it"
                        + " again");
    }

    @Test
    void refusesHeaderThatIsNoObject() {
        assertRefused(file("", 0), "the header must begin with { at byte 8: header bytes=0");
        assertRefused(file("[]", 0), "the header must begin with { at byte 8: header bytes=2");
        assertRefused(file(" {}", 0), "the header must begin with { at byte 8: header bytes=3");
    }

    @Test
    void refusesHeaderThatIsNotJson() {
        assertRefusedBeginning(file("{\"a\"", 0), "the header must be one JSON object whose keys differ: character=");
        assertRefusedBeginning(file("{} {}", 0), "the header must be one JSON object whose keys differ: character=");
        assertRefusedBeginning(
                file("{\"a\":{\"b\":[[", 0), "the header must be one JSON object whose keys differ: character=");
    }

    @Test
    void refusesNamesThatComeTwice() {
        assertRefusedBeginning(
                file("{\"a\":" + f32("[1]", 0, 4) + ",\"a\":" + f32("[1]", 0, 4) + "}", 4),
                "the header must be one JSON object whose keys differ: character=");
        assertRefusedBeginning(
                file("{\"__metadata__\":{\"k\":\"1\",\"k\":\"2\"}}", 0),
                "the header must be one JSON object whose keys differ: character=");
    }

    @Test
    void refusesHeaderThatIsNotUtf8() {
        byte[] bytes = file("{\"a\":1}", 0);
        bytes[10] = (byte) 0xff;

        assertRefused(bytes, "the header must be UTF-8: header bytes=7");
    }

    @Test
    void refusesHalfASurrogatePair() {
        assertRefusedBeginning(
                file("{\"\\ud800\":" + f32("[1]", 0, 4) + "}", 4),
                "names and metadata must be text that UTF-8 can hold: text=");
    }

    @Test
    void refusesMetadataThatIsNotText() {
        assertRefused(file("{\"__metadata__\":[]}", 0), "metadata must be an object of texts: found=[]");
        assertRefused(file("{\"__metadata__\":{\"k\":1}}", 0), "metadata must be text: key=k, found=number");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1|number",
                "{}|{}",
                "{\"dtype\":\"F32\",\"shape\":[]}|{\"dtype\":\"F32\",\"shape\":[]}",
                "{\"dtype\":\"F32\",\"shape\":[],\"x\":1}|{\"dtype\":\"F32\",\"shape\":[],\"x\":1}"
            })
    void refusesIncompleteDescription(String description, String found) {
        assertRefused(
                file("{\"a\":" + description + "}", 0),
                "a tensor must be described by exactly dtype, shape and data_offsets: tensor=a, found=" + found);
    }

    @ParameterizedTest
    @CsvSource({"'\"I64\"', I64", "'\"f32\"', f32", "1, number", "null, null"})
    void refusesUnknownTypeOfValues(String dtype, String named) {
        assertRefused(
                file("{\"a\":{\"dtype\":" + dtype + ",\"shape\":[1],\"data_offsets\":[0,4]}}", 4),
                "dtype must be one of [F32, F64, F16, BF16]: tensor=a, dtype=" + named + "; convert the tensor to F32");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[-1]", "[1.5]", "[1.0]", "[\"1\"]", "[null]", "[9223372036854775808]", "[[1]]"})
    void refusesSizesThatAreNoWholeNumbers(String shape) {
        String sentence = shape.equals("[[1]]")
                ? "the header must be one JSON"
                : "shape must be an array of whole" + " numbers from 0 to 2^63 - 1: tensor=a, found=" + shape;

        assertRefusedBeginning(file("{\"a\":" + f32(shape, 0, 4) + "}", 4), sentence);
    }

    @Test
    void refusesShapeThatIsNoArray() {
        assertRefused(
                file("{\"a\":" + f32("3", 0, 12) + "}", 12),
                "shape must be an array of whole numbers from 0 to 2^63 - 1: tensor=a, found=number");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[2147483648]", "[0, 4294967296]", "[2147483647, 2147483647, 2147483647]"})
    void refusesSizesBeyondEveryArray(String shape) {
        assertRefused(
                file("{\"a\":" + f32(shape, 0, 4) + "}", 4),
                "sizes must be below 2^31 and their product below 2^63: tensor=a, shape=" + shape);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[4, 0]", "[0]", "[]", "[0, 4, 4]"})
    void refusesOffsetsThatAreNoBeginAndEnd(String offsets) {
        assertRefused(
                file("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":" + offsets + "}}", 4),
                "data_offsets must be a begin and an end not before it: tensor=a, data_offsets=" + offsets);
    }

    @Test
    void refusesTensorOfAnotherLengthThanItsShapes() {
        assertRefused(
                file("{\"a\":" + f32("[2, 3]", 0, 20) + "}", 20),
                "a tensor must have as many bytes as its shape says: tensor=a, dtype=F32, shape=[2, 3],"
                        + " data_offsets=[0, 20]");
    }

    @Test
    void refusesTensorThatEndsAfterTheFile() {
        assertRefused(
                file("{\"a\":" + f32("[1000000000]", 0, 4_000_000_000L) + "}", 4),
                "a tensor must lie within the file: tensor=a, data_offsets=[0, 4000000000], bytes after the header=4;"
                        + " the file was cut off, copy it again");
    }

    @Test
    void refusesOverlap() {
        assertRefused(
                file("{\"a\":" + f32("[2]", 0, 8) + ",\"b\":" + f32("[2]", 4, 12) + "}", 12),
                "tensors must follow each other without hole or overlap: tensor=b, begin=4, end of the one before=8");
        assertRefused(
                file("{\"a\":" + f32("[1]", 0, 4) + ",\"b\":" + f32("[1]", 0, 4) + "}", 4),
                "tensors must follow each other without hole or overlap: tensor=b, begin=0, end of the one before=4");
    }

    @Test
    void refusesHole() {
        assertRefused(
                file("{\"a\":" + f32("[1]", 4, 8) + "}", 8),
                "tensors must follow each other without hole or overlap: tensor=a, begin=4, end of the one before=0");
    }

    @Test
    void refusesBytesAfterTheLastTensor() {
        assertRefused(
                file("{\"a\":" + f32("[1]", 0, 4) + "}", 5),
                "nothing must follow the last tensor: bytes after the header=5, end of the last tensor=4");
        assertRefused(
                file("{}", 1),
                "nothing must follow the last tensor: bytes after the header=1, end of the last tensor=0");
    }

    @Test
    void keepsSentencesShortWhateverTheFileSays() {
        String name = "n".repeat(100_000);

        assertThatThrownBy(() -> Safetensors.read(file("{\"" + name + "\":[]}", 0)))
                .isInstanceOf(MalformedFile.class)
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(400));
    }

    @Test
    void refusesEveryBeginningOfAFile() {
        byte[] whole = Safetensors.of(Map.of("a", Tensor.of(new int[] {2}, new float[2])), Map.of("k", "v"))
                .toBytes();

        for (int length = 0; length < whole.length; length++) {
            byte[] beginning = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> Safetensors.read(beginning))
                    .as("%d bytes", length)
                    .isInstanceOf(MalformedFile.class);
        }
    }

    @Test
    void refusesDamageWithoutAnyOtherFailure() {
        byte[] whole = Safetensors.of(Map.of("a", Tensor.of(new int[] {2}, new float[2])), Map.of("k", "v"))
                .toBytes();
        int refused = 0;
        for (int i = 0; i < whole.length; i++) {
            for (int value = 0; value < 256; value++) {
                byte[] damaged = whole.clone();
                damaged[i] = (byte) value;
                try {
                    assertThat(Safetensors.read(damaged).tensors()).hasSizeBetween(0, 2);
                } catch (MalformedFile e) {
                    refused++;
                }
            }
        }
        assertThat(refused).isGreaterThan(whole.length * 128);
    }

    @Test
    void refusesTensorUnderTheMetadatasName() {
        Map<String, Tensor> tensors = Map.of("__metadata__", Tensor.of(new int[0], new float[1]));

        assertThatThrownBy(() -> Safetensors.of(tensors, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no tensor can have the name of the metadata: name=__metadata__");
    }

    @Test
    void refusesToWriteTextThatUtf8CannotHold() {
        assertThatThrownBy(() -> Safetensors.of(Map.of(), Map.of("k", "\udc00")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("names and metadata must be text that UTF-8 can hold: text=");
    }

    private static float[] readValues(String dtype, byte[] data) throws MalformedFile {
        int count = data.length / (dtype.equals("F64") ? 8 : 2);
        String header = "{\"a\":{\"dtype\":\"" + dtype + "\",\"shape\":[" + count + "],\"data_offsets\":[0,"
                + data.length + "]}}";
        byte[] bytes = file(header, data.length);
        System.arraycopy(data, 0, bytes, bytes.length - data.length, data.length);
        return Safetensors.read(bytes).tensors().get("a").values();
    }

    private static byte[] littleEndian(String hexOfTwoBytes) {
        byte[] bytes = HexFormat.of().parseHex(hexOfTwoBytes);
        return new byte[] {bytes[1], bytes[0]};
    }

    private static String f32(String shape, long begin, long end) {
        return "{\"dtype\":\"F32\",\"shape\":" + shape + ",\"data_offsets\":[" + begin + "," + end + "]}";
    }

    private static byte[] file(String header, int dataBytes) {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + text.length + dataBytes)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .put(text)
                .array();
    }

    private static void assertRefused(byte[] bytes, String sentence) {
        assertThatThrownBy(() -> Safetensors.read(bytes))
                .isInstanceOf(MalformedFile.class)
                .hasMessage(sentence);
    }

    private static void assertRefusedBeginning(byte[] bytes, String sentence) {
        assertThatThrownBy(() -> Safetensors.read(bytes))
                .isInstanceOf(MalformedFile.class)
                .hasMessageStartingWith(sentence);
    }
}
