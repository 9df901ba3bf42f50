package io.rillcast.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rillcast.forecast.ForecastPlan;
import io.rillcast.forecast.Reading;
import io.rillcast.process.OutputReader;
import io.rillcast.process.Replay;
import io.rillcast.serde.ForecastDeserializer;
import io.rillcast.serde.SchemaRegistryClient;
import io.rillcast.serde.ScoreDeserializer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A service whose readings come from JavaScript, and whose forecasts and scores go there. */
@Timeout(900)
class JavaScriptServiceIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<Reading> READINGS = LiveService.readings(5, 120);

    @TempDir
    private static Path dir;

    private static LiveService live;
    private static OutputReader outputs;

    /** One library publishes the first half of the readings, the other the rest. */
    @BeforeAll
    static void forecastWhatJavaScriptPublishes() throws Exception {
        JavaScript.install();
        live = LiveService.start(dir, Map.of());
        int half = READINGS.size() / 2;
        assertThat(publish("confluent", READINGS.subList(0, half))).isEqualTo(half);
        assertThat(publish("kafkajs", READINGS.subList(half, READINGS.size()))).isEqualTo(half);
        outputs = live.awaitForecasts(READINGS.size());
    }

    private static int publish(String library, List<Reading> readings) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (Reading reading : readings) {
            Map<String, Object> fields = Map.of(
                    "series",
                    reading.seriesId(),
                    "timestamp",
                    reading.timestampMs(),
                    "value",
                    reading.value(),
                    "covariates",
                    Map.of("outside", 1.5));
            lines.append(JSON.writeValueAsString(fields)).append('\n');
        }
        Path file = Files.writeString(dir.resolve(library + ".jsonl"), lines);
        List<JsonNode> said = JavaScript.run(
                "produce.js",
                library,
                live.deployment().bootstrapServers(),
                live.registryUrl(),
                live.deployment().topic("readings"),
                Path.of("schemas", "Reading.avsc").toAbsolutePath().toString(),
                file.toString());
        return said.get(0).get("sent").asInt();
    }

    @AfterAll
    static void stop() {
        if (live != null) {
            live.close();
        }
    }

    @Test
    void forecastsReadingsFromJavaScriptLikeAnyOther() {
        var expected = Replay.of(live.deployment(), ForecastPlan.DEFAULT, Replay.Models.NONE, READINGS);

        assertThat(expected.firstDifference(outputs.outputs())).isEmpty();
        assertThat(outputs.outputs().forecastCount()).isEqualTo(600);
        assertThat(outputs.outputs().scoreCount()).isEqualTo(595);
        assertThat(outputs.records("dead-letters")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"confluent", "kafkajs"})
    void givesJavaScriptEveryFieldOfForecastsAndScores(String library) {
        List<JsonNode> said = JavaScript.run(
                "consume.js",
                library,
                live.deployment().bootstrapServers(),
                live.registryUrl(),
                "1195",
                live.deployment().topic("forecasts"),
                live.deployment().topic("scores"));

        Map<String, JsonNode> read = said.stream()
                .collect(Collectors.toMap(JavaScriptServiceIT::placeOf, OutputJson::withDoubles, (a, b) -> a));
        Map<String, JsonNode> expected = expected();
        assertThat(said).hasSize(1195);
        assertThat(read.keySet()).isEqualTo(expected.keySet());
        assertThat(read).allSatisfy((place, record) -> {
            assertThat(record.get("value")).isEqualTo(expected.get(place));
            assertThat(record.get("key")).isEqualTo(expected.get(place).get("series"));
        });
    }

    private static String placeOf(JsonNode record) {
        return record.get("topic").asText() + "-" + record.get("partition") + "@"
                + record.get("offset").asText();
    }

    /** What our own deserializers read, by its place. */
    private static Map<String, JsonNode> expected() {
        Map<String, JsonNode> expected = new TreeMap<>();
        try (SchemaRegistryClient registry = live.deployment().registry();
                ForecastDeserializer forecasts = new ForecastDeserializer(registry);
                ScoreDeserializer scores = new ScoreDeserializer(registry)) {
            for (ConsumerRecord<byte[], byte[]> record : outputs.records("forecasts")) {
                put(expected, record, OutputJson.of(forecasts.deserialize(record.topic(), record.value())));
            }
            for (ConsumerRecord<byte[], byte[]> record : outputs.records("scores")) {
                put(expected, record, OutputJson.of(scores.deserialize(record.topic(), record.value())));
            }
        }
        return expected;
    }

    private static void put(Map<String, JsonNode> expected, ConsumerRecord<byte[], byte[]> record, JsonNode value) {
        assertThat(new String(record.key(), StandardCharsets.UTF_8))
                .isEqualTo(value.get("series").asText());
        expected.put(record.topic() + "-" + record.partition() + "@" + record.offset(), OutputJson.withDoubles(value));
    }
}
