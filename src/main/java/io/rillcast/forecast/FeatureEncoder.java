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

    /** How many steps the reading stands for, as a logarithm: 0 where none is missing before it. */
    private static float gap(Clock before, Reading reading) {
        return clip(StrictMath.log1p(before.missedBefore(reading.timestampMs())));
    }

    private static void encodeTime(float[] out, Clock after) {
        long target = after.targetMs();
        if (CalendarSeason.YEAR.isSeenBy(after)) {
            CalendarSeason.YEAR.write(out, 12, target, 2);
        }
        if (CalendarSeason.DAY.isSeenBy(after)) {
            CalendarSeason.DAY.write(out, 16, target, 2);
        }
        if (CalendarSeason.WEEK.isSeenBy(after)) {
            out[20] = Cadence.isWeekend(target) ? 1 : 0;
        }
    }

    private static float clip(double x) {
        return Math.max(-MOST, Math.min(MOST, (float) x));
    }
}
