package io.rillcast.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.rillcast.forecast.Explanation;
import io.rillcast.forecast.Forecast;
import io.rillcast.forecast.QuantileLevels;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReasonsTest {
    private static final Map<String, Double> EXPERTS =
            Map.of("naive", 2.0, "seasonal-smoothing", 2.625, "network", 2.25, "regression", -1.5);
    private static final Map<String, Double> WEIGHTS =
            Map.of("network", 0.25, "seasonal-smoothing", 0.5, "regression", 0.25);

    private static Forecast.Parts parts(long cadenceMs, int months, List<Integer> seasons) {
        Explanation why = new Explanation(EXPERTS, 0.25, seasons, cadenceMs, months, "nonnegative", 1.0625);
        return new Forecast.Parts(2, 2, 2.25, WEIGHTS, why);
    }

    @Test
    void standsInTheColumnsOfItsForecastTheHeaviestExpertFirst() {
        Forecast forecast = new Forecast(
                new Forecast.Origin("a", 1000, 2000, 0, "all", 3, 10, true),
                QuantileLevels.of(0.1, 0.5, 0.9),
                new double[] {1, 2, 3},
                parts(3_600_000, 0, List.of(24, 168)));
        PlainLines lines = new PlainLines(true);

        assertThat(lines.line(forecast))
                .isEqualTo(
                        "forecast  1970-01-01T00:00:02Z       2.0000               1.0000 to 3.0000           v3     a");
        assertThat(String.join("\n", lines.beneath(forecast)))
                .isEqualTo("""
                                  seasonal-smoothing         2.6250               weight 0.500
                                  network                    2.2500               weight 0.250
                                  regression                -1.5000               weight 0.250
                                  naive                      2.0000               weight 0.000
                                  scale                     0.25000               mean step
                                  seasons                   24, 168               readings
                                  cadence                       1 h               between readings
                                  support               nonnegative
                                  correction                 1.0625               times the blend's width""".indent(10).stripTrailing());
        assertThat(new PlainLines(false).beneath(forecast)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, unknown",
        "1, 0, 1 ms",
        "999, 0, 999 ms",
        "1500, 0, 1.5 s",
        "60000, 0, 1 min",
        "5400000, 0, 1.5 h",
        "86400000, 0, 1 d",
        "604800000, 0, 7 d",
        "864000000000, 0, 10000 d",
        "3600001, 0, 1 h",
        "0, 1, 1 month",
        "0, 3, 3 months"
    })
    void writesACadenceInItsUnit(long ms, int months, String text) {
        assertThat(Reasons.of(parts(ms, months, List.of())))
                .anyMatch(line -> line.matches(" +cadence +" + text + " +between readings"));
    }

    @Test
    void saysThatThereIsNoSeason() {
        assertThat(Reasons.of(parts(1, 0, List.of()))).anyMatch(line -> line.matches(" +seasons +none +readings"));
    }

    @Test
    void hasTheWeightsOfAForecastThatSaysNoMore() {
        Forecast.Parts old = new Forecast.Parts(1, 1, 1, Map.of("naive", 1.0));

        assertThat(Reasons.of(old)).singleElement().asString().matches(" +naive +- +weight 1.000");
    }

    @Test
    void escapesWhatCouldMoveACursor() {
        Forecast.Parts parts = new Forecast.Parts(
                1, 1, 1, Map.of("\u001b[2J", 1.0), new Explanation(Map.of(), 1, List.of(), 1, 0, "\u001b", 1));

        assertThat(Reasons.of(parts)).noneMatch(line -> line.contains("\u001b"));
    }
}
