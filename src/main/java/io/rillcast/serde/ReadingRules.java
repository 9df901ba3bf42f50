package io.rillcast.serde;

import io.rillcast.forecast.Covariates;
import io.rillcast.forecast.Reading;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.LongSupplier;

/** What every reading must keep, whatever it was written as. */
final class ReadingRules {
    /** The longest name of a series, in characters. */
    static final int MOST_SERIES_CHARACTERS = 500;

    /** The most bytes a record's value may have: what a broker takes by default. */
    static final int MOST_VALUE_BYTES = 1 << 20;

    /** The beginning of year 1, epoch ms. */
    static final long EARLIEST_MS = -62_135_596_800_000L;

    private final LongSupplier latestAllowedMs;

    /**
     * Rules that end at a moving time.
     *
     * @param latestAllowedMs the latest timestamp allowed now, epoch ms
     */
    ReadingRules(LongSupplier latestAllowedMs) {
        this.latestAllowedMs = latestAllowedMs;
    }

    /** The reading, if it keeps the rules. */
    Reading reading(String seriesId, long timestampMs, double value, Covariates covariates) throws UndecodableReading {
        Optional<String> seriesProblem = seriesProblem(seriesId);
        if (seriesProblem.isPresent()) {
            throw new UndecodableReading(DeadLetterCause.SERIES_NAME, seriesProblem.get());
        }
        if (!Double.isFinite(value)) {
            throw new UndecodableReading(
                    DeadLetterCause.VALUE_NOT_FINITE,
                    "value must be finite: series=" + seriesId + ", timestampMs=" + timestampMs + ", value=" + value);
        }
        if (timestampMs < EARLIEST_MS) {
            throw new UndecodableReading(
                    DeadLetterCause.TIMESTAMP_OUT_OF_RANGE,
                    "timestamp must not be before year 1: series=" + seriesId + ", timestampMs=" + timestampMs);
        }
        long latestMs = latestAllowedMs.getAsLong();
        if (timestampMs > latestMs) {
            throw new UndecodableReading(
                    DeadLetterCause.TIMESTAMP_TOO_FAR_AHEAD,
                    "timestamp must not be too far ahead of now: series=" + seriesId + ", timestampMs=" + timestampMs
                            + ", latestAllowedMs=" + latestMs);
        }
        return new Reading(seriesId, timestampMs, value, covariates);
    }

    /** What is wrong with a series' name, if anything. */
    static Optional<String> seriesProblem(String seriesId) {
        int length = seriesId.length();
        if (length < 1 || length > MOST_SERIES_CHARACTERS) {
            return Optional.of("series must have 1 to " + MOST_SERIES_CHARACTERS + " characters: length=" + length);
        }
        for (int i = 0; i < length; i++) {
            char c = seriesId.charAt(i);
            if (Character.isISOControl(c)) {
                return Optional.of("series must not hold control characters: index=" + i + ", code=" + (int) c);
            }
            // Two names that differ only in broken characters would be one series in UTF-8.
            boolean pair =
                    Character.isHighSurrogate(c) && i + 1 < length && Character.isLowSurrogate(seriesId.charAt(i + 1));
            if (c == '\uFFFD' || (Character.isSurrogate(c) && !pair)) {
                return Optional.of("series must be whole Unicode characters: index=" + i + ", code=" + (int) c);
            }
            if (pair) {
                i++;
            }
        }
        return Optional.empty();
    }

    /** The series that is the record's key. */
    static String seriesOfKey(byte[] key) throws UndecodableReading {
        if (key == null) {
            throw new UndecodableReading(
                    DeadLetterCause.MISSING_FIELD,
                    "key must be the series: key=null; write it, or name a field by readings.series.field");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(key))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new UndecodableReading(
                    DeadLetterCause.SERIES_NAME, "key must be the series as UTF-8: bytes=" + key.length, e);
        }
    }

    /** Refuses a value that is absent or too large to look into. */
    static void requireReadable(byte[] value) throws UndecodableReading {
        if (value == null) {
            throw new UndecodableReading(DeadLetterCause.NULL_VALUE, "value must not be null");
        }
        if (value.length == 0) {
            throw new UndecodableReading(DeadLetterCause.EMPTY_VALUE, "value must not be empty");
        }
        if (value.length > MOST_VALUE_BYTES) {
            throw new UndecodableReading(
                    DeadLetterCause.TOO_LARGE,
                    "value must have at most " + MOST_VALUE_BYTES + " bytes: bytes=" + value.length);
        }
    }

    /** A covariate as it was found, if it keeps the rules: NaN is a missing one. */
    static double covariate(String field, double found) throws UndecodableReading {
        if (Double.isInfinite(found)) {
            throw new UndecodableReading(
                    DeadLetterCause.COVARIATE_INFINITE,
                    "covariate must be finite, or NaN, null or left out where it is missing: field=" + field
                            + ", value=" + found);
        }
        return found;
    }

    /** Refuses a field that is absent or null. */
    static UndecodableReading missing(String field) {
        return new UndecodableReading(
                DeadLetterCause.MISSING_FIELD,
                "field must be present and not null: field=" + field + "; check readings.*.field");
    }

    /** Refuses a field that cannot be what it should. */
    static UndecodableReading wrongType(String field, String expected, String found) {
        return new UndecodableReading(
                DeadLetterCause.WRONG_TYPE,
                "field must be " + expected + ": field=" + field + ", found=" + found + "; check readings.*.field");
    }
}
