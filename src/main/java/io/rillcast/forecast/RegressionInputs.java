package io.rillcast.forecast;

import java.util.Arrays;

/**
 * Writes what the regression looks at: recent values, running averages, values one and two seasons back, the position of
 * the target time in the day or in the year.
 *
 * <pre>
 * x:  0 one   1-4 the last four steps (values)   5, 6 the last value less its slow and middle average (the averages)
 *     7-9 the shorter season: at the target's place one season back, one before, two before   10-12 the longer one
 *     13, 14 two shorter seasons back, and one of each (two and three shorter ones)   15-18 sine and cosine, once and
 *     twice a day, or a year where readings are rarer   19 whether the target is on a weekend
 * </pre>
 *
 * <p>Values stand as differences from the last one in mean steps; in brackets, where they stand as levels from zero.
 */
final class RegressionInputs {
    /** How many numbers, p. */
    static final int COUNT = 20;

    private static final int SHORTER = 7;
    private static final int LONGER = 10;
    private static final int BOTH = 13;
    private static final int CALENDAR = 15;
    private static final int WEEKEND = 19;
    private static final double MOST = 16;

    private RegressionInputs() {}

    /** How far the weight of each input may be from 0 before anything is known, as a variance: double[p]. */
    static double[] prior() {
        double[] prior = new double[COUNT];
        for (int i = 0; i < COUNT; i++) {
            boolean isSeason = i >= SHORTER && i < CALENDAR;
            prior[i] = isSeason ? 0.3 : 0.1;
        }
        return prior;
    }

    /** Has a regression forget what it learnt about a season that is another now, 0 the shorter, 1 the longer. */
    static void forgetSeason(RecursiveLeastSquares regression, int season) {
        int from = season == 0 ? SHORTER : LONGER;
        regression.forget(from, from + 3);
        regression.forget(BOTH, CALENDAR);
    }

    /** Writes differences for the value after the last: x double[{@link #COUNT}]. */
    static void writeSteps(double[] x, Outlook outlook) {
        ValueRing ring = outlook.ring;
        double last = outlook.last();
        double scale = outlook.scale();
        double newer = ring.back(0);
        for (int i = 0; i < 4; i++) {
            double older = ring.back(i + 1);
            x[1 + i] = bounded((newer - older) / scale);
            newer = older;
        }
        x[5] = bounded((last - outlook.statistics.slow()) / scale);
        x[6] = bounded((last - outlook.statistics.middle()) / scale);
        int shorter = outlook.lags[0];
        int longer = outlook.lags[1];
        for (int i = 0; i < 3; i++) {
            x[SHORTER + i] = step(ring, shorter, shorter - 1 + i, last, scale);
            x[LONGER + i] = step(ring, longer, longer - 1 + i, last, scale);
        }
        x[BOTH] = step(ring, shorter, 2 * shorter - 1, last, scale);
        x[BOTH + 1] = longer > 0 ? step(ring, shorter, shorter + longer - 1, last, scale) : 0;
        writeCalendar(x, outlook.clock);
    }

    private static double step(ValueRing ring, int lag, int ago, double last, double scale) {
        return lag > 0 ? bounded((ring.back(ago) - last) / scale) : 0;
    }

    /** Writes levels from zero for the value after the last: x double[{@link #COUNT}]. */
    static void writeLevels(double[] x, Outlook outlook) {
        ValueRing ring = outlook.ring;
        Standardizer statistics = outlook.statistics;
        for (int i = 0; i < 4; i++) {
            x[1 + i] = bounded(statistics.level(ring.back(i)));
        }
        x[5] = statistics.levelSlow();
        x[6] = statistics.levelMiddle();
        int shorter = outlook.lags[0];
        int longer = outlook.lags[1];
        for (int i = 0; i < 3; i++) {
            x[SHORTER + i] = shorter > 0 ? bounded(statistics.level(ring.back(shorter - 1 + i))) : 0;
            x[LONGER + i] = longer > 0 ? bounded(statistics.level(ring.back(longer - 1 + i))) : 0;
        }
        x[BOTH] = shorter > 0 ? bounded(statistics.level(ring.back(2 * shorter - 1))) : 0;
        x[BOTH + 1] = shorter > 0 ? bounded(statistics.level(ring.back(3 * shorter - 1))) : 0;
        writeCalendar(x, outlook.clock);
    }

    private static void writeCalendar(double[] x, Clock clock) {
        x[0] = 1;
        long target = clock.targetMs();
        Arrays.fill(x, CALENDAR, COUNT, 0);
        if (CalendarSeason.DAY.isSeenBy(clock)) {
            CalendarSeason.DAY.write(x, CALENDAR, target, 2);
        } else if (CalendarSeason.YEAR.isSeenBy(clock)) {
            CalendarSeason.YEAR.write(x, CALENDAR, target, 2);
        }
        x[WEEKEND] = CalendarSeason.WEEK.isSeenBy(clock) && Cadence.isWeekend(target) ? 1 : 0;
    }

    /** Within bounds; 0 where nothing is known. */
    private static double bounded(double number) {
        return Double.isNaN(number) ? 0 : Math.max(-MOST, Math.min(MOST, number));
    }
}
