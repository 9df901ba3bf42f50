package io.rillcast.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.rillcast.app.InProcess;
import io.rillcast.forecast.Forecast;
import io.rillcast.forecast.ForecastModel;
import io.rillcast.forecast.QuantileLevels;
import io.rillcast.forecast.Reading;
import io.rillcast.serde.ForecastCsvWriter;
import io.rillcast.serde.ForecastRow;
import io.rillcast.serde.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A run recorded from the topics as the files of a backtest, and held to {@code backtest --models DIR --follow FILE}. */
final class FollowedRun {
    private FollowedRun() {}

    /**
     * Replays the readings under the versions that the forecasts name, and requires the same lines, that is the same bits:
     * each number is written as the shortest decimal that reads back as the same double.
     *
     * @param readings all taken in, each forecast once, in the order of each series
     * @param models every version that was used
     */
    static void requireEqual(
            Path dir, Path settings, List<Reading> readings, List<Forecast> forecasts, List<ForecastModel> models)
            throws IOException {
        Path files = Files.createDirectories(dir.resolve("recorded"));
        Path archive = Files.createDirectories(files.resolve("models"));
        for (ForecastModel model : models) {
            String name = model.group().replaceAll("\\W", "_") + "-v" + model.version() + ".safetensors";
            Files.write(archive.resolve(name), ModelFile.toBytes(model));
        }
        Path csv = Files.writeString(files.resolve("readings.csv"), lines(readings));
        Path recorded = files.resolve("forecasts.csv");
        write(recorded, readings, forecasts);
        Path out = dir.resolve("followed");
        InProcess.run(
                "backtest",
                csv.toString(),
                "--config",
                settings.toString(),
                "--models",
                archive.toString(),
                "--follow",
                recorded.toString(),
                "--out",
                out.toString());
        assertThat(bySeries(out.resolve("forecasts.csv"))).isEqualTo(bySeries(recorded));
    }

    private static String lines(List<Reading> readings) {
        StringBuilder text = new StringBuilder("series,timestamp,value\n");
        for (Reading reading : readings) {
            text.append(reading.seriesId())
                    .append(',')
                    .append(reading.timestampMs())
                    .append(',')
                    .append(reading.value())
                    .append('\n');
        }
        return text.toString();
    }

    /** The lines of a backtest: each forecast with the reading that it was for; a series' last has none yet. */
    private static void write(Path file, List<Reading> readings, List<Forecast> forecasts) throws IOException {
        Map<String, List<Reading>> taken = new LinkedHashMap<>();
        readings.forEach(reading -> taken.computeIfAbsent(reading.seriesId(), name -> new ArrayList<>())
                .add(reading));
        Map<String, Integer> counts = new HashMap<>();
        try (ForecastCsvWriter writer = ForecastCsvWriter.create(file, QuantileLevels.DEFAULT)) {
            for (Forecast forecast : forecasts) {
                String series = forecast.origin().seriesId();
                int next = counts.merge(series, 1, Integer::sum);
                if (next < taken.get(series).size()) {
                    Reading actual = taken.get(series).get(next);
                    writer.write(ForecastRow.of(forecast, actual.timestampMs(), actual.value()));
                }
            }
        }
    }

    private static Map<String, List<String>> bySeries(Path file) throws IOException {
        Map<String, List<String>> lines = new HashMap<>();
        for (String line : Files.readAllLines(file)) {
            lines.computeIfAbsent(line.substring(0, line.indexOf(',')), name -> new ArrayList<>())
                    .add(line);
        }
        return lines;
    }
}
