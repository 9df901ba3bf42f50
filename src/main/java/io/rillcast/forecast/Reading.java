package io.rillcast.forecast;

import java.util.Objects;

/**
 * One value of one series at one time.
 *
 * @param seriesId the series, not empty
 * @param timestampMs when it was read, epoch milliseconds, UTC; before 1970 is negative
 * @param value in the series' own unit, finite
 * @param covariates what else was known at that time
 */
public record Reading(String seriesId, long timestampMs, double value, Covariates covariates) {
    /**
     * Checks the reading.
     *
     * @throws IllegalArgumentException if the series is empty or the value is not finite
     */
    public Reading {
        Objects.requireNonNull(seriesId, "seriesId");
        Objects.requireNonNull(covariates, "covariates");
        if (seriesId.isEmpty()) {
            throw new IllegalArgumentException("seriesId must not be empty");
        }
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("value must be finite: series=" + seriesId + ", value=" + value);
        }
    }

    /** The same with all covariates missing. */
    public Reading withoutCovariates() {
        return new Reading(seriesId, timestampMs, value);
    }

    /** The same with another value. */
    Reading withValue(double other) {
        return new Reading(seriesId, timestampMs, other, covariates);
    }

    /** A reading without covariates. */
    public Reading(String seriesId, long timestampMs, double value) {
        this(seriesId, timestampMs, value, Covariates.NONE);
    }
}
