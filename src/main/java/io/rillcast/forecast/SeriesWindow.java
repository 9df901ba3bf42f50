package io.rillcast.forecast;

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

    /**
     * Puts a window together; nothing is copied, and nothing may be changed afterwards.
     *
     * @param seriesId the series
     * @param checkpoint clock and standardiser as they were before the first reading: {@link
     *     SeriesState#olderCheckpoint()}
     * @param timesMs long[T], epoch ms, not decreasing
     * @param values double[T], finite
     * @throws IllegalArgumentException if the lengths do not fit
     */
    public SeriesWindow(String seriesId, byte[] checkpoint, long[] timesMs, double[] values) {
        if (checkpoint.length != SeriesState.CHECKPOINT_BYTES || timesMs.length != values.length) {
            throw new IllegalArgumentException("a window must have a checkpoint and as many times as values: series="
                    + seriesId + ", checkpoint=" + checkpoint.length + ", times=" + timesMs.length + ", values="
                    + values.length);
        }
        this.seriesId = seriesId;
        this.checkpoint = checkpoint;
        this.timesMs = timesMs;
        this.values = values;
    }

    /** The length of a checkpoint in bytes. */
    public static int checkpointBytes() {
        return SeriesState.CHECKPOINT_BYTES;
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
        return new Reading(seriesId, timesMs[index], values[index]);
    }

    /** Its time, epoch ms. */
    public long timeMs(int index) {
        return timesMs[index];
    }

    /** Its value. */
    public double value(int index) {
        return values[index];
    }

    /** The checkpoint itself, not to be changed: byte[{@link #checkpointBytes()}]. */
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
        return state;
    }
}
