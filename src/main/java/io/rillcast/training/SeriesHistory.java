package io.rillcast.training;

import io.rillcast.forecast.Covariates;
import io.rillcast.forecast.Hints;
import io.rillcast.forecast.Reading;
import io.rillcast.forecast.SeriesState;
import io.rillcast.forecast.SeriesWindow;
import java.util.Arrays;

/**
 * The last readings of one series in memory: a ring of as many slots as a rebuild can ask for, 2W, grown as it fills.
 * Mutable, owned by one replay.
 */
final class SeriesHistory {
    private static final int FIRST_SLOTS = 16;

    private final int slots;
    private long[] times = new long[FIRST_SLOTS];
    private double[] values = new double[FIRST_SLOTS];
    private Covariates[] covariates = new Covariates[FIRST_SLOTS];
    private short[][] hints = new short[FIRST_SLOTS][];

    /** For windows of a plan with this W. */
    SeriesHistory(int window) {
        this.slots = 2 * window;
    }

    /** Keeps a reading, the number-th of its series from 0, and what its step gave to be kept with it. */
    void put(long number, Reading reading, short[] readingHints) {
        int slot = (int) (number % slots);
        if (slot >= times.length) {
            int length = Math.min(slots, 2 * slot);
            times = Arrays.copyOf(times, length);
            values = Arrays.copyOf(values, length);
            covariates = Arrays.copyOf(covariates, length);
            hints = Arrays.copyOf(hints, length);
        }
        times[slot] = reading.timestampMs();
        values[slot] = reading.value();
        covariates[slot] = reading.covariates();
        hints[slot] = readingHints;
    }

    /** The readings since the older checkpoint of a state, as they were admitted. */
    SeriesWindow since(String seriesId, SeriesState state) {
        long first = state.checkpointReadings();
        int length = Math.toIntExact(state.readingsSeen() - first);
        int each = state.covariates();
        long[] windowTimes = new long[length];
        double[] windowValues = new double[length];
        double[] windowCovariates = new double[length * each];
        short[] windowHints = new short[length * Hints.COUNT];
        for (int t = 0; t < length; t++) {
            long number = first + t;
            int slot = (int) (number % slots);
            windowTimes[t] = times[slot];
            windowValues[t] = values[slot];
            System.arraycopy(hints[slot], 0, windowHints, t * Hints.COUNT, Hints.COUNT);
            boolean isThere = number >= state.covariatesSince() && covariates[slot].count() == each;
            for (int i = 0; i < each; i++) {
                windowCovariates[t * each + i] = isThere ? covariates[slot].value(i) : Double.NaN;
            }
        }
        return new SeriesWindow(seriesId, state.olderCheckpoint(), windowTimes, windowValues, windowCovariates)
                .withHints(windowHints);
    }
}
