package io.rillcast.forecast;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Brings each covariate of a series to its own scale, by a running mean and a running mean absolute deviation from it.
 *
 * <p>Mutable scratch of one {@link Intake}. Both follow about the last 100 readings in which the covariate was there;
 * once they have settled, one reading moves them by no more than {@value #MOST_DEVIATIONS} deviations times that rate. A
 * missing covariate moves nothing. The statistics hold the number before they scale it, so that a scale is there from the
 * second number on and multiplying a covariate by a constant changes nothing.
 *
 * <p>The part of a state, absent where there are no covariates; C is how many there are:
 *
 * <pre>
 *   0 fingerprint of the names, int64      8 readings seen when this list began, int64
 *  16 statistics now, C times 24 bytes     then as of the older and of the newer checkpoint, C times 24 bytes each
 *     each: 0 mean, float64   8 mean absolute deviation, float64   16 readings with it, int64
 * </pre>
 *
 * <p>Within a checkpoint outside the state: the fingerprint, int64, then C times 24 bytes.
 */
final class CovariateScales {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int HEADER_BYTES = 16;
    private static final int SINCE_AT = 8;
    private static final int EACH_BYTES = 24;

    private static final double RATE = 0.01;
    private static final double MOST_DEVIATIONS = 8;
    /** Before so many numbers nothing is clipped by the deviation. */
    private static final int SETTLED = 10;

    private static final float MOST = 10;

    private final long list;
    private final int count;
    private final double[] mean;
    private final double[] deviation;
    private final long[] readings;

    CovariateScales(CovariateNames names) {
        list = names.fingerprint();
        count = names.count();
        mean = new double[count];
        deviation = new double[count];
        readings = new long[count];
    }

    private static int partBytes(int count) {
        return count == 0 ? 0 : HEADER_BYTES + 3 * EACH_BYTES * count;
    }

    /** How many covariates a state keeps statistics of. */
    static int count(SeriesState state) {
        int length = state.length(StatePart.COVARIATES);
        return length == 0 ? 0 : (length - HEADER_BYTES) / (3 * EACH_BYTES);
    }

    /** The number of the first reading whose covariates are of the state's list; those before count as missing. */
    static long since(SeriesState state) {
        return count(state) == 0 ? 0 : state.int64(state.start(StatePart.COVARIATES) + SINCE_AT);
    }

    /** The bytes that a checkpoint has of so many covariates. */
    static int checkpointBytes(int count) {
        return count == 0 ? 0 : Long.BYTES + EACH_BYTES * count;
    }

    /** How many covariates a checkpoint of so many bytes has statistics of; -1 if there is no such checkpoint. */
    static int countInCheckpoint(int bytes) {
        int count = bytes == 0 ? 0 : (bytes - Long.BYTES) / EACH_BYTES;
        return bytes == checkpointBytes(count) && count <= CovariateNames.MOST ? count : -1;
    }

    /** The fingerprint of the names in a checkpoint that has some. */
    static long listInCheckpoint(byte[] checkpoint, int at) {
        return (long) LONGS.get(checkpoint, at);
    }

    /** Writes a state's older checkpoint of them. */
    static void writeOlder(SeriesState state, byte[] checkpoint, int at) {
        int count = count(state);
        if (count > 0) {
            int start = state.start(StatePart.COVARIATES);
            state.get(start, checkpoint, at, Long.BYTES);
            state.get(start + HEADER_BYTES + EACH_BYTES * count, checkpoint, at + Long.BYTES, EACH_BYTES * count);
        }
    }

    /** The state with the statistics of a checkpoint, now and in both of its checkpoints. */
    static SeriesState at(SeriesState state, byte[] checkpoint, int at) {
        int count = countInCheckpoint(checkpoint.length - at);
        if (count == 0) {
            return state;
        }
        SeriesState next = state.resized(StatePart.COVARIATES, partBytes(count));
        int start = next.start(StatePart.COVARIATES);
        next.put(checkpoint, at, start, Long.BYTES);
        for (int copy = 0; copy < 3; copy++) {
            int to = start + HEADER_BYTES + copy * EACH_BYTES * count;
            next.put(checkpoint, at + Long.BYTES, to, EACH_BYTES * count);
        }
        return next;
    }

    /** The state itself if it is of this list, else the state in which the list begins now. */
    SeriesState ofThisList(SeriesState state) {
        int length = state.length(StatePart.COVARIATES);
        boolean isOf =
                length == partBytes(count) && (count == 0 || state.int64(state.start(StatePart.COVARIATES)) == list);
        if (isOf) {
            return state;
        }
        SeriesState next = LastStep.forgotten(state).resized(StatePart.COVARIATES, partBytes(count));
        if (count > 0) {
            int start = next.start(StatePart.COVARIATES);
            next.int64(start, list);
            next.int64(start + SINCE_AT, state.readingsSeen());
        }
        return next;
    }

    /** Whether covariates are of this list. */
    boolean isOfThisList(Covariates covariates) {
        return covariates.list() == list;
    }

    void load(SeriesState state) {
        int at = state.start(StatePart.COVARIATES) + HEADER_BYTES;
        for (int i = 0; i < count; i++) {
            mean[i] = state.float64(at + EACH_BYTES * i);
            deviation[i] = state.float64(at + EACH_BYTES * i + 8);
            readings[i] = state.int64(at + EACH_BYTES * i + 16);
        }
    }

    void store(SeriesState state) {
        int at = state.start(StatePart.COVARIATES) + HEADER_BYTES;
        for (int i = 0; i < count; i++) {
            state.float64(at + EACH_BYTES * i, mean[i]);
            state.float64(at + EACH_BYTES * i + 8, deviation[i]);
            state.int64(at + EACH_BYTES * i + 16, readings[i]);
        }
    }

    /** The newer checkpoint becomes the older, and the statistics now the newer. */
    void keepCheckpoint(SeriesState state) {
        if (count > 0) {
            int now = state.start(StatePart.COVARIATES) + HEADER_BYTES;
            int length = EACH_BYTES * count;
            state.copyWithin(now + 2 * length, now + length, length);
            state.copyWithin(now, now + 2 * length, length);
        }
    }

    /** Whether two states of this list have the same statistics now. */
    boolean sameNow(SeriesState one, SeriesState other) {
        return count == 0 || one.sameBytes(other, StatePart.COVARIATES, HEADER_BYTES, EACH_BYTES * count);
    }

    /**
     * Takes a reading's covariates in and writes their inputs.
     *
     * @param out float[D]; from {@code at} on, for each its number on its scale within [-10, 10] and a 1, or two zeros
     * @param covariates those of another list count as missing
     */
    void take(float[] out, int at, Covariates covariates) {
        boolean isKnown = isOfThisList(covariates);
        for (int i = 0; i < count; i++) {
            double x = isKnown ? covariates.value(i) : Double.NaN;
            boolean isThere = !Double.isNaN(x);
            if (isThere) {
                observe(i, x);
            }
            out[at + 2 * i] = isThere ? scaled(i, x) : 0;
            out[at + 2 * i + 1] = isThere ? 1 : 0;
        }
    }

    private void observe(int i, double x) {
        if (readings[i] == 0) {
            mean[i] = x;
        } else {
            double away = x - mean[i];
            boolean isSettled = readings[i] > SETTLED && deviation[i] > 0;
            double most = isSettled ? MOST_DEVIATIONS * deviation[i] : Double.POSITIVE_INFINITY;
            double size = Math.min(Math.abs(away), most);
            deviation[i] += Math.max(1.0 / readings[i], RATE) * (size - deviation[i]);
            mean[i] += Math.max(1.0 / (readings[i] + 1), RATE) * Math.max(-most, Math.min(most, away));
        }
        readings[i]++;
    }

    private float scaled(int i, double x) {
        return deviation[i] > 0 ? Math.max(-MOST, Math.min(MOST, (float) ((x - mean[i]) / deviation[i]))) : 0;
    }

    /** Whether every statistic is a number. */
    boolean isFinite() {
        boolean isFinite = true;
        for (int i = 0; i < count; i++) {
            isFinite &= Double.isFinite(mean[i]) && Double.isFinite(deviation[i]);
        }
        return isFinite;
    }
}
