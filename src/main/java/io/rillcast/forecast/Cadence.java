package io.rillcast.forecast;

import java.util.Optional;

/**
 * The expected time between readings, inferred: a fixed duration, calendar months, or days of the week.
 *
 * <p>Mutable scratch, part of {@link Clock}. The usual step is found by a running majority vote (Boyer and Moore, 1981),
 * which a few gaps cannot move; the same other step {@value #ADOPTED} times in a row wins at once. A step of whole
 * calendar months votes for those months. Days that a change of the clocks makes an hour longer or shorter are days.
 * Where no step has a majority the mean is used, and what counts as a gap widens with how much steps vary.
 *
 * <pre>
 *   0 usual step, int64: milliseconds, or below zero calendar months
 *   8 bits 0-7 its votes, 8-15 how often in a row another step came, 16-25 a hash of that, 26-31 steps averaged
 *  12 bits 8-15 day of the month, 16-31 mean deviation of a step from the mean, as a share of it, in 1/4096
 *  16 mean step ms, float64   24 presence of Monday to Sunday, int8[7]   31 rules, int8: see {@link #RULES}
 * </pre>
 */
final class Cadence {
    static final int BYTES = 32;
    /** Where the mark of the rules lies. */
    static final int RULES_AT = 31;
    /**
     * Marks what was all made by the rules of today, of gaps and of averages too. What the first rules began (0 and above,
     * with a step) has no mark and never gets it: a replay by the rules of today would not come to the same.
     */
    static final byte RULES = -1;

    private static final byte MIXED_RULES = -2;
    static final long DAY_MS = 86_400_000L;
    private static final long HOUR_MS = 3_600_000L;
    /** The most readings that are said to have been missed. */
    static final int MOST_MISSED = 10_000;
    /** A step this often confirmed is believed. */
    private static final int BELIEVED = 3;
    /** So often in a row, another step is the usual one from now on. */
    private static final int ADOPTED = 4;
    /** Votes are capped, so that a change of cadence is believed after as many readings. */
    private static final int MOST_VOTES = 32;
    /** A weekday loses 1 with each day that has readings and gains this: one day in nine keeps it present. */
    private static final int PRESENCE_GAIN = 9;
    /** A weekday that was always present is believed gone after so many days with readings. */
    private static final int MOST_PRESENCE = 30;
    /** Days of the week begin at 18:00 UTC: no zone's midnight or close of trading comes to either side of it. */
    private static final long WEEKDAY_SHIFT_MS = 6 * HOUR_MS;

    /** The mean step follows the last 50 readings. */
    private static final int AVERAGED = 50;

    private static final double LONGEST_OVER_MEAN = 8;
    private static final double MOST_DEVIATION = 15;
    private static final double DEVIATION_UNIT = 4096;
    /** Later than this times the expected step is a gap; */
    private static final double GAP = 1.5;
    /** and where steps vary, by so many mean deviations later: one of a hundred of a Poisson process is. */
    private static final double GAP_DEVIATIONS = 4;

    private static final double MONTH_MS = 365.2425 / 12 * DAY_MS;
    /** Months of a series whose mean step is shorter have been an outage; twelve of any months are longer than twelve. */
    private static final double SHORTEST_MONTHS_MS = 20.0 * DAY_MS;

    private long step;
    private int votes;
    private int others;
    private int otherHash;
    private int averaged;
    private int dayOfMonth;
    private double deviation;
    private double meanMs;
    private final byte[] weekdays = new byte[7];
    private byte rules = RULES;

    void load(SeriesState state, int at) {
        step = state.int64(at);
        int counts = state.int32(at + 8);
        votes = counts & 0xff;
        others = (counts >> 8) & 0xff;
        otherHash = (counts >> 16) & 0x3ff;
        averaged = counts >>> 26;
        int spread = state.int32(at + 12);
        dayOfMonth = (spread >> 8) & 0xff;
        deviation = (spread >>> 16) / DEVIATION_UNIT;
        meanMs = state.float64(at + 16);
        averaged = averaged == 0 && meanMs != 0 ? AVERAGED : averaged; // of the first rules, which did not count
        for (int day = 0; day < 7; day++) {
            weekdays[day] = state.int8(at + 24 + day);
        }
        byte mark = state.int8(at + RULES_AT);
        boolean isBegun = step != 0 || meanMs != 0;
        rules = mark == RULES || !isBegun ? RULES : MIXED_RULES;
    }

