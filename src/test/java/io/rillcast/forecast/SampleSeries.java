package io.rillcast.forecast;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Small series for tests, hourly from 2020 on, and the windows that retraining would cut from them. */
public final class SampleSeries {
    public static final long HOUR_MS = 3_600_000L;
    public static final long START_MS = 1_577_836_800_000L; // 2020-01-01T00:00Z

    private SampleSeries() {}

    /** The time of a reading by its number. */
    public static long timeMs(int index) {
        return START_MS + index * HOUR_MS;
    }

    /** Hourly readings of the series "s". */
    public static List<Reading> readings(double... values) {
        List<Reading> readings = new ArrayList<>();
        for (int t = 0; t < values.length; t++) {
            readings.add(new Reading("s", timeMs(t), values[t]));
        }
        return readings;
    }

    /** A random walk with normal steps of deviation 1, from 100. */
    public static double[] walk(long seed, int length) {
        Random random = new Random(seed);
        double[] values = new double[length];
        double value = 100;
        for (int t = 0; t < length; t++) {
            value += random.nextGaussian();
            values[t] = value;
        }
        return values;
    }

    /** A sine with a period of 24 around 50, amplitude 10, with normal noise of deviation 1. */
    public static double[] daily(long seed, int length) {
        Random random = new Random(seed);
        double[] values = new double[length];
        for (int t = 0; t < length; t++) {
            values[t] = 50 + 10 * StrictMath.sin(2 * Math.PI * t / 24) + random.nextGaussian();
        }
        return values;
    }

    /** Rain: dry with probability 0.6, else exponential with mean 4. */
    public static double[] rain(long seed, int length) {
        Random random = new Random(seed);
        double[] values = new double[length];
        for (int t = 0; t < length; t++) {
            values[t] = random.nextDouble() < 0.6 ? 0 : -4 * StrictMath.log(1 - random.nextDouble());
        }
        return values;
    }

    /** The windows that end at every multiple of {@code every} readings and at the end, with their checkpoints. */
    public static List<SeriesWindow> windows(String seriesId, ForecastPlan plan, int every, double... values) {
        List<Reading> readings = new ArrayList<>();
        for (int t = 0; t < values.length; t++) {
            readings.add(new Reading(seriesId, timeMs(t), values[t]));
        }
        return windows(plan, every, readings);
    }

    /** The hints of the readings since a state's older checkpoint, of all readings of its series. */
    public static short[] hints(SeriesState state, List<short[]> all) {
        int first = Math.toIntExact(state.checkpointReadings());
        short[] hints = new short[(all.size() - first) * Hints.COUNT];
        for (int t = first; t < all.size(); t++) {
            System.arraycopy(all.get(t), 0, hints, (t - first) * Hints.COUNT, Hints.COUNT);
        }
        return hints;
    }

    /** The covariates of the readings since a state's older checkpoint, of all readings of its series. */
    public static double[] covariates(SeriesState state, List<Reading> all) {
        int first = Math.toIntExact(state.checkpointReadings());
        double[] covariates = new double[(all.size() - first) * state.covariates()];
        Arrays.fill(covariates, Double.NaN);
        for (int t = first; t < all.size(); t++) {
            Covariates here = all.get(t).covariates();
            boolean isSeen = t >= state.covariatesSince() && here.count() == state.covariates();
            for (int i = 0; i < here.count() && isSeen; i++) {
                covariates[(t - first) * state.covariates() + i] = here.value(i);
            }
        }
        return covariates;
    }

    /** The windows that end at every multiple of {@code every} readings and at the end, with covariates. */
    public static List<SeriesWindow> windows(ForecastPlan plan, int every, List<Reading> readings) {
        OnlineForecaster forecaster = new OnlineForecaster(plan);
        SeriesState state = forecaster.empty();
        List<short[]> hints = new ArrayList<>();
        List<SeriesWindow> windows = new ArrayList<>();
        for (int t = 0; t < readings.size(); t++) {
            Step.Advanced step = (Step.Advanced) forecaster.step("g", Optional.empty(), state, readings.get(t));
            state = step.state();
            hints.add(step.hints());
            if ((t + 1) % every == 0 || t + 1 == readings.size()) {
                windows.add(window(state, readings.subList(0, t + 1), hints));
            }
        }
        return windows;
    }

    /** The window from a state's older checkpoint to its last reading, of all readings of its series. */
    public static SeriesWindow window(SeriesState state, List<Reading> all, List<short[]> hints) {
        List<Reading> since = all.subList(Math.toIntExact(state.checkpointReadings()), all.size());
        return new SeriesWindow(
                        all.isEmpty() ? "s" : all.get(0).seriesId(),
                        state.olderCheckpoint(),
                        since.stream().mapToLong(Reading::timestampMs).toArray(),
                        since.stream().mapToDouble(Reading::value).toArray(),
                        covariates(state, all))
                .withHints(hints(state, hints));
    }
}
