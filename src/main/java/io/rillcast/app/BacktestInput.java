package io.rillcast.app;

import io.rillcast.forecast.CovariateNames;
import io.rillcast.forecast.Covariates;
import io.rillcast.forecast.Reading;
import io.rillcast.serde.BadLine;
import io.rillcast.serde.CsvColumns;
import io.rillcast.serde.CsvReadings;
import io.rillcast.serde.CsvRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/** Brings the readings of CSV files into a sort; owned by one thread. */
final class BacktestInput {
    private static final String COVARIATES = "covariates.";

    private final CsvColumns columns;
    private final CovariateNames covariates;
    private final CsvIntake intake;
    private long missing;

    /**
     * For files with these columns.
     *
     * @param covariates the columns that are looked at, as {@code readings.covariate.fields} names them
     * @param intake what is done with lines that break a rule
     */
    BacktestInput(CsvColumns columns, CovariateNames covariates, CsvIntake intake) {
        this.columns = columns;
        this.covariates = covariates;
        this.intake = intake;
    }

    /**
     * Reads a file to its end, or until told to stop.
     *
     * @param bytesRead told how many bytes more were read
     * @throws BadLine at a line that breaks a rule, unless such lines are skipped and the next can be read
     */
    void read(Path file, ReadingSort into, BooleanSupplier isStopWanted, LongConsumer bytesRead)
            throws IOException, BadLine {
        try (CsvReadings csv = CsvReadings.open(file, columns)) {
            intake.noteMissingCovariates(covariates, csv.covariateColumns());
            long before = 0;
            Optional<CsvRow> row = intake.next(csv);
            while (row.isPresent() && !isStopWanted.getAsBoolean()) {
                into.add(reading(row.get()));
                bytesRead.accept(csv.bytesRead() - before);
                before = csv.bytesRead();
                row = intake.next(csv);
            }
            missing += csv.missing();
        }
    }

    /** How many lines had no value. */
    long missing() {
        return missing;
    }

    /** How many lines were skipped. */
    long badLines() {
        return intake.badLines();
    }

    private Reading reading(CsvRow row) {
        Reading reading = row.reading();
        if (covariates.count() == 0) {
            return reading;
        }
        double[] values = new double[covariates.count()];
        for (int i = 0; i < values.length; i++) {
            values[i] = value(row.covariates(), covariates.names().get(i));
        }
        Covariates known = Covariates.of(covariates.fingerprint(), values);
        return new Reading(reading.seriesId(), reading.timestampMs(), reading.value(), known);
    }

    /** A covariate by what stands behind {@code covariates.}, as in a record of readings, or by its whole name. */
    private static double value(Map<String, Double> columns, String name) {
        Double within = name.startsWith(COVARIATES) ? columns.get(name.substring(COVARIATES.length())) : null;
        return within != null ? within : columns.getOrDefault(name, Double.NaN);
    }
}
