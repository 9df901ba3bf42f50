package io.rillcast.serde;

/**
 * Which columns of a CSV file make a reading, by the names in its header line; every other column is a covariate.
 *
 * @param series the series; if empty, the whole file is one series, named like the file
 * @param timestamp ISO-8601 date, or date and time, or epoch milliseconds
 * @param value a number, or nothing for a missing reading
 */
public record CsvColumns(String series, String timestamp, String value) {
    /** The columns of the files that Rillcast publishes and backtests by default. */
    public static final CsvColumns DEFAULT = new CsvColumns("series", "timestamp", "value");

    /**
     * Checks the names.
     *
     * @throws IllegalArgumentException if two are equal, or the timestamp's or the value's is empty
     */
    public CsvColumns {
        if (timestamp.isEmpty()
                || value.isEmpty()
                || timestamp.equals(value)
                || series.equals(timestamp)
                || series.equals(value)) {
            throw new IllegalArgumentException("columns must be named and differ: series=" + series + ", timestamp="
                    + timestamp + ", value=" + value);
        }
    }
}
