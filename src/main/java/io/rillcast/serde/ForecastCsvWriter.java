package io.rillcast.serde;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.rillcast.forecast.QuantileLevels;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a file of forecasts, CSV in UTF-8; owned by one thread.
 *
 * <pre>
 * series,timestamp,actual,origin,point,q0.025,...,q0.975,naive,network,model_version
 * </pre>
 *
 * <p>Times are ISO-8601 in UTC; a number is the shortest decimal that reads back as the same double.
 */
public final class ForecastCsvWriter implements AutoCloseable {
    static final String SERIES = "series";
    static final String TIMESTAMP = "timestamp";
    static final String ACTUAL = "actual";
    static final String ORIGIN = "origin";
    static final String POINT = "point";
    static final String QUANTILE = "q";
    static final String NAIVE = "naive";
    static final String NETWORK = "network";
    static final String MODEL_VERSION = "model_version";

    private final CsvWriter csv;
    private final int levels;

    private ForecastCsvWriter(CsvWriter csv, int levels) {
        this.csv = csv;
        this.levels = levels;
    }

    /** Begins a file, in the place of one that is there, with its header line. */
    public static ForecastCsvWriter create(Path file, QuantileLevels levels) throws IOException {
        CsvWriter csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(file, StandardCharsets.UTF_8);
        List<String> header = new ArrayList<>(List.of(SERIES, TIMESTAMP, ACTUAL, ORIGIN, POINT));
        for (int i = 0; i < levels.count(); i++) {
            header.add(QUANTILE + levels.level(i));
        }
        header.addAll(List.of(NAIVE, NETWORK, MODEL_VERSION));
        csv.writeRecord(header);
        return new ForecastCsvWriter(csv, levels.count());
    }

    /** Writes a line. */
    public void write(ForecastRow row) {
        List<String> fields = new ArrayList<>(levels + 8);
        fields.add(row.seriesId());
        fields.add(Instant.ofEpochMilli(row.timestampMs()).toString());
        fields.add(Double.toString(row.actual()));
        fields.add(Instant.ofEpochMilli(row.originMs()).toString());
        fields.add(Double.toString(row.point()));
        for (int i = 0; i < levels; i++) {
            fields.add(Double.toString(row.quantile(i)));
        }
        fields.add(Double.toString(row.naive()));
        fields.add(Double.toString(row.network()));
        fields.add(Long.toString(row.modelVersion()));
        csv.writeRecord(fields);
    }

    /** Ends the file. */
    @Override
    public void close() throws IOException {
        csv.close();
    }
}
