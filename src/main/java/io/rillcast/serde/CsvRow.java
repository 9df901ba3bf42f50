package io.rillcast.serde;

import io.rillcast.forecast.Reading;
import java.util.Map;

/**
 * One line of a CSV file that holds a reading.
 *
 * @param line where the line begins in the file, the header line being 1
 * @param reading its reading, without covariates
 * @param covariates its other columns that hold numbers, by name
 */
public record CsvRow(long line, Reading reading, Map<String, Double> covariates) {
    /** Copies the covariates. */
    public CsvRow {
        covariates = Map.copyOf(covariates);
    }
}
