package io.rillcast.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real readings, where they lie beside the project: {@code ../shared/data}. */
class SharedReadingsTest {
    private static final Path DATA = Path.of("..", "shared", "data");

    @Test
    void forecastsEverySunspotSince1749WithoutAGap() throws IOException {
        Replay sunspots = replay("monthly_classic.csv.gz").get("sunspots");

        assertThat(sunspots.forecasts()).hasSize(3177);
        assertThat(Instant.ofEpochMilli(sunspots.forecasts().get(0).origin().originMs()))
                .hasToString("1749-01-01T00:00:00Z");
        assertThat(Instant.ofEpochMilli(sunspots.forecasts().get(100).origin().targetMs()))
                .hasToString("1757-06-01T00:00:00Z");
        assertThat(sunspots.scores()).noneMatch(Score::afterGap);
        assertThat(sunspots.forecasts()).allMatch(forecast -> forecast.quantile(0) >= 0);
    }

    /** Real steps change their size faster than the mean step follows: 0.07 either side. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "energy_prices.csv.gz",
                "ghcn_rain_monthly.csv.gz",
                "monthly_classic.csv.gz",
                "nyc_hourly_weather.csv.gz",
                "seattle_weather.csv.gz",
                "taylor_load.csv.gz",
                "vix_daily.csv.gz"
            })
    void coversRealReadingsBeforeThereIsAModel(String file) throws IOException {
        Coverage coverage = new Coverage(1);
        replay(file).values().forEach(replay -> coverage.add(replay, 0));

        assertThat(coverage.share80()).isBetween(0.73, 0.87);
    }

    /** Runs through a file of series, timestamp and value; a wrong refusal fails. */
    private static Map<String, Replay> replay(String file) throws IOException {
        Path path = DATA.resolve(file);
        assumeTrue(Files.exists(path), () -> "not beside the project: " + path);
        Map<String, Replay> replays = new LinkedHashMap<>();
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(path)), StandardCharsets.UTF_8))) {
            lines.readLine();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] cells = line.split(",", -1);
                if (!cells[2].isEmpty()) {
                    long timeMs = Instant.parse(cells[1]).toEpochMilli();
                    Replay replay = replays.computeIfAbsent(cells[0], id -> Replay.byDefault());
                    Step step = replay.step(new Reading("s", timeMs, Double.parseDouble(cells[2])));
                    if (step instanceof Step.Skipped skipped) {
                        throw new AssertionError("must be admitted: line=" + line + ", reason=" + skipped.reason());
                    }
                }
            }
        }
        return replays;
    }
}
