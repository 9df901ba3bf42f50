package io.rillcast.app;

import io.rillcast.serde.BadLine;
import io.rillcast.serde.CsvColumns;
import io.rillcast.serde.CsvReadings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The files that the demo replays, each with its number of readings.
 *
 * @param file a CSV file, plain or gzipped
 * @param readings in it
 */
record DemoData(Path file, long readings) {
    private static final List<String> BUNDLED =
            List.of("seattle-weather.csv.gz", "new-york-rain.csv.gz", "energy-prices.csv.gz");

    /** The bundled sample sets, copied into a directory; their sources stand beside them in {@code SOURCES.md}. */
    static List<DemoData> bundled(Path dir) throws IOException, BadLine {
        Files.createDirectories(dir);
        List<DemoData> sets = new ArrayList<>();
        for (String name : BUNDLED) {
            Path copy = dir.resolve(name);
            try (InputStream in = DemoData.class.getResourceAsStream("/demo/" + name)) {
                Files.copy(in, copy);
            }
            sets.add(counted(copy));
        }
        return sets;
    }

    /** The operator's own files, read through once to count them and to find bad lines before anything is started. */
    static List<DemoData> of(List<Path> files) throws IOException, BadLine {
        List<DemoData> sets = new ArrayList<>();
        for (Path file : files) {
            sets.add(counted(file));
        }
        return sets;
    }

    private static DemoData counted(Path file) throws IOException, BadLine {
        long readings = 0;
        try (CsvReadings csv = CsvReadings.open(file, CsvColumns.DEFAULT)) {
            while (csv.next().isPresent()) {
                readings++;
            }
        }
        return new DemoData(file, readings);
    }
}
