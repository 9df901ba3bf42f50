package io.rillcast.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rillcast.forecast.ForecastPlan;
import io.rillcast.forecast.Reading;
import io.rillcast.process.OutputReader;
import io.rillcast.process.Replay;
import io.rillcast.serde.SchemaRegistryClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A service whose readings come from kcat, as JSON, and its topics as kcat sees them. */
@Timeout(600)
class KcatIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final List<Reading> READINGS = LiveService.readings(5, 60);

    @TempDir
    private static Path dir;

    private static LiveService live;
    private static OutputReader outputs;

    @BeforeAll
    static void forecastWhatKcatPublishes() throws Exception {
        Program.assumeInstalled("kcat");
        live = LiveService.start(dir, Map.of("readings.format", "json"));
        StringBuilder lines = new StringBuilder();
        for (Reading reading : READINGS) {
            lines.append("%s|{\"series\":\"%s\",\"timestamp\":%d,\"value\":%s}\n"
                    .formatted(reading.seriesId(), reading.seriesId(), reading.timestampMs(), reading.value()));
        }
        Path file = Files.writeString(dir.resolve("readings.txt"), lines);
        kcat("-P", "-t", "judged.readings", "-K", "|", "-X", "max.in.flight=1", "-l", file.toString());
        outputs = live.awaitForecasts(READINGS.size());
    }

    @AfterAll
    static void stop() {
        if (live != null) {
            live.close();
        }
    }

    @Test
    void forecastsReadingsFromKcatLikeAnyOther() {
        var expected = Replay.of(live.deployment(), ForecastPlan.DEFAULT, Replay.Models.NONE, READINGS);

        assertThat(expected.firstDifference(outputs.outputs())).isEmpty();
        assertThat(outputs.outputs().forecastCount()).isEqualTo(300);
        assertThat(outputs.records("dead-letters")).isEmpty();
    }

    @Test
    void listsTheTopics() throws Exception {
        List<String> said = kcat("-L", "-J");

        JsonNode metadata = new ObjectMapper().readTree(String.join("", said));
        Map<String, Integer> partitions = new HashMap<>();
        metadata.get("topics")
                .forEach(topic -> partitions.put(
                        topic.get("topic").asText(), topic.get("partitions").size()));
        assertThat(metadata.get("brokers")).hasSize(1);
        assertThat(partitions)
                .containsEntry("judged.readings", 4)
                .containsEntry("judged.forecasts", 4)
                .containsEntry("judged.scores", 4)
                .containsEntry("judged.dead-letters", 4)
                .containsKeys("judged.models", "judged.model-commands", "judged.trainings");
    }

    @Test
    void readsEveryForecastWithItsKeyAndItsSchema() {
        int id;
        try (SchemaRegistryClient registry = live.deployment().registry()) {
            id = registry.lookUp("judged.forecasts-value", io.rillcast.avro.Forecast.getClassSchema());
        }
        List<String> expected = new ArrayList<>();
        outputs.records("forecasts")
                .forEach(record -> expected.add(record.partition() + " " + record.offset() + " "
                        + new String(record.key(), StandardCharsets.UTF_8) + " " + record.value().length + " 0" + id));

        // ">bI" is the magic byte, a zero, and the schema's id, which kcat prints without a space between them.
        List<String> said = kcat(
                "-C",
                "-e",
                "-q",
                "-t",
                "judged.forecasts",
                "-s",
                "value=>bI",
                "-f",
                "%p %o %k %S %s\n",
                "-X",
                "isolation.level=read_committed",
                "-X",
                "check.crcs=true");

        assertThat(expected).hasSize(300);
        assertThat(said).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static List<String> kcat(String... arguments) {
        return new Program(dir, "kcat", "-b", live.deployment().bootstrapServers()).run(PATIENCE, List.of(arguments));
    }
}
