package io.rillcast.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
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

    @Test
    void namesEveryFieldOfAForecastAsItsSchemaDoes() throws Exception {
        Forecast forecast = new Forecast(
                new Forecast.Origin("a", 1000, 2000, 0, "all", 3, 10, true),
                QuantileLevels.of(0.1, 0.5, 0.9),
                new double[] {1, 2, 3},
                new Forecast.Parts(2, 2, 2, Map.of("network", 1.0)));

        JsonNode line = new JsonMapper().readTree(lines.line(forecast));

        assertThat(line.fieldNames()).toIterable().containsExactlyElementsOf(names(io.rillcast.avro.Forecast.SCHEMA$));
        assertThat(line.get("horizon").intValue()).isEqualTo(1);
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
