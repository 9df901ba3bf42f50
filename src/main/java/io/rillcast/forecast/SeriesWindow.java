package io.rillcast.forecast;

import java.util.Arrays;

/**
 * A stretch of one series' history from a checkpoint on: what a hidden state is rebuilt from, and what is trained on.
 *
 * <p>Immutable. With W the plan's window it holds W to 2W readings, fewer while the series is young.
 */
public final class SeriesWindow {
    private final String seriesId;
    private final byte[] checkpoint;
    private final long[] timesMs;
    private final double[] values;
    private final double[] covariates;
    private final int covariateCount;
    private final short[] hints;

    /**
     * Puts a window together whose readings have no hints; nothing is copied, and nothing may be changed afterwards.
     *
     * @param seriesId the series
     * @param checkpoint clock, standardiser and scales of covariates as they were before the first reading: {@link
     *     SeriesState#olderCheckpoint()}
     * @param timesMs long[T], epoch ms, not decreasing
     * @param values double[T], finite
     * @param covariates double[T*C], those of a reading together, NaN where missing; C as the checkpoint has them
     * @throws IllegalArgumentException if the lengths do not fit
     */
    public SeriesWindow(String seriesId, byte[] checkpoint, long[] timesMs, double[] values, double[] covariates) {
        this.covariateCount = CovariateScales.countInCheckpoint(checkpoint.length - SeriesState.CHECKPOINT_BYTES);
        if (covariateCount < 0
                || timesMs.length != values.length
                || covariates.length != covariateCount * values.length) {
            throw new IllegalArgumentException("a window must have a checkpoint, and as many times as values and as"
                    + " covariates for each: series=" + seriesId + ", checkpoint=" + checkpoint.length + ", times="
                    + timesMs.length + ", values=" + values.length + ", covariates=" + covariates.length);
        }
        this.covariates = covariates;
        this.hints = new short[Hints.COUNT * values.length];
        this.seriesId = seriesId;
        this.checkpoint = checkpoint;
        this.timesMs = timesMs;
        this.values = values;
    }

    private SeriesWindow(SeriesWindow other, short[] hints) {
        this.covariateCount = other.covariateCount;
        this.covariates = other.covariates;
        this.hints = hints;
        this.seriesId = other.seriesId;
        this.checkpoint = other.checkpoint;
        this.timesMs = other.timesMs;
        this.values = other.values;
    }

    /**
     * The same window with what the experts made of its readings; nothing is copied.
     *
     * @param given short[T*{@link Hints#COUNT}], those of a reading together
     * @throws IllegalArgumentException if there are not as many for each reading
     */
    public SeriesWindow withHints(short[] given) {
        if (given.length != Hints.COUNT * values.length) {
            throw new IllegalArgumentException("a window must have " + Hints.COUNT + " hints for each reading: series="
                    + seriesId + ", readings=" + values.length + ", hints=" + given.length);
        }
        return new SeriesWindow(this, given);
    }

    /** A window whose readings have no covariates. */
    public SeriesWindow(String seriesId, byte[] checkpoint, long[] timesMs, double[] values) {
        this(seriesId, checkpoint, timesMs, values, new double[0]);
    }

    /** The length of a checkpoint with so many covariates, 0 for none, in bytes. */
    public static int checkpointBytes(int covariates) {
        return SeriesState.CHECKPOINT_BYTES + CovariateScales.checkpointBytes(covariates);
    }

    /** About the most bytes that a window of a plan takes: 2W readings, each with its time, covariates and hints. */
    public static long mostBytes(int window, CovariateNames covariates) {
        return checkpointBytes(covariates.count()) + 2L * window * (16 + Hints.BYTES + 8L * covariates.count());
    }

    /** A window that begins where this one does and has no readings. */
    public SeriesWindow beginning() {
        return new SeriesWindow(seriesId, checkpoint, new long[0], new double[0]);
    }

    /** The series. */
    public String seriesId() {
        return seriesId;
    }

    /** How many readings, T. */
    public int length() {
        return values.length;
    }

    /** The number of the first reading within its series, from 0. */
    public long firstReading() {
        return checkpointState(0).readingsSeen();
    }

    /** The reading at an index. */
    public Reading reading(int index) {
        if (covariateCount == 0) {
            return new Reading(seriesId, timesMs[index], values[index]);
        }
        int from = index * covariateCount;
        long list = CovariateScales.listInCheckpoint(checkpoint, SeriesState.CHECKPOINT_BYTES);
        Covariates known = Covariates.of(list, Arrays.copyOfRange(covariates, from, from + covariateCount));
        return new Reading(seriesId, timesMs[index], values[index], known);
    }

    /** Its time, epoch ms. */
    public long timeMs(int index) {
        return timesMs[index];
    }

    /** Its value. */
    public double value(int index) {
        return values[index];
    }

    /** How many covariates each reading has places for, C. */
    public int covariateCount() {
        return covariateCount;
    }

    /** A covariate of the reading at an index, NaN where it is missing. */
    public double covariate(int index, int covariate) {
        return covariates[index * covariateCount + covariate];
    }

    /** What the experts made of the readings, not to be changed: short[T*{@link Hints#COUNT}], zeros where nothing was kept. */
    public short[] hintsView() {
        return hints;
    }

    /** The checkpoint itself, not to be changed: byte[{@link #checkpointBytes(int)}]. */
    public byte[] checkpointView() {
        return checkpoint;
    }

    /** A state that starts at the checkpoint, with no hidden state, neutral calibration and nothing pending. */
    public SeriesState checkpointState(int levels) {
        SeriesState state = SeriesState.empty(levels);
        state.put(checkpoint, 0, state.start(StatePart.CLOCK), Clock.BYTES);
        state.put(checkpoint, Clock.BYTES, state.start(StatePart.STANDARDIZER), Standardizer.BYTES);
        int checkpoints = state.start(StatePart.CHECKPOINTS);
        state.put(checkpoint, 0, checkpoints, SeriesState.CHECKPOINT_BYTES);
        state.put(checkpoint, 0, checkpoints + SeriesState.CHECKPOINT_BYTES, SeriesState.CHECKPOINT_BYTES);
        return CovariateScales.at(state, checkpoint, SeriesState.CHECKPOINT_BYTES);
    }
}
