package io.rillcast.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.rillcast.forecast.CovariateNames;
import io.rillcast.forecast.Covariates;
import io.rillcast.forecast.Reading;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AvroReadingDecoderTest {
    private static final long LATEST_MS = 4_102_444_800_000L;
    private static final String LONG_MILLIS = "{'type':'long','logicalType':'timestamp-millis'}";

    private ProtocolServer server;
    private SchemaRegistryClient registry;

    @BeforeEach
    void start() {
        server = ProtocolServer.start();
        registry = server.client(Map.of("max.retries", "0"));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void readsWhatOurSerializerWrites() throws Exception {
        Reading reading = new Reading("a", 5, 1.5);
        byte[] value = new ReadingSerializer(registry).serialize("t", reading);

        assertThat(decode(ReadingMapping.DEFAULT, null, value)).isEqualTo(reading);
    }

    @Test
    void readsNestedFieldsDatesAndNullableFloats() throws Exception {
        Schema rainfall = io.rillcast.avro.Rainfall.getClassSchema();
        GenericData.Record station =
                new GenericData.Record(rainfall.getField("station").schema());
        station.put("id", "KSEA");
        GenericData.Record record = new GenericData.Record(rainfall);
        record.put("station", station);
        record.put("day", 2);
        record.put("millimetres", 0.5f);

        Reading reading = decode(new ReadingMapping("station.id", "day", "millimetres"), null, bytes(rainfall, record));

        assertThat(reading).isEqualTo(new Reading("KSEA", 172_800_000, 0.5));
    }

    @Test
    void readsTheCovariatesOfPublishedLines() throws Exception {
        CsvRow row = new CsvRow(2, new Reading("a", 5, 1.5), Map.of("heat", 0.0, "value.lag", -2.0, "other", 9.0));
        byte[] value = new ReadingSerializer(registry).ofRows().serialize("t", row);
        CovariateNames names = new CovariateNames(List.of("value.lag", "wind", "covariates.other", "heat"));

        Reading reading = decode(new ReadingMapping("series", "timestamp", "value", names), null, value);

        assertThat(reading).isEqualTo(new Reading("a", 5, 1.5, Covariates.of(names.fingerprint(), new double[] {
            -2, Double.NaN, 9, 0
        })));
        assertThat(decode(ReadingMapping.DEFAULT, null, value)).isEqualTo(row.reading());
        assertThat(new ReadingSerializer(registry).ofRows().serialize("t", new CsvRow(3, row.reading(), Map.of())))
                .isEqualTo(new ReadingSerializer(registry).serialize("t", row.reading()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'double' | 2.5 | 2.5",
                "'double' | NaN | NaN",
                "'int' | 3 | 3",
                "['null','double'] | 2.5 | 2.5",
                "['null','double'] | null | NaN",
                "'double' | Infinity | covariate-infinite",
                "'double' | -Infinity | covariate-infinite",
                "'string' | warm | wrong-type",
                "'boolean' | true | wrong-type"
            })
    void readsACovariateFromAFieldOrNamesTheCause(String type, String content, String expected) throws Exception {
        Schema schema = new Schema.Parser()
                .parse(
                        ("{'type':'record','name':'Any','fields':[{'name':'s','type':'string'},{'name':'t','type':'long'},"
                                        + "{'name':'v','type':'double'},{'name':'air','type':{'type':'record','name':'Air',"
                                        + "'fields':[{'name':'heat','type':" + type + "}]}}]}")
                                .replace('\'', '"'));
        GenericData.Record record = record(schema, "a", 1L, 2.0);
        GenericData.Record air = new GenericData.Record(schema.getField("air").schema());
        air.put("heat", as(type.contains("double") && !content.equals("null") ? "'double'" : type, content));
        record.put("air", air);
        CovariateNames names = new CovariateNames(List.of("air.heat", "air.wind", "none"));
        ReadingMapping mapping = new ReadingMapping("s", "t", "v", names);
        byte[] value = bytes(schema, record);

        if (expected.contains("-")) {
            UndecodableReading refusal =
                    catchThrowableOfType(UndecodableReading.class, () -> decode(mapping, null, value));
            assertThat(refusal.reason().text()).isEqualTo(expected);
            assertThat(refusal).hasMessageContaining("field=air.heat");
        } else {
            double[] expectedValues = {Double.parseDouble(expected), Double.NaN, Double.NaN};
            assertThat(decode(mapping, null, value).covariates())
                    .isEqualTo(Covariates.of(names.fingerprint(), expectedValues));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'long' | 5",
                "{'type':'long','logicalType':'timestamp-micros'} | 5999",
                "{'type':'long','logicalType':'timestamp-nanos'} | 5999999",
                "{'type':'long','logicalType':'local-timestamp-millis'} | 5",
                "['null',{'type':'long','logicalType':'timestamp-micros'}] | 5000"
            },
            quoteCharacter = '"')
    void readsTimestampsOfEveryUnit(String type, long written) throws Exception {
        Schema schema = schema("'string'", type, "'double'");

        assertThat(decode(schema, "a", written, 1.0).timestampMs()).isEqualTo(5);
    }

    @Test
    void readsIsoText() throws Exception {
        assertThat(decode(schema("'string'", "'string'", "'double'"), "a", "1970-01-02", 1.0)
                        .timestampMs())
                .isEqualTo(86_400_000);
    }

    @Test
    void readsDecimals() throws Exception {
        Schema schema =
                schema("'string'", "'long'", "{'type':'bytes','logicalType':'decimal','precision':9,'scale':2}");
        ByteBuffer unscaled =
                ByteBuffer.wrap(new BigDecimal("-12.34").unscaledValue().toByteArray());

        assertThat(decode(schema, "a", 1L, unscaled).value()).isEqualTo(-12.34);
    }

    @ParameterizedTest
    @CsvSource({"'int', 7", "'long', 7"})
    void readsWholeNumbersAsSeriesAndValue(String type, int number) throws Exception {
        Schema schema = schema("'" + type + "'", "'long'", "'" + type + "'");
        Object content = type.equals("int") ? (Object) number : (Object) (long) number;

        assertThat(decode(schema, content, 1L, content)).isEqualTo(new Reading("7", 1, 7));
    }

    @Test
    void takesTheSeriesFromTheKey() throws Exception {
        byte[] value = bytes(schema("'string'", "'long'", "'double'"), record("ignored", 1L, 2.0));
        byte[] key = "Zürich".getBytes(StandardCharsets.UTF_8);

        assertThat(decode(new ReadingMapping("", "t", "v"), key, value).seriesId())
                .isEqualTo("Zürich");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'string' | " + LONG_MILLIS + " | 'double' | a | 1 | NaN | value-not-finite",
                "'string' | " + LONG_MILLIS + " | 'double' | a | 1 | Infinity | value-not-finite",
                "'string' | " + LONG_MILLIS + " | 'double' | a | -62135596800001 | 1 | timestamp-out-of-range",
                "'string' | " + LONG_MILLIS + " | 'double' | a | 4102444800001 | 1 | timestamp-too-far-ahead",
                "'string' | " + LONG_MILLIS + " | 'double' | \"\" | 1 | 1 | series-name",
                "'string' | " + LONG_MILLIS + " | 'double' | \"a\tb\" | 1 | 1 | series-name",
                "'boolean' | " + LONG_MILLIS + " | 'double' | true | 1 | 1 | wrong-type",
                "'string' | 'boolean' | 'double' | a | true | 1 | wrong-type",
                "'string' | 'int' | 'double' | a | 1 | 1 | wrong-type",
                "'string' | {'type':'long','logicalType':'time-micros'} | 'double' | a | 1 | 1 | wrong-type",
                "'string' | 'long' | 'string' | a | 1 | 1 | wrong-type",
                "'string' | 'string' | 'double' | a | soon | 1 | wrong-type",
                "'string' | 'long' | ['null','double'] | a | 1 | null | missing-field"
            })
    void namesTheCause(String s, String t, String v, String series, String timestamp, String value, String cause)
            throws Exception {
        Schema schema = schema(s, t, v);
        byte[] bytes = bytes(
                schema, record(schema, as(s, series), as(t.contains("long") ? "'long'" : t, timestamp), as(v, value)));

        UndecodableReading refusal = refusal(bytes);

        assertThat(refusal.reason().text()).isEqualTo(cause);
    }

    @Test
    void namesTheMissingField() throws Exception {
        Schema schema = schema("'string'", "'long'", "'double'");
        byte[] value = bytes(schema, record(schema, "a", 1L, 1.0));

        assertThatThrownBy(() -> decode(new ReadingMapping("s", "t", "price"), null, value))
                .isInstanceOf(UndecodableReading.class)
                .hasMessage("field must be present and not null: field=price; check readings.*.field");
    }

    @Test
    void refusesALongSeriesName() throws Exception {
        Schema schema = schema("'string'", "'long'", "'double'");

        assertThat(refusal(bytes(schema, record(schema, "x".repeat(501), 1L, 1.0)))
                        .reason())
                .isEqualTo(DeadLetterCause.SERIES_NAME);
    }

    @Test
    void refusesWhatIsNoValue() {
        assertThat(refusal(null).reason()).isEqualTo(DeadLetterCause.NULL_VALUE);
        assertThat(refusal(new byte[0]).reason()).isEqualTo(DeadLetterCause.EMPTY_VALUE);
        assertThat(refusal(new byte[ReadingRules.MOST_VALUE_BYTES + 1]).reason())
                .isEqualTo(DeadLetterCause.TOO_LARGE);
        assertThat(refusal(new byte[] {'{', '}'}).reason()).isEqualTo(DeadLetterCause.NO_WIRE_HEADER);
        assertThat(refusal(new byte[] {0, 0, 0, 0, 77, 1}).reason()).isEqualTo(DeadLetterCause.UNKNOWN_SCHEMA_ID);
    }

    @Test
    void refusesTruncatedAndTrailingBytes() throws Exception {
        Schema schema = schema("'string'", "'long'", "'double'");
        byte[] value = bytes(schema, record(schema, "a", 1L, 1.0));

        assertThat(refusal(Arrays.copyOf(value, value.length - 1)).reason()).isEqualTo(DeadLetterCause.MALFORMED_AVRO);
        assertThat(refusal(Arrays.copyOf(value, value.length + 1)).reason()).isEqualTo(DeadLetterCause.TRAILING_BYTES);
    }

    @Test
    void refusesHostileLengthsWithoutAllocatingThem() {
        // A string and an array that say they hold 2^31 - 9 elements, in records of a few bytes.
        int text = server.hold("x", "{\"type\":\"string\"}");
        int nulls = server.hold("y", "{\"type\":\"array\",\"items\":\"null\"}");
        byte[] huge = {(byte) 0xee, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f};

        assertThat(refusal(concat(new byte[] {0, 0, 0, 0, (byte) text}, huge)).reason())
                .isEqualTo(DeadLetterCause.MALFORMED_AVRO);
        assertThat(refusal(concat(new byte[] {0, 0, 0, 0, (byte) nulls}, huge)).reason())
                .isEqualTo(DeadLetterCause.UNUSABLE_SCHEMA);
    }

    @Test
    void refusesEndlessNesting() {
        int id = server.hold(
                "x", "{\"type\":\"record\",\"name\":\"L\",\"fields\":[{\"name\":\"n\",\"type\":[\"null\",\"L\"]}]}");
        byte[] nested = new byte[ReadingRules.MOST_VALUE_BYTES];
        Arrays.fill(nested, (byte) 2);
        System.arraycopy(new byte[] {0, 0, 0, 0, (byte) id}, 0, nested, 0, 5);

        assertThat(refusal(nested).reason()).isEqualTo(DeadLetterCause.MALFORMED_AVRO);
    }

    @Test
    void doesNotBlameTheReadingWhenTheRegistryIsDown() {
        server.answerNext(503, "{}");

        assertThatThrownBy(() -> decode(ReadingMapping.DEFAULT, null, new byte[] {0, 0, 0, 0, 1, 1}))
                .isInstanceOf(RegistryFailure.class);
    }

    @Test
    void decodesOnceTheRegistryIsBack() throws Exception {
        byte[] value = new ReadingSerializer(registry).serialize("t", new Reading("a", 5, 1.5));
        AvroReadingDecoder decoder = new AvroReadingDecoder(
                server.client(Map.of("max.retries", "0")), ReadingMapping.DEFAULT, () -> LATEST_MS);
        server.answerNext(503, "{}");

        assertThatThrownBy(() -> decoder.decode("t", new RecordHeaders(), null, value))
                .isInstanceOf(RegistryFailure.class);
        assertThat(decoder.decode("t", new RecordHeaders(), null, value).seriesId())
                .isEqualTo("a");
    }

    private UndecodableReading refusal(byte[] value) {
        return catchThrowableOfType(
                UndecodableReading.class, () -> decode(new ReadingMapping("s", "t", "v"), null, value));
    }

    private Reading decode(ReadingMapping mapping, byte[] key, byte[] value) throws UndecodableReading {
        return new AvroReadingDecoder(registry, mapping, () -> LATEST_MS).decode("t", new RecordHeaders(), key, value);
    }

    private Reading decode(Schema schema, Object series, Object timestamp, Object value) throws Exception {
        byte[] bytes = bytes(schema, record(schema, series, timestamp, value));
        return decode(new ReadingMapping("s", "t", "v"), null, bytes);
    }

    private byte[] bytes(Schema schema, GenericData.Record record) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        WireHeader.write(out, server.hold("any", schema.toString()));
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        new GenericDatumWriter<GenericData.Record>(schema).write(record, encoder);
        return out.toByteArray();
    }

    private static GenericData.Record record(Object series, Object timestamp, Object value) {
        return record(schema("'string'", "'long'", "'double'"), series, timestamp, value);
    }

    private static GenericData.Record record(Schema schema, Object series, Object timestamp, Object value) {
        GenericData.Record record = new GenericData.Record(schema);
        record.put("s", series);
        record.put("t", timestamp);
        record.put("v", value);
        return record;
    }

    private static Schema schema(String series, String timestamp, String value) {
        String text = "{'type':'record','name':'Any','fields':[{'name':'s','type':" + series + "},{'name':'t','type':"
                + timestamp + "},{'name':'v','type':" + value + "}]}";
        return new Schema.Parser().parse(text.replace('\'', '"'));
    }

    private static Object as(String type, String text) {
        return switch (type) {
            case "'boolean'" -> Boolean.valueOf(text);
            case "'int'" -> Integer.valueOf(text);
            case "'long'" -> Long.valueOf(text);
            case "'double'" -> Double.valueOf(text);
            default -> text.equals("null") ? null : text;
        };
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
