package io.rillcast.forecast;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The expected time between readings, inferred: a fixed duration, calendar months, or days of the week.
 *
 * <p>Mutable scratch, part of {@link Clock}. The usual step is found by a running majority vote (Boyer and Moore, 1981),
 * which a few gaps cannot move; where no step has a majority the clipped mean is used.
 *
 * <pre>
 *   0 usual step ms, int64   8 its votes, int32   12 votes for months, int32   16 mean step ms, float64
 *  24 presence of Monday to Sunday, int8[7]   31 months in a step, int8
 * </pre>
 */
final class Cadence {
    static final int BYTES = 32;
    private static final long DAY_MS = 86_400_000L;
    /** A step this often confirmed is believed. */
    private static final int BELIEVED = 3;
    /** Votes are capped, so that a change of cadence is believed after as many readings. */
    private static final int MOST_VOTES = 32;
    /** A weekday loses 1 with each reading and gains this: one reading in nine keeps it present. */
    private static final int PRESENCE_GAIN = 9;

    private static final int MOST_PRESENCE = 99;
    /** The mean step follows the last 50 readings. */
    private static final double MEAN_RATE = 0.02;

    private static final double LONGEST_OVER_MEAN = 8;
    /** Later than this times the expected step is a gap. */
    private static final double GAP = 1.5;

    private long stepMs;
    private int votes;
    private int monthVotes;
    private double meanMs;
    private final byte[] weekdays = new byte[7];
    private byte months;

    void load(SeriesState state, int at) {
        stepMs = state.int64(at);
        votes = state.int32(at + 8);
        monthVotes = state.int32(at + 12);
        meanMs = state.float64(at + 16);
        for (int day = 0; day < 7; day++) {
            weekdays[day] = state.int8(at + 24 + day);
        }
        months = state.int8(at + 31);
    }

    void store(SeriesState state, int at) {
        state.int64(at, stepMs);
        state.int32(at + 8, votes);
        state.int32(at + 12, monthVotes);
        state.float64(at + 16, meanMs);
        for (int day = 0; day < 7; day++) {
            state.int8(at + 24 + day, weekdays[day]);
        }
        state.int8(at + 31, months);
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
        long step = between(beforeMs, nowMs);
        if (step == stepMs) {
            votes = Math.min(votes + 1, MOST_VOTES);
        } else if (votes == 0) {
            stepMs = step;
            votes = 1;
        } else {
            votes--;
        }
        double rate = meanMs == 0 ? 1 : MEAN_RATE;
        double clipped = meanMs == 0 ? (double) step : Math.min((double) step, LONGEST_OVER_MEAN * meanMs);
        meanMs += rate * (clipped - meanMs);
        observeWeekday(nowMs);
        observeMonths(beforeMs, nowMs, step);
    }

    /** The time between two times, the longest possible if it is longer than that. */
    static long between(long beforeMs, long nowMs) {
        long step = nowMs - beforeMs;
        return step < 0 ? Long.MAX_VALUE : step;
    }

    private static long later(long nowMs, long stepMs) {
        return nowMs > Long.MAX_VALUE - stepMs ? Long.MAX_VALUE : nowMs + stepMs;
    }

    private void observeWeekday(long nowMs) {
        for (int day = 0; day < 7; day++) {
            weekdays[day] = (byte) Math.max(0, weekdays[day] - 1);
        }
        int today = weekday(nowMs);
        weekdays[today] = (byte) Math.min(MOST_PRESENCE, weekdays[today] + PRESENCE_GAIN);
    }

    private void observeMonths(long beforeMs, long nowMs, long step) {
        int between = step >= 28 * DAY_MS ? monthsBetween(beforeMs, nowMs) : 0;
        if (between == 0 || between > Byte.MAX_VALUE) {
            monthVotes = Math.max(0, monthVotes - 2);
        } else if (between == months) {
            monthVotes = Math.min(monthVotes + 1, MOST_VOTES);
        } else if (monthVotes == 0) {
            months = (byte) between;
            monthVotes = 1;
        } else {
            monthVotes--;
        }
    }

    /** Whole calendar months between two times on the same day of the month (or both on its last), else 0. */
    private static int monthsBetween(long beforeMs, long nowMs) {
        if (Math.floorMod(beforeMs, DAY_MS) != Math.floorMod(nowMs, DAY_MS)) {
            return 0;
        }
        LocalDate before = LocalDate.ofEpochDay(Math.floorDiv(beforeMs, DAY_MS));
        LocalDate now = LocalDate.ofEpochDay(Math.floorDiv(nowMs, DAY_MS));
        boolean bothLast = isLastOfMonth(before) && isLastOfMonth(now);
        if (before.getDayOfMonth() != now.getDayOfMonth() && !bothLast) {
            return 0;
        }
        return Math.toIntExact(ChronoUnit.MONTHS.between(YearMonth.from(before), YearMonth.from(now)));
    }

    private static boolean isLastOfMonth(LocalDate date) {
        return date.getDayOfMonth() == date.lengthOfMonth();
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
        return votes >= BELIEVED ? stepMs : meanMs;
    }

    /** When the reading after one at this time is expected; the same time while no cadence is known. */
    long next(long nowMs) {
        if (monthVotes >= BELIEVED) {
            return nextMonth(nowMs);
        }
        double step = usualStepMs();
        if (step == DAY_MS) {
            return nextPresentDay(nowMs);
        }
        return later(nowMs, Math.round(step));
    }

    private long nextMonth(long nowMs) {
        LocalDate now = LocalDate.ofEpochDay(Math.floorDiv(nowMs, DAY_MS));
        LocalDate next = now.plusMonths(months);
        if (isLastOfMonth(now)) {
            next = next.withDayOfMonth(next.lengthOfMonth());
        }
        long days = next.toEpochDay() - Math.floorDiv(nowMs, DAY_MS);
        return later(nowMs, days * DAY_MS);
    }

    /** Skips the weekdays that are never present, once today's was there a week ago too. */
    private long nextPresentDay(long nowMs) {
        long next = later(nowMs, DAY_MS);
        if (weekdays[weekday(nowMs)] <= PRESENCE_GAIN) {
            return next;
        }
        for (int days = 1; days < 7 && weekdays[weekday(next)] == 0; days++) {
            next = later(next, DAY_MS);
        }
        return weekdays[weekday(next)] == 0 ? later(nowMs, DAY_MS) : next;
    }

    /** Whether a reading at this time is later than one and a half times the expected step. */
    boolean isGap(long beforeMs, long nowMs) {
        long expected = next(beforeMs) - beforeMs;
        return expected > 0 && between(beforeMs, nowMs) > GAP * expected;
    }
}
