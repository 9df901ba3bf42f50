package io.rillcast.process;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.rillcast.forecast.Reading;
import io.rillcast.serde.BadLine;
import io.rillcast.serde.CsvColumns;
import io.rillcast.serde.CsvReadings;
import io.rillcast.serde.CsvRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** Readings for tests of faults, series by series, one after another. */
final class Workload {
    /** Set to {@code true} for all shared files and long runs in place of what fits into every build. */
    static final boolean IS_FULL = Boolean.getBoolean("rillcast.faults.full");

    private static final Path SHARED = Path.of("..", "shared", "data");
    private static final long HOUR_MS = 3_600_000;
    private static final long MONTH_MS = 730 * HOUR_MS;

    private Workload() {}

    /** All shared files if full, else as many generated series of the same kinds as fit into every build. */
    static List<Reading> chosen() {
        return IS_FULL ? shared() : generated(8, 2000);
    }

    /** Every reading of the shared files. */
    private static List<Reading> shared() {
        assumeTrue(Files.isDirectory(SHARED), "shared data are not here: dir=" + SHARED.toAbsolutePath());
        Map<String, List<Reading>> bySeries = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(SHARED)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".csv.gz")).sorted().toList()) {
                read(file, bySeries);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return bySeries.values().stream().flatMap(List::stream).toList();
    }

    private static void read(Path file, Map<String, List<Reading>> bySeries) throws IOException {
        try (CsvReadings csv = CsvReadings.open(file, CsvColumns.DEFAULT)) {
            for (Optional<CsvRow> row = csv.next(); row.isPresent(); row = csv.next()) {
                Reading reading = row.get().reading();
                bySeries.computeIfAbsent(reading.seriesId(), name -> new ArrayList<>())
                        .add(reading);
            }
        } catch (BadLine bad) {
            throw new AssertionError(bad);
        }
    }

    /**
     * Series that swing with noise: monthly ones from 1749 on like the sunspots, hourly ones, and rain that is mostly
     * zero. Every hundredth reading comes twice, and every hundred and first is a late one, which are not admitted.
     */
    static List<Reading> generated(int series, int readingsEach) {
        Random random = new Random(1749);
        List<Reading> readings = new ArrayList<>();
        for (int s = 0; s < series; s++) {
            boolean isMonthly = s % 2 == 0;
            long start = Instant.parse(isMonthly ? "1749-01-01T00:00:00Z" : "2020-02-28T00:00:00Z")
                    .toEpochMilli();
            for (int i = 0; i < readingsEach; i++) {
                long timeMs = start + i * (isMonthly ? MONTH_MS : HOUR_MS);
                Reading reading = new Reading("series-" + s, timeMs, value(s, i, random));
                readings.add(reading);
                if (i % 100 == 99) {
                    readings.add(reading);
                    readings.add(new Reading("series-" + s, start, -1));
                }
            }
        }
        return readings;
    }

    /** Hourly series side by side, in the order of time, with a slow change that a model has to follow. */
    static List<Reading> interleaved(int series, int readingsEach) {
        Random random = new Random(2020);
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < readingsEach; i++) {
            for (int s = 0; s < series; s++) {
                double swing = (5 + 4 * Math.sin(i / 500.0)) * Math.sin(i * (0.5 + s / 10.0));
                readings.add(new Reading("series-" + s, i * HOUR_MS, 30 + s + swing + 0.2 * random.nextGaussian()));
            }
        }
        return readings;
    }

    private static double value(int series, int number, Random random) {
        double noise = random.nextGaussian();
        return series % 3 == 2 ? Math.max(0, 3 * noise - 2) : 20 + series + 8 * Math.sin(number / 4.0) + 0.3 * noise;
    }

    /** One of so many equal stretches. */
    static List<Reading> page(List<Reading> readings, int number, int pages) {
        return readings.subList(readings.size() * number / pages, readings.size() * (number + 1) / pages);
    }
}
