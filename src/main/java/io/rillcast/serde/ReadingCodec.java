package io.rillcast.serde;

import io.rillcast.forecast.CovariateNames;
import io.rillcast.forecast.Covariates;
import io.rillcast.forecast.Reading;
import java.nio.ByteBuffer;

/**
 * The bytes of a reading inside the forecaster, on its way through the repartition topic.
 *
 * <pre>
 * 0         1                          9                         17                  25
 * +---------+--------------------------+--------------------------+-------------------+------------------------------+
 * | version | timestamp, int64 ms      | value, IEEE 754 float64  | list of covariates| each covariate, float64, NaN |
 * +---------+--------------------------+--------------------------+-------------------+------------------------------+
 * </pre>
 *
 * <p>All big-endian. Version 1 ends at 17 and is a reading without covariates; version 2 has the fingerprint of their
 * names and 1 to 16 of them, NaN where missing.
 *
 * <p>The series is the record's key and is not repeated, so this is no {@code Serde}: those never see the key.
 */
public final class ReadingCodec {
    /** The layout without covariates. */
    static final byte VERSION = 1;

    /** The layout with covariates. */
    static final byte VERSION_WITH_COVARIATES = 2;

    private static final int SIZE_BYTES = 1 + Long.BYTES + Double.BYTES;

    private ReadingCodec() {}

    /** The bytes of a reading, without its series. */
    public static byte[] encode(Reading reading) {
        Covariates covariates = reading.covariates();
        int count = covariates.count();
        ByteBuffer bytes = ByteBuffer.allocate(sizeBytes(count))
                .put(count == 0 ? VERSION : VERSION_WITH_COVARIATES)
                .putLong(reading.timestampMs())
                .putDouble(reading.value());
        if (count > 0) {
            bytes.putLong(covariates.list());
        }
        for (int i = 0; i < count; i++) {
            bytes.putDouble(covariates.value(i));
        }
        return bytes.array();
    }

    private static int sizeBytes(int covariates) {
        return SIZE_BYTES + (covariates == 0 ? 0 : Long.BYTES + Double.BYTES * covariates);
    }

    /**
     * The reading of a series.
     *
     * @param seriesId the record's key
     * @throws MalformedRecord if the bytes were not written by {@link #encode}
     */
    public static Reading decode(String seriesId, byte[] value) {
        byte version = value == null || value.length == 0 ? 0 : value[0];
        if (version != VERSION && version != VERSION_WITH_COVARIATES) {
            throw new MalformedRecord(
                    DeadLetterCause.WRONG_TYPE,
                    "unsupported reading format: series=" + seriesId + ", version="
                            + (value == null || value.length == 0 ? "none" : value[0]) + ", supported=[" + VERSION
                            + ", " + VERSION_WITH_COVARIATES + "]; upgrade the forecaster, or let the former release"
                            + " read the repartition topic to its end");
        }
        int count = (value.length - SIZE_BYTES - Long.BYTES) / Double.BYTES;
        boolean isWhole = version == VERSION
                ? value.length == SIZE_BYTES
                : count >= 1 && count <= CovariateNames.MOST && value.length == sizeBytes(count);
        if (!isWhole) {
            throw new MalformedRecord(
                    DeadLetterCause.WRONG_TYPE,
                    "reading must have " + SIZE_BYTES + " bytes, or " + sizeBytes(1) + " and 8 for each further"
                            + " covariate: series=" + seriesId + ", version=" + version + ", bytes=" + value.length);
        }
        ByteBuffer bytes = ByteBuffer.wrap(value, 1, value.length - 1);
        long timestampMs = bytes.getLong();
        double number = bytes.getDouble();
        return new Reading(
                seriesId, timestampMs, number, version == VERSION ? Covariates.NONE : covariates(bytes, count));
    }

    private static Covariates covariates(ByteBuffer bytes, int count) {
        long list = bytes.getLong();
        double[] values = new double[count];
        bytes.asDoubleBuffer().get(values);
        return Covariates.of(list, values);
    }
}
