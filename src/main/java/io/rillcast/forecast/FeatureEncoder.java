package io.rillcast.forecast;

import java.util.Arrays;
import java.util.List;

/**
 * Writes the network's inputs x_t: what a reading says, on the scale of its series, and when the next one is expected.
 *
 * <p>Positions in the year, the week and the day are those of the target time, and are given only to series that have
 * been seen long enough to have repeated them: a network that has seen one summer must not extrapolate into autumn.
 */
final class FeatureEncoder {
    /** The names of the inputs, in order; those of covariates come after them. */
    static final List<String> NAMES = List.of(
            "step",
            "step-size",
            "above-fast",
            "above-middle",
            "above-slow",
            "youth",
            "gap",
            "zero-heavy",
            "level",
            "wet",
            "level-middle",
            "level-slow",
            "year-sin-1",
            "year-cos-1",
            "year-sin-2",
            "year-cos-2",
            "day-sin-1",
            "day-cos-1",
            "day-sin-2",
            "day-cos-2",
            "weekend");

    private static final float MOST = 10;
    private static final double DAY_MS = 86_400_000d;
    private static final double YEAR_MS = 365.2425 * DAY_MS;

    private FeatureEncoder() {}

    /**
     * Writes the inputs after a reading.
     *
     * @param out float[D], as many of it as there are {@link #NAMES}; finite, within [-10, 10]
     * @param reading the reading just taken in
     * @param before the clock before it
     * @param after the clock with it
     * @param standardizer the statistics before it
     */
    static void encode(float[] out, Reading reading, Clock before, Clock after, Standardizer standardizer) {
        Arrays.fill(out, 0, NAMES.size(), 0);
        double value = reading.value();
        if (before.readings() > 0) {
            double scale = standardizer.scale(before.lastValue());
            double step = (value - before.lastValue()) / scale;
            out[0] = clip(step);
            out[1] = clip(StrictMath.log1p(Math.min(Math.abs(step), 1e6)) - 0.5);
            out[2] = clip((value - standardizer.fast()) / scale);
            out[3] = clip((value - standardizer.middle()) / scale);
            out[4] = clip((value - standardizer.slow()) / scale);
            out[6] = gap(before, reading);
        }
        out[5] = (float) (1 / Math.sqrt((double) after.readings()));
        if (standardizer.isZeroHeavy()) {
            out[7] = 1;
            out[8] = clip(standardizer.level(value));
            out[9] = value > 0 ? 1 : 0;
            out[10] = clip(standardizer.levelMiddle());
            out[11] = clip(standardizer.levelSlow());
        }
        encodeTime(out, after);
    }

    private static float gap(Clock before, Reading reading) {
        double expected = before.targetMs() - before.lastMs();
        if (expected <= 0) {
            return 0;
        }
        double ratio = Cadence.between(before.lastMs(), reading.timestampMs()) / expected;
        return ratio > 1.5 ? clip(StrictMath.log(Math.min(ratio, 1e6))) : 0;
    }

    private static void encodeTime(float[] out, Clock after) {
        long target = after.targetMs();
        double span = after.spanMs();
        double step = after.cadence().usualStepMs();
        if (span >= YEAR_MS && step <= YEAR_MS / 4) {
            harmonics(out, 12, target / YEAR_MS);
        }
        if (span >= 2 * DAY_MS && step <= DAY_MS / 4) {
            harmonics(out, 16, target / DAY_MS);
        }
        if (span >= 14 * DAY_MS && step <= DAY_MS) {
            out[20] = Cadence.isWeekend(target) ? 1 : 0;
        }
    }

    private static void harmonics(float[] out, int at, double turns) {
        double angle = (turns - Math.floor(turns)) * (2 * Math.PI);
        out[at] = (float) StrictMath.sin(angle);
        out[at + 1] = (float) StrictMath.cos(angle);
        out[at + 2] = (float) StrictMath.sin(2 * angle);
        out[at + 3] = (float) StrictMath.cos(2 * angle);
    }

    private static float clip(double x) {
        return Math.max(-MOST, Math.min(MOST, (float) x));
    }
}
