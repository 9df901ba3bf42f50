package io.rillcast.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rillcast.forecast.Explanation;
import io.rillcast.forecast.Forecast;
import io.rillcast.forecast.QuantileLevels;
import io.rillcast.forecast.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class JsonLinesTest {
    private final JsonLines lines = new JsonLines();

    private static Forecast forecast(Explanation why) {
        return new Forecast(
                new Forecast.Origin("a", 1000, 2000, 0, "all", 3, 10, true),
                QuantileLevels.of(0.1, 0.5, 0.9),
                new double[] {1, 2, 3},
                new Forecast.Parts(2, 2, 2, Map.of("network", 1.0), why));
    }

    @Test
    void namesEveryFieldOfAForecastAsItsSchemaDoes() throws Exception {
        JsonNode line = new JsonMapper().readTree(lines.line(forecast(Explanation.NONE)));

        assertThat(line.fieldNames()).toIterable().containsExactlyElementsOf(names(io.rillcast.avro.Forecast.SCHEMA$));
        assertThat(line.get("horizon").intValue()).isEqualTo(1);
    }

    @Test
    void saysWhyOnTheSameLine() throws Exception {
        Map<String, Double> experts = Map.of("network", 2.25, "drift", 1.5);
        Explanation why = new Explanation(experts, 0.25, List.of(24, 168), 3_600_000, 0, "zero-heavy", 1.125);

        JsonNode line = new JsonMapper().readTree(lines.line(forecast(why)));

        assertThat(line.get("experts")).hasToString("{\"drift\":1.5,\"network\":2.25}");
        assertThat(line.get("scale").doubleValue()).isEqualTo(0.25);
        assertThat(line.get("seasons")).hasToString("[24,168]");
        assertThat(line.get("cadence").longValue()).isEqualTo(3_600_000);
        assertThat(line.get("cadenceMonths").isNull()).isTrue();
        assertThat(line.get("support").textValue()).isEqualTo("zero-heavy");
        assertThat(line.get("correction").doubleValue()).isEqualTo(1.125);
        assertThat(lines.beneath(forecast(why))).isEmpty();
    }

    @Test
    void hasNullForWhatAForecastDoesNotSay() throws Exception {
        JsonNode line = new JsonMapper().readTree(lines.line(forecast(Explanation.NONE)));

        assertThat(List.of("scale", "cadence", "cadenceMonths", "support", "correction"))
                .allMatch(name -> line.get(name).isNull());
        assertThat(line.get("experts")).isEmpty();
        assertThat(line.get("seasons")).isEmpty();
    }

    @Test
    void namesEveryFieldOfAScoreAsItsSchemaDoes() throws Exception {
        Score score = new Score(
                "a",
                2000,
                new Score.Values(2.5, 2, 1),
                new Score.Losses(0.1, 0.1, 0.1, 0.1),
                true,
                true,
                false,
                new Score.ModelUsed("all", 3, 0),
                new Score.Rolling(0.5, 0.8));

        JsonNode line = new JsonMapper().readTree(lines.line(score));

        assertThat(line.fieldNames()).toIterable().containsExactlyElementsOf(names(io.rillcast.avro.Score.SCHEMA$));
        assertThat(line.get("rollingReadings").intValue()).isEqualTo(200);
    }

    /** What a line holds: which schema it is of, then the schema's fields. */
    private static List<String> names(Schema schema) {
        List<String> names = new ArrayList<>(List.of("kind"));
        schema.getFields().forEach(field -> names.add(field.name()));
        return names;
    }
}
