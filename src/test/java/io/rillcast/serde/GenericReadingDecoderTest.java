package io.rillcast.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.rillcast.avro.StockPrice;
import io.rillcast.forecast.Reading;
import java.net.ConnectException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.Test;

class GenericReadingDecoderTest {
    private static final ReadingMapping PRICES = new ReadingMapping("symbol", "timestamp", "price");

    @Test
    void readsRecordsWithConvertedFields() throws UndecodableReading {
        StockPrice price = new StockPrice("MSFT", Instant.ofEpochMilli(5), 39.81, null);

        assertThat(decode((topic, bytes) -> price)).isEqualTo(new Reading("MSFT", 5, 39.81));
    }

    @Test
    void blamesTheValueThatTheDeserializerRefuses() {
        UndecodableReading refusal = catchThrowableOfType(
                UndecodableReading.class,
                () -> decode((topic, bytes) -> {
                    throw new SerializationException("bad bytes");
                }));

        assertThat(refusal.reason()).isEqualTo(DeadLetterCause.DESERIALIZER);
        assertThat(refusal)
                .hasMessage("readings.deserializer must accept the value: problem=SerializationException bad bytes");
    }

    @Test
    void blamesTheConnectionWhenTheDeserializerReachesNothing() {
        Deserializer<Object> unconnected = (topic, bytes) -> {
            throw new SerializationException("no schema", new ConnectException("refused"));
        };
        Deserializer<Object> slow = (topic, bytes) -> {
            throw new TimeoutException("slow");
        };

        assertThatThrownBy(() -> decode(unconnected)).isInstanceOf(RegistryFailure.class);
        assertThatThrownBy(() -> decode(slow)).isInstanceOf(RegistryFailure.class);
    }

    /** Maps of other people's making refuse the very question for a key that is null. */
    @Test
    void missesAFieldInAMapThatTakesNoNull() {
        GenericRecord record = new GenericData.Record(new Schema.Parser()
                .parse("{\"type\":\"record\",\"name\":\"Any\",\"fields\":["
                        + "{\"name\":\"symbol\",\"type\":\"string\"},{\"name\":\"timestamp\",\"type\":\"long\"},"
                        + "{\"name\":\"prices\",\"type\":{\"type\":\"map\",\"values\":\"double\"}}]}"));
        record.put("symbol", "MSFT");
        record.put("timestamp", 5L);
        ReadingMapping nested = new ReadingMapping("symbol", "timestamp", "prices.last");
        for (Map<String, Double> map : List.of(Map.of("first", 1.0), new TreeMap<>(Map.of("first", 1.0)))) {
            record.put("prices", map);
            GenericReadingDecoder decoder =
                    new GenericReadingDecoder((topic, bytes) -> record, nested, () -> Long.MAX_VALUE);

            UndecodableReading refusal = catchThrowableOfType(
                    UndecodableReading.class, () -> decoder.decode("t", new RecordHeaders(), null, new byte[] {1}));

            assertThat(refusal.reason()).isEqualTo(DeadLetterCause.MISSING_FIELD);
        }
    }

    @Test
    void refusesWhatIsNoRecord() {
        UndecodableReading refusal =
                catchThrowableOfType(UndecodableReading.class, () -> decode((topic, bytes) -> "text"));

        assertThat(refusal).hasMessage("value must be an Avro record: found=String");
    }

    private static Reading decode(Deserializer<Object> deserializer) throws UndecodableReading {
        return new GenericReadingDecoder(deserializer, PRICES, () -> Long.MAX_VALUE)
                .decode("t", new RecordHeaders(), null, new byte[] {1});
    }
}