    void store(SeriesState state, int at) {
        state.int64(at, step);
        state.int32(at + 8, votes | (others << 8) | (otherHash << 16) | (averaged << 26));
        state.int32(at + 12, (dayOfMonth << 8) | ((int) Math.round(deviation * DEVIATION_UNIT) << 16));
        state.float64(at + 16, meanMs);
        for (int day = 0; day < 7; day++) {
            state.int8(at + 24 + day, weekdays[day]);
        }
        state.int8(at + RULES_AT, rules);
    }

    /** Why a reading at this time may not follow the last one; empty if it may. */
    static Optional<SkipReason> refusal(Clock clock, Reading reading) {
        if (clock.readings() == 0 || reading.timestampMs() > clock.lastMs()) {
            return Optional.empty();
        }
        if (reading.timestampMs() < clock.lastMs()) {
            return Optional.of(SkipReason.LATE);
        }
        boolean same = Double.compare(reading.value(), clock.lastValue()) == 0;
        return Optional.of(same ? SkipReason.DUPLICATE : SkipReason.CORRECTION);
    }

    /** Takes the time between two readings in, {@code nowMs > beforeMs}. */
    void observe(long beforeMs, long nowMs) {
        long stepMs = between(beforeMs, nowMs);
        vote(beforeMs, nowMs, stepMs);
        average(stepMs);
        observeWeekday(beforeMs, nowMs);
    }

    private void vote(long beforeMs, long nowMs, long stepMs) {
        int anchor = CalendarMonths.anchor(beforeMs, nowMs, dayOfMonth);
        long months = anchor == 0 || isNoMonth(stepMs) ? 0 : CalendarMonths.between(beforeMs, nowMs);
        boolean isUsual = stepMs == step || (months > 0 && step == -months) || isUsualDays(stepMs);
        dayOfMonth = anchor == 0 ? dayOfMonth : anchor;
        if (isUsual) {
            votes = Math.min(votes + 1, MOST_VOTES);
            others = 0;
            return;
        }
        long other = months > 0 ? -months : wholeDays(stepMs);
        int hash = (int) ((other * 0x9E3779B97F4A7C15L) >>> 54);
        others = hash == otherHash && others > 0 ? others + 1 : 1;
        otherHash = hash;
        if (votes == 0 || others >= ADOPTED) {
            step = other;
            votes = Math.min(others, BELIEVED);
        } else {
            votes--;
        }
    }

    /** Whether a step was always the same: no three months in a row, nor quarters or halves of years, are as long. */
    private boolean isNoMonth(long stepMs) {
        return averaged >= 3 && deviation == 0 && stepMs == meanMs && stepMs < 12 * SHORTEST_MONTHS_MS;
    }

    /** Whether days are as many as usual, though the clocks were changed between them. */
    private boolean isUsualDays(long stepMs) {
        return step >= DAY_MS && step % DAY_MS == 0 && Math.abs(stepMs - step) <= 2 * HOUR_MS;
    }

    /** A step as whole days if it is that within half an hour, else itself. */
    private static long wholeDays(long stepMs) {
        long days = Math.round(stepMs / (double) DAY_MS) * DAY_MS;
        return days > 0 && Math.abs(stepMs - days) <= HOUR_MS / 2 ? days : stepMs;
    }

    private void average(long stepMs) {
        averaged = Math.min(averaged + 1, AVERAGED);
        boolean isFirst = meanMs == 0;
        double clipped = isFirst ? stepMs : Math.min((double) stepMs, LONGEST_OVER_MEAN * meanMs);
        double off = isFirst ? 0 : Math.abs(clipped / meanMs - 1);
        meanMs += (isFirst ? 1 : 1.0 / averaged) * (clipped - meanMs);
        deviation += (Math.min(off, MOST_DEVIATION) - deviation) / averaged;
        deviation = Math.round(deviation * DEVIATION_UNIT) / DEVIATION_UNIT;
    }

    /** The time between two times, the longest possible if it is longer than that. */
    static long between(long beforeMs, long nowMs) {
        long step = nowMs - beforeMs;
        return step < 0 ? Long.MAX_VALUE : step;
    }

    static long later(long nowMs, long stepMs) {
        return nowMs > Long.MAX_VALUE - stepMs ? Long.MAX_VALUE : nowMs + stepMs;
    }

