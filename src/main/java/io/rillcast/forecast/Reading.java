package io.rillcast.forecast;

import java.util.Objects;

/**
 * One value of one series at one time.
 *
 * @param seriesId the series, not empty
 * @param timestampMs when it was read, epoch milliseconds, UTC; before 1970 is negative
 * @param value in the series' own unit, finite
 */
public record Reading(String seriesId, long timestampMs, double value) {
    /**
     * Checks the reading.
     *
     * @throws IllegalArgumentException if the series is empty or the value is not finite
     */
    public Reading {
        Objects.requireNonNull(seriesId, "seriesId");
        if (seriesId.isEmpty()) {
            throw new IllegalArgumentException("seriesId must not be empty");
        }
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("value must be finite: series=" + seriesId + ", value=" + value);
        }
    }
}
