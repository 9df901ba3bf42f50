package io.rillcast.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.rillcast.forecast.Reading;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Any Avro record is a reading once its fields are named: a type and a content in Avro's own JSON, and what is read. */
class AnyRecordTest {
    private static final long LATEST_MS = 4_102_444_800_000L;
    private static final ReadingMapping PLAIN = new ReadingMapping("s", "t", "v");

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

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'int' | -7 | -7",
                "'long' | 9007199254740993 | 9007199254740992",
                "'float' | 0.5 | 0.5",
                "'double' | 1e308 | 1e308",
                "['null','int'] | {'int':3} | 3",
                "['null','double','string'] | {'double':2.5} | 2.5",
                "['string','float'] | {'float':2.5} | 2.5",
                "{'type':'bytes','logicalType':'decimal','precision':9,'scale':2} | '\\u0004\\u00d2' | 12.34",
                "{'type':'bytes','logicalType':'decimal','precision':9,'scale':0} | '\\u00ff' | -1",
                "{'type':'fixed','name':'D','size':4,'logicalType':'decimal','precision':9,'scale':3}"
                        + " | '\\u00ff\\u00ff\\u00ff\\u0000' | -0.256",
                "['null',{'type':'bytes','logicalType':'decimal','precision':4,'scale':1}]"
                        + " | {'bytes':'\\u0019'} | 2.5",
                "['null',{'type':'fixed','name':'A','size':1,'logicalType':'decimal','precision':2,'scale':0},"
                        + "{'type':'fixed','name':'B','size':1,'logicalType':'decimal','precision':2,'scale':1}]"
                        + " | {'B':'\\u0019'} | 2.5",
                "{'type':'bytes','logicalType':'big-decimal'} | '\\u0004\\u0004\\u00d2\\u0004' | 12.34",
                "{'type':'int','logicalType':'unheard-of'} | 3 | 3"
            })
    void readsValuesOfEveryNumber(String type, String content, double expected) throws Exception {
        assertThat(plain("'string'", "'long'", type, "'a'", "1", content).value())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'long' | 1700000000123 | 1700000000123",
                "{'type':'long','logicalType':'timestamp-millis'} | -1 | -1",
                "{'type':'long','logicalType':'timestamp-micros'} | -1 | -1",
                "{'type':'long','logicalType':'timestamp-micros'} | 1700000000123999 | 1700000000123",
                "{'type':'long','logicalType':'timestamp-nanos'} | 1700000000123999999 | 1700000000123",
                "{'type':'long','logicalType':'timestamp-nanos'} | -1000001 | -2",
                "{'type':'long','logicalType':'local-timestamp-millis'} | 7 | 7",
                "{'type':'long','logicalType':'local-timestamp-micros'} | 7000 | 7",
                "{'type':'long','logicalType':'local-timestamp-nanos'} | 7000000 | 7",
                "{'type':'int','logicalType':'date'} | -1 | -86400000",
                "['null',{'type':'int','logicalType':'date'}] | {'int':1} | 86400000",
                "['null',{'type':'long','logicalType':'timestamp-nanos'}] | {'long':7000000} | 7",
                "'string' | '1970-01-01T00:00:00.007Z' | 7",
                "'string' | '1970-01-01T02:00:00.007+02:00' | 7",
                "'string' | '1970-01-01 00:00:01' | 1000",
                "['null','string'] | {'string':'1970-01-02'} | 86400000"
            })
    void readsTimesOfEveryUnit(String type, String content, long expected) throws Exception {
        assertThat(plain("'string'", type, "'double'", "'a'", content, "1").timestampMs())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'string' | 'Zürich Süd' | Zürich Süd",
                "'int' | -7 | -7",
                "'long' | 9007199254740993 | 9007199254740993",
                "{'type':'enum','name':'E','symbols':['NORTH','SOUTH']} | 'SOUTH' | SOUTH",
                "['null','string'] | {'string':'a'} | a",
                "['null','long'] | {'long':4} | 4",
                "{'type':'string','logicalType':'uuid'} | '0a0b0c0d-0000-0000-0000-000000000001'"
                        + " | 0a0b0c0d-0000-0000-0000-000000000001",
                "{'type':'fixed','name':'U','size':16,'logicalType':'uuid'}"
                        + " | '\\n\\u000b\\u000c\\r\\u0000\\u0000\\u0000\\u0000\\u0000\\u0000\\u0000\\u0000\\u0000\\u0000\\u0000\\u0001'"
                        + " | 0a0b0c0d-0000-0000-0000-000000000001"
            })
    void readsSeriesOfEveryName(String type, String content, String expected) throws Exception {
        assertThat(plain(type, "'long'", "'double'", content, "1", "1").seriesId())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'float' | 'long' | 'double' | 1.5 | 1 | 1 | wrong-type",
                "'bytes' | 'long' | 'double' | 'a' | 1 | 1 | wrong-type",
                "['null','string'] | 'long' | 'double' | null | 1 | 1 | missing-field",
                "'string' | 'float' | 'double' | 'a' | 1.5 | 1 | wrong-type",
                "'string' | {'type':'int','logicalType':'time-millis'} | 'double' | 'a' | 1 | 1 | wrong-type",
                "'string' | ['null','long'] | 'double' | 'a' | null | 1 | missing-field",
                "'string' | 'long' | {'type':'int','logicalType':'date'} | 'a' | 1 | 1 | wrong-type",
                "'string' | 'long' | 'bytes' | 'a' | 1 | '1' | wrong-type",
                "'string' | 'long' | 'boolean' | 'a' | 1 | true | wrong-type",
                "'string' | 'long' | {'type':'array','items':'double'} | 'a' | 1 | [1] | wrong-type",
                "'string' | 'long' | {'type':'bytes','logicalType':'decimal','precision':9,'scale':2}"
                        + " | 'a' | 1 | '' | wrong-type",
                "'string' | 'long' | {'type':'bytes','logicalType':'big-decimal'} | 'a' | 1 | '\\u0010\\u0001'"
                        + " | malformed-avro"
            })
    void namesTheCause(String s, String t, String v, String series, String time, String value, String cause) {
        UndecodableReading refusal =
                catchThrowableOfType(UndecodableReading.class, () -> plain(s, t, v, series, time, value));

        assertThat(refusal.reason().text()).isEqualTo(cause);
    }

    private static final String MEASURE = "{'type':'record','name':'M','fields':["
            + "{'name':'measure','type':['null',{'type':'record','name':'N','fields':[{'name':'value','type':'float'}]}]},"
            + "{'name':'tags','type':{'type':'map','values':'string'}},"
            + "{'name':'at','type':{'type':'map','values':['null','long']}}]}";

    private static final String MEASURED = "{'measure':{'N':{'value':2.5}},"
            + "'tags':{'site':'wrong','site.id':'right','id':'third'},'at':{'a.b':{'long':5},'none':null}}";

    @Test
    void entersNestedRecordsAndMapsByDots() throws Exception {
        assertThat(decode(new ReadingMapping("tags.id", "at.a.b", "measure.value"), MEASURE, MEASURED))
                .isEqualTo(new Reading("third", 5, 2.5));
    }

    @Test
    void meansTheLongestNameThatAMapHas() throws Exception {
        assertThat(decode(new ReadingMapping("tags.site.id", "at.a.b", "measure.value"), MEASURE, MEASURED)
                        .seriesId())
                .isEqualTo("right");
    }

    @ParameterizedTest
    @CsvSource({
        "tags.none, at.a.b, measure.value, missing-field",
        "tags.site, at.none, measure.value, missing-field",
        "tags.site, at.a, measure.value, missing-field",
        "tags.site, at.a.b, measure.other, missing-field",
        "tags.site, at.a.b, measure, wrong-type",
        "tags.site, at.a.b, measure.value.more, wrong-type"
    })
    void namesTheCauseOnAPath(String series, String time, String value, String cause) {
        UndecodableReading refusal = catchThrowableOfType(
                UndecodableReading.class, () -> decode(new ReadingMapping(series, time, value), MEASURE, MEASURED));

        assertThat(refusal.reason().text()).isEqualTo(cause);
    }

    @Test
    void refusesTheEmptyRecordInAUnion() {
        UndecodableReading refusal = catchThrowableOfType(
                UndecodableReading.class,
                () -> decode(
                        new ReadingMapping("tags.id", "at.a.b", "measure.value"),
                        MEASURE,
                        MEASURED.replace("{'N':{'value':2.5}}", "null")));

        assertThat(refusal.reason()).isEqualTo(DeadLetterCause.MISSING_FIELD);
    }

    private Reading plain(String s, String t, String v, String series, String time, String value) throws Exception {
        String schema = "{'type':'record','name':'Any','fields':[{'name':'s','type':" + s + "},{'name':'t','type':" + t
                + "},{'name':'v','type':" + v + "}]}";
        return decode(PLAIN, schema, "{'s':" + series + ",'t':" + time + ",'v':" + value + "}");
    }

    /** Both texts with ' for ". */
    private Reading decode(ReadingMapping mapping, String schemaText, String json)
            throws UndecodableReading, IOException {
        Schema schema = new Schema.Parser().parse(schemaText.replace('\'', '"'));
        Object datum = new GenericDatumReader<>(schema)
                .read(null, DecoderFactory.get().jsonDecoder(schema, json.replace('\'', '"')));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        WireHeader.write(out, server.hold("any", schema.toString()));
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        new GenericDatumWriter<>(schema).write(datum, encoder);
        return new AvroReadingDecoder(registry, mapping, () -> LATEST_MS)
                .decode("t", new RecordHeaders(), "key".getBytes(StandardCharsets.UTF_8), out.toByteArray());
    }
}
