package io.rillcast.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonLogLineTest {
    private final Logger logger = new LoggerContext().getLogger("io.rillcast.Some");

    private JsonNode line(Throwable thrown, String pattern, Object... values) throws Exception {
        LoggingEvent event = new LoggingEvent("caller", logger, Level.INFO, pattern, thrown, values);
        event.setTimeStamp(0);
        event.setMDCPropertyMap(Map.of());
        String text = new String(new JsonLogLine().encode(event), StandardCharsets.UTF_8);
        assertThat(text).endsWith("}\n").doesNotContain("\n\n");
        return new ObjectMapper().readTree(text);
    }

    @Test
    void givesEachKeyAFieldOfItsOwn() throws Exception {
        JsonNode line = line(null, "model {}: group={}, pinball={}, version={}", "promoted", "a\"b", 0.5, 12L);

        assertThat(line.path("event").asText()).isEqualTo("model promoted");
        assertThat(line.path("group").asText()).isEqualTo("a\"b");
        assertThat(line.path("pinball").asDouble()).isEqualTo(0.5);
        assertThat(line.path("version").isIntegralNumber()).isTrue();
        assertThat(line.path("message").asText()).isEqualTo("model promoted: group=a\"b, pinball=0.5, version=12");
        assertThat(line.path("time").asText()).isEqualTo("1970-01-01T00:00:00Z");
    }

    @Test
    void keepsAMessageWithoutKeysAndTheStackOfAnException() throws Exception {
        JsonNode line = line(new IllegalStateException("why\nnot"), "stream running");

        assertThat(line.path("message").asText()).isEqualTo("stream running");
        assertThat(line.has("event")).isFalse();
        assertThat(line.path("exception").asText()).contains("IllegalStateException: why");
    }

    @Test
    void letsNoKeyTakeTheNameOfAnother() throws Exception {
        JsonNode line = line(null, "odd: level={}, time={}", "x", "y");

        assertThat(line.path("level").asText()).isEqualTo("INFO");
    }
}
