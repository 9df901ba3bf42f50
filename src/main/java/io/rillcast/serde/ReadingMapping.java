package io.rillcast.serde;

import io.rillcast.forecast.CovariateNames;
import java.util.Arrays;
import java.util.List;

/**
 * Which fields of a record make a reading. A dot enters a nested record, map or object: {@code station.id}. Where a map or
 * object has a field whose own name holds the dots, that one is meant: the longest name that is there wins, and is not
 * left again for a shorter one.
 *
 * @param seriesField the series: a string, enum symbol, whole number or UUID; empty if the record's key, as UTF-8, is
 *     the series
 * @param timestampField the time: a timestamp, date, long of epoch milliseconds, or ISO-8601 text
 * @param valueField the value: a number, or a decimal
 * @param covariates fields like the value's, or entries of a map {@value #COVARIATES} under their whole names
 */
public record ReadingMapping(String seriesField, String timestampField, String valueField, CovariateNames covariates) {
    /** The fields of our own {@code Reading} schema. */
    public static final ReadingMapping DEFAULT = new ReadingMapping("series", "timestamp", "value");

    /** The field in which our own {@code Reading} schema has covariates by name. */
    static final String COVARIATES = "covariates";

    /**
     * Checks the paths.
     *
     * @throws IllegalArgumentException if the timestamp's or the value's field is empty, or a path has an empty part
     */
    public ReadingMapping {
        requirePath("readings.timestamp.field", timestampField);
        requirePath("readings.value.field", valueField);
        if (!seriesField.isEmpty()) {
            requirePath("readings.series.field", seriesField);
        }
        covariates.names().forEach(name -> requirePath("readings.covariate.fields", name));
    }

    /** A mapping that looks at no covariates. */
    public ReadingMapping(String seriesField, String timestampField, String valueField) {
        this(seriesField, timestampField, valueField, CovariateNames.NONE);
    }

    /** The same for who looks at no covariates. */
    public ReadingMapping withoutCovariates() {
        return new ReadingMapping(seriesField, timestampField, valueField);
    }

    /** Where a covariate is that stands by its whole name among others. */
    static List<String> pathAmongCovariates(String name) {
        return List.of(COVARIATES, name);
    }

    /** Whether the series is the record's key. */
    boolean seriesIsKey() {
        return seriesField.isEmpty();
    }

    /** The names on the way to a field, outermost first. */
    static List<String> path(String field) {
        return Arrays.asList(field.split("\\.", -1));
    }

    /** The names from one index to before another as one name with dots in it. */
    static String joined(List<String> path, int from, int to) {
        return to - from == 1 ? path.get(from) : String.join(".", path.subList(from, to));
    }

    private static void requirePath(String name, String field) {
        if (path(field).contains("")) {
            throw new IllegalArgumentException(
                    name + " must be a field's name, or names parted by single dots: " + name + "=" + field);
        }
    }
}
