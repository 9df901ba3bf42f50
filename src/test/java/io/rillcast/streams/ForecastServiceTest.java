package io.rillcast.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

class ForecastServiceTest {
    private static final String IN_FLIGHT = "max.in.flight.requests.per.connection";

    @Test
    void letsEachProducerHaveOneRequestUnderWay() {
        assertThat(producer(Map.of())).containsEntry(IN_FLIGHT, 1).containsEntry("compression.type", "lz4");
    }

    @Test
    void prefersWhatTheOperatorChoseWithOrWithoutThePrefix() {
        assertThat(producer(Map.of("compression.type", "zstd"))).containsEntry("compression.type", "zstd");
        assertThat(producer(Map.of("producer.compression.type", "gzip"))).containsEntry("compression.type", "gzip");
    }

    /** What Kafka Streams would give its producers. */
    private static Map<String, Object> producer(Map<String, Object> chosen) {
        Map<String, Object> settings = new HashMap<>(chosen);
        settings.put("application.id", "a");
        settings.put("bootstrap.servers", "b:1");
        return new StreamsConfig(ClientDefaults.with(settings)).getProducerConfigs("client");
    }
}
