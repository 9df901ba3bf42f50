package io.rillcast.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.rillcast.forecast.CovariateNames;
import io.rillcast.forecast.Covariates;
import io.rillcast.forecast.Reading;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonReadingDecoderTest {
    private static final long LATEST_MS = 4_102_444_800_000L;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "{\"series\":\"a\",\"timestamp\":5,\"value\":1.5}",
                "{\"value\":1.5e0,\"timestamp\":\"1970-01-01T00:00:00.005Z\",\"series\":\"a\",\"more\":[1]}",
                "{\"series\":\"a\",\"timestamp\":5.0,\"value\":1.50}"
            })
    void readsNumbersAndText(String json) throws UndecodableReading {
        assertThat(decode(utf8(json))).isEqualTo(new Reading("a", 5, 1.5));
    }

    @Test
    void skipsTheHeaderOfAJsonSchema() throws UndecodableReading {
        byte[] value = utf8("\0\0\0\0\7{\"series\":\"a\",\"timestamp\":5,\"value\":1.5}");

        assertThat(decode(value)).isEqualTo(new Reading("a", 5, 1.5));
    }

    @Test
    void readsNestedFields() throws UndecodableReading {
        ReadingMapping mapping = new ReadingMapping("meta.id", "t", "v.mm");
        byte[] value = utf8("{\"meta\":{\"id\":42},\"t\":1,\"v\":{\"mm\":3}}");

        Reading reading =
                new JsonReadingDecoder(mapping, () -> LATEST_MS).decode("t", new RecordHeaders(), null, value);

        assertThat(reading).isEqualTo(new Reading("42", 1, 3));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'m':{'s':{'id':'a'},'t':5,'v':1.5}}",
                "{'m.s.id':'a','m.t':5,'m.v':1.5}",
                "{'m.s':{'id':'a'},'m':{'t':5,'v':1.5}}",
                "{'m':{'s.id':'a','s':{'id':'no'},'t':5,'v':1.5},'id':'no'}",
                "{'m.s.id':'a','m.t':'1970-01-01T00:00:00.005','m':{'s':{'id':'no'},'t':7,'v':1.5}}"
            })
    void findsNestedAndDottedNamesPlainAndBehindTheHeader(String json) throws UndecodableReading {
        JsonReadingDecoder decoder =
                new JsonReadingDecoder(new ReadingMapping("m.s.id", "m.t", "m.v"), () -> LATEST_MS);
        String text = json.replace('\'', '"');

        for (String header : new String[] {"", "\0\0\0\0\7", "\0\u007f\0\0\1"}) {
            assertThat(decoder.decode("t", new RecordHeaders(), null, utf8(header + text)))
                    .isEqualTo(new Reading("a", 5, 1.5));
        }
    }

    @ParameterizedTest
    @CsvSource({"0", "1", "4", "5"})
    void refusesAHeaderWithNothingBehindIt(int length) {
        UndecodableReading refusal =
                catchThrowableOfType(UndecodableReading.class, () -> decode(new byte[Math.max(1, length)]));

        assertThat(refusal.reason()).isEqualTo(DeadLetterCause.MALFORMED_JSON);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "\"heat\":2.5,\"air\":{\"wind\":0} | 2.5 | 0",
                "\"covariates\":{\"heat\":2.5,\"air.wind\":0} | 2.5 | 0",
                "\"covariates\":{\"heat\":null} | NaN | NaN",
                "\"heat\":null,\"air\":{} | NaN | NaN",
                "\"air\":null | NaN | NaN",
                "\"covariates\":7,\"heat\":1 | 1 | NaN",
                "\"heat\":1e999 | covariate-infinite | -",
                "\"covariates\":{\"air.wind\":-1e999} | covariate-infinite | -",
                "\"heat\":\"warm\" | wrong-type | -",
                "\"covariates\":{\"heat\":[1]} | wrong-type | -"
            })
    void readsCovariatesFromFieldsOrByName(String fields, String heat, String wind) throws UndecodableReading {
        CovariateNames names = new CovariateNames(List.of("heat", "air.wind"));
        JsonReadingDecoder decoder =
                new JsonReadingDecoder(new ReadingMapping("series", "timestamp", "value", names), () -> LATEST_MS);
        byte[] value = utf8("{\"series\":\"a\",\"timestamp\":5,\"value\":1," + fields + "}");

        if (wind.equals("-")) {
            UndecodableReading refusal = catchThrowableOfType(
                    UndecodableReading.class, () -> decoder.decode("t", new RecordHeaders(), null, value));
            assertThat(refusal.reason().text()).isEqualTo(heat);
        } else {
            double[] expected = {Double.parseDouble(heat), Double.parseDouble(wind)};
            assertThat(decoder.decode("t", new RecordHeaders(), null, value))
                    .isEqualTo(new Reading("a", 5, 1, Covariates.of(names.fingerprint(), expected)));
        }
    }

    @Test
    void readsTheCovariatesOfPublishedLines() throws UndecodableReading {
        CovariateNames names = new CovariateNames(List.of("air.wind", "heat"));
        ReadingMapping mapping = new ReadingMapping("meta.id", "t", "v.mm", names);
        CsvRow row = new CsvRow(2, new Reading("a", 5, 1.5), Map.of("heat", 0.0, "air.wind", -2.0, "other", 9.0));

        byte[] value = new JsonReadingSerializer(mapping).ofRows().serialize("t", row);

        assertThat(new JsonReadingDecoder(mapping, () -> LATEST_MS).decode("t", new RecordHeaders(), null, value))
                .isEqualTo(new Reading("a", 5, 1.5, Covariates.of(names.fingerprint(), new double[] {-2, 0})));
    }

    @Test
    void takesTheSeriesFromTheKey() throws UndecodableReading {
        JsonReadingDecoder decoder =
                new JsonReadingDecoder(new ReadingMapping("", "timestamp", "value"), () -> LATEST_MS);

        Reading reading = decoder.decode("t", new RecordHeaders(), utf8("k"), utf8("{\"timestamp\":5,\"value\":1}"));

        assertThat(reading.seriesId()).isEqualTo("k");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "not json | malformed-json",
                "{\"series\":\"a\" | malformed-json",
                "{\"series\":\"a\",\"timestamp\":5,\"value\":1} x | malformed-json",
                "{\"series\":\"a\",\"timestamp\":5,\"value\":1,\"value\":2} | malformed-json",
                "[1] | wrong-type",
                "{\"timestamp\":5,\"value\":1} | missing-field",
                "{\"series\":null,\"timestamp\":5,\"value\":1} | missing-field",
                "{\"series\":\"a\",\"timestamp\":5,\"value\":\"1\"} | wrong-type",
                "{\"series\":\"a\",\"timestamp\":true,\"value\":1} | wrong-type",
                "{\"series\":\"a\",\"timestamp\":5.5,\"value\":1} | wrong-type",
                "{\"series\":\"a\",\"timestamp\":1e300,\"value\":1} | wrong-type",
                "{\"series\":\"a\",\"timestamp\":99999999999999999999,\"value\":1} | wrong-type",
                "{\"series\":\"a\",\"timestamp\":\"9999-12-31\",\"value\":1} | timestamp-too-far-ahead",
                "{\"series\":\"a\",\"timestamp\":5,\"value\":1e999} | value-not-finite",
                "{\"series\":\"a\",\"timestamp\":5,\"value\":NaN} | malformed-json",
                "{\"series\":\"\\ud800\",\"timestamp\":5,\"value\":1} | series-name",
                "{\"series\":\"a\\u0000\",\"timestamp\":5,\"value\":1} | series-name"
            })
    void namesTheCause(String json, String cause) {
        UndecodableReading refusal = catchThrowableOfType(UndecodableReading.class, () -> decode(utf8(json)));

        assertThat(refusal.reason().text()).isEqualTo(cause);
    }

    @Test
    void refusesDeepNesting() {
        byte[] value = utf8("{\"a\":".repeat(100_000));

        UndecodableReading refusal = catchThrowableOfType(UndecodableReading.class, () -> decode(value));

        assertThat(refusal.reason()).isEqualTo(DeadLetterCause.MALFORMED_JSON);
    }

    @Test
    void throwsNothingElseForNoise() {
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            byte[] value = new byte[random.nextInt(40)];
            random.nextBytes(value);
            assertThat(catchThrowableOfType(UndecodableReading.class, () -> decode(value)))
                    .isNotNull();
        }
    }

    private static Reading decode(byte[] value) throws UndecodableReading {
        return new JsonReadingDecoder(ReadingMapping.DEFAULT, () -> LATEST_MS)
                .decode("t", new RecordHeaders(), null, value);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
