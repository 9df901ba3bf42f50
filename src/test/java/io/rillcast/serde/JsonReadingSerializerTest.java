package io.rillcast.serde;

import static org.assertj.core.api.Assertions.assertThat;

import io.rillcast.forecast.Reading;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class JsonReadingSerializerTest {
    private static final Reading READING = new Reading("größe \"a\"", -6_857_222_400_000L, 0.1 + 0.2);

    @Test
    void writesTheFieldsOfTheMapping() {
        JsonReadingSerializer serializer = new JsonReadingSerializer(ReadingMapping.DEFAULT);

        byte[] bytes = serializer.serialize("readings", new Reading("rain", 1000, 2.5));

        assertThat(new String(bytes, StandardCharsets.UTF_8))
                .isEqualTo("{\"series\":\"rain\",\"timestamp\":1000,\"value\":2.5}");
    }

    @Test
    void nestsFieldsAtTheirDotsAndLeavesOutASeriesThatIsTheKey() {
        JsonReadingSerializer serializer = new JsonReadingSerializer(new ReadingMapping("", "at.ms", "at.mm"));

        byte[] bytes = serializer.serialize("readings", new Reading("rain", 1000, 2.5));

        assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo("{\"at\":{\"ms\":1000,\"mm\":2.5}}");
    }

    @Test
    void isReadBackToEqualBits() throws Exception {
        ReadingMapping mapping = new ReadingMapping("station.id", "day", "station.rain");
        JsonReadingDecoder decoder = new JsonReadingDecoder(mapping, () -> Long.MAX_VALUE);

        byte[] bytes = new JsonReadingSerializer(mapping).serialize("readings", READING);

        assertThat(decoder.decode("readings", new RecordHeaders(), null, bytes)).isEqualTo(READING);
    }

    @Test
    void leavesNullAlone() {
        assertThat(new JsonReadingSerializer(ReadingMapping.DEFAULT).serialize("readings", null))
                .isNull();
    }
}
