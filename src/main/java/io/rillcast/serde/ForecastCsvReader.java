package io.rillcast.serde;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.rillcast.forecast.QuantileLevels;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads what {@link ForecastCsvWriter} wrote, plain or gzipped, one line at a time; owned by one thread. */
public final class ForecastCsvReader implements AutoCloseable {
    private final Path file;
    private final CloseableIterator<CsvRecord> records;
    private final List<String> header;
    private final QuantileLevels levels;
    private final int firstQuantile;
    private long line = 1;

    private ForecastCsvReader(Path file) throws IOException, BadLine {
        this.file = file;
        this.records = CsvReader.builder()
                .maxBufferSize(CsvReadings.MOST_LINE_CHARACTERS)
                .allowMissingFields(true)
                .allowExtraFields(true)
                .ofCsvRecord(
                        new InputStreamReader(CsvReadings.plain(Files.newInputStream(file)), StandardCharsets.UTF_8))
                .iterator();
        this.header = nextRecord()
                .orElseThrow(() -> bad("file must begin with a header line", "file is empty"))
                .getFields();
        this.firstQuantile = 1 + header.indexOf(ForecastCsvWriter.POINT);
        this.levels = levels();
    }

    /**
     * Opens a file and reads its header line.
     *
     * @throws BadLine if it cannot be read or is no file of forecasts
     */
    public static ForecastCsvReader open(Path file) throws IOException, BadLine {
        try {
            return new ForecastCsvReader(file);
        } catch (NoSuchFileException missing) {
            throw new BadLine("file must exist: file=" + file, 0, missing);
        }
    }

    private QuantileLevels levels() throws BadLine {
        for (String column : List.of(
                ForecastCsvWriter.SERIES,
                ForecastCsvWriter.TIMESTAMP,
                ForecastCsvWriter.ACTUAL,
                ForecastCsvWriter.ORIGIN,
                ForecastCsvWriter.POINT,
                ForecastCsvWriter.NAIVE,
                ForecastCsvWriter.NETWORK,
                ForecastCsvWriter.MODEL_VERSION)) {
            if (!header.contains(column)) {
                throw bad(
                        "file must be one of forecasts, as `rillcast backtest` writes them",
                        "missing=" + column + ", header=" + header);
            }
        }
        try {
            return QuantileLevels.of(header.stream()
                    .filter(name -> name.matches(ForecastCsvWriter.QUANTILE + "[0-9.eE-]+"))
                    .mapToDouble(name -> Double.parseDouble(name.substring(ForecastCsvWriter.QUANTILE.length())))
                    .toArray());
        } catch (IllegalArgumentException broken) {
            throw bad("file must be one of forecasts, as `rillcast backtest` writes them", broken.getMessage());
        }
    }

    /** The levels of the quantiles. */
    public QuantileLevels quantileLevels() {
        return levels;
    }

    /**
     * The next line; empty at the end of the file.
     *
     * @throws BadLine if it breaks a rule
     */
    public Optional<ForecastRow> next() throws BadLine {
        Optional<CsvRecord> record = nextRecord();
        if (record.isEmpty()) {
            return Optional.empty();
        }
        CsvRecord fields = record.get();
        if (fields.getFieldCount() != header.size()) {
            throw bad(
                    "line must have as many fields as the header line",
                    "fields=" + fields.getFieldCount() + ", header=" + header.size());
        }
        double[] quantiles = new double[levels.count()];
        for (int i = 0; i < quantiles.length; i++) {
            quantiles[i] = number(fields, firstQuantile + i);
        }
        return Optional.of(new ForecastRow(
                fields.getField(header.indexOf(ForecastCsvWriter.SERIES)),
                new ForecastRow.Times(
                        time(fields, ForecastCsvWriter.TIMESTAMP), time(fields, ForecastCsvWriter.ORIGIN)),
                quantiles,
                new ForecastRow.Points(
                        number(fields, header.indexOf(ForecastCsvWriter.ACTUAL)),
                        number(fields, header.indexOf(ForecastCsvWriter.POINT)),
                        number(fields, header.indexOf(ForecastCsvWriter.NAIVE)),
                        number(fields, header.indexOf(ForecastCsvWriter.NETWORK))),
                version(fields)));
    }

    private long version(CsvRecord fields) throws BadLine {
        String text = fields.getField(header.indexOf(ForecastCsvWriter.MODEL_VERSION));
        try {
            long version = Long.parseLong(text);
            if (version >= 0) {
                return version;
            }
        } catch (NumberFormatException noNumber) {
            // said below
        }
        throw bad(
                "version must be a whole number, 0 for none",
                "column=" + ForecastCsvWriter.MODEL_VERSION + ", text=\"" + text + "\"");
    }

    private double number(CsvRecord fields, int index) throws BadLine {
        String text = fields.getField(index);
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException noNumber) {
            throw bad("value must be a number", "column=" + header.get(index) + ", text=\"" + text + "\"");
        }
    }

    private long time(CsvRecord fields, String column) throws BadLine {
        String text = fields.getField(header.indexOf(column));
        OptionalLong time = Timestamps.parseIsoOrEpochMs(text);
        if (time.isEmpty()) {
            throw bad("timestamp must be ISO-8601", "column=" + column + ", text=\"" + text + "\"");
        }
        return time.getAsLong();
    }

    private Optional<CsvRecord> nextRecord() throws BadLine {
        try {
            if (!records.hasNext()) {
                return Optional.empty();
            }
            CsvRecord record = records.next();
            line = record.getStartingLineNumber();
            return Optional.of(record);
        } catch (UncheckedIOException | CsvParseException e) {
            throw bad("file must be readable to its end", "problem=" + e.getMessage());
        }
    }

    private BadLine bad(String rule, String pairs) {
        return new BadLine(rule + ": file=" + file.getFileName() + ", line=" + line + ", " + pairs, line, false);
    }

    @Override
    public void close() throws IOException {
        records.close();
    }
}