    private void observeWeekday(long beforeMs, long nowMs) {
        int today = tradingDay(nowMs);
        if (today == tradingDay(beforeMs) && between(beforeMs, nowMs) < DAY_MS) {
            return;
        }
        for (int day = 0; day < 7; day++) {
            weekdays[day] = (byte) Math.max(0, weekdays[day] - 1);
        }
        weekdays[today] = (byte) Math.min(MOST_PRESENCE, weekdays[today] + PRESENCE_GAIN);
    }

    private static int tradingDay(long timeMs) {
        return weekday(later(timeMs, WEEKDAY_SHIFT_MS));
    }

    private static int weekday(long timeMs) {
        return (int) Math.floorMod(Math.floorDiv(timeMs, DAY_MS) + 3, 7L);
    }

    /** Saturday or Sunday. */
    static boolean isWeekend(long timeMs) {
        return weekday(timeMs) >= 5;
    }

    /** The usual step in milliseconds; 0 while none is known. */
    double usualStepMs() {
        if (monthStep() > 0) {
            return monthStep() * MONTH_MS;
        }
        return isRegular() ? step : meanMs;
    }

    /** Whether the usual step is one that most steps are, and not a mean. */
    boolean isRegular() {
        return votes >= BELIEVED && step > 0;
    }

    /** The calendar months in a step; 0 unless steps are months. */
    int monthStep() {
        boolean isBelieved = votes >= BELIEVED || (votes > 0 && meanMs >= SHORTEST_MONTHS_MS);
        return step < 0 && isBelieved ? (int) -step : 0;
    }

    /** On how many days of the week readings come, of a series that has come daily for a week or more; else 7. */
    int daysOfWeek() {
        int present = 0;
        int newest = 0;
        for (byte presence : weekdays) {
            present += presence > 0 ? 1 : 0;
            newest = Math.max(newest, presence);
        }
        return newest > PRESENCE_GAIN ? present : 7;
    }

    /** When the reading after one at this time is expected: later, or the same time while no cadence is known. */
    long next(long nowMs) {
        if (monthStep() > 0) {
            return later(nowMs, CalendarMonths.toNext(nowMs, monthStep(), dayOfMonth));
        }
        return isRegular() && step == DAY_MS ? nextPresentDay(nowMs) : later(nowMs, Math.round(usualStepMs()));
    }

    /** Skips the weekdays that are never present, once today's was there a week ago too. */
    private long nextPresentDay(long nowMs) {
        long next = later(nowMs, DAY_MS);
        if (weekdays[tradingDay(nowMs)] <= PRESENCE_GAIN) {
            return next;
        }
        for (int days = 1; days < 7 && weekdays[tradingDay(next)] == 0; days++) {
            next = later(next, DAY_MS);
        }
        return weekdays[tradingDay(next)] == 0 ? later(nowMs, DAY_MS) : next;
    }

    /**
     * How many readings were expected between two and did not come; a weekend that is always free is not expected.
     *
     * @return from 0, on time, to {@value #MOST_MISSED}
     */
    int missed(long beforeMs, long nowMs) {
        boolean isCounted = monthStep() > 0 || (isRegular() && step == DAY_MS);
        return isCounted ? countMissed(beforeMs, nowMs) : divideMissed(beforeMs, nowMs);
    }

    private int divideMissed(long beforeMs, long nowMs) {
        double usual = usualStepMs();
        if (usual <= 0) {
            return 0;
        }
        double ratio = between(beforeMs, nowMs) / usual;
        double most = isRegular() ? GAP : GAP + GAP_DEVIATIONS * deviation;
        return ratio <= most ? 0 : (int) Math.min(MOST_MISSED, Math.max(1, Math.round(ratio) - 1));
    }

    /** Missed are the expected times that the reading is farther from than from a later one. */
    private int countMissed(long beforeMs, long nowMs) {
        int missed = 0;
        long expected = next(beforeMs);
        while (missed < MOST_MISSED && expected < nowMs) {
            long following = next(expected);
            if (between(expected, nowMs) <= (following - expected) / 2) {
                return missed;
            }
            missed++;
            expected = following;
        }
        return missed;
    }

    /** Whether at least one expected reading is missing before one at this time. */
    boolean isGap(long beforeMs, long nowMs) {
        return missed(beforeMs, nowMs) > 0;
    }
}
