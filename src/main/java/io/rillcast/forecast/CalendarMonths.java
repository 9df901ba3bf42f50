package io.rillcast.forecast;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.temporal.ChronoUnit;

/**
 * Calendar months between readings on one day of the month, in UTC to the nearest day, so that a change of the clocks
 * does not matter.
 *
 * <p>The day of the month is the one that is meant, 1 to 31: a month that is shorter has it on its last day. Pure
 * functions.
 */
final class CalendarMonths {
    private static final long DAY_MS = Cadence.DAY_MS;
    /** Nothing less is a month: February, and a change of the clocks. */
    private static final long SHORTEST_MS = 28 * DAY_MS - DAY_MS / 8;

    private CalendarMonths() {}

    /**
     * The day of the month on which two times both are: the usual one if they can be on that, else the last of the month
     * if both are, else the later of their days.
     *
     * @param usual the day of the month so far; 0 while there is none
     * @return 1 to 31; 0 if the times are not whole months apart
     */
    static int anchor(long beforeMs, long nowMs, int usual) {
        if (Cadence.between(beforeMs, nowMs) < SHORTEST_MS) {
            return 0;
        }
        LocalDate before = date(beforeMs);
        LocalDate now = onClockOf(beforeMs, nowMs);
        if (usual > 0 && isOn(before, usual) && isOn(now, usual)) {
            return usual;
        }
        if (isOn(before, 31) && isOn(now, 31)) {
            return 31;
        }
        int later = Math.max(before.getDayOfMonth(), now.getDayOfMonth());
        return isOn(before, later) && isOn(now, later) ? later : 0;
    }

    /** The calendar months from one time to a later one. */
    static long between(long beforeMs, long nowMs) {
        return ChronoUnit.MONTHS.between(YearMonth.from(date(beforeMs)), YearMonth.from(onClockOf(beforeMs, nowMs)));
    }

    /** The milliseconds to the next reading, so many months later, on a day of the month. */
    static long toNext(long nowMs, int months, int dayOfMonth) {
        LocalDate now = date(nowMs);
        YearMonth month = YearMonth.from(now).plusMonths(months);
        int wanted = isOn(now, dayOfMonth) ? dayOfMonth : now.getDayOfMonth();
        LocalDate next = month.atDay(Math.min(wanted, month.lengthOfMonth()));
        return (next.toEpochDay() - now.toEpochDay()) * DAY_MS;
    }

    private static boolean isOn(LocalDate date, int dayOfMonth) {
        return date.getDayOfMonth() == Math.min(dayOfMonth, date.lengthOfMonth());
    }

    private static LocalDate date(long timeMs) {
        return LocalDate.ofEpochDay(Math.floorDiv(timeMs, DAY_MS));
    }

    /** The day of a time, counted in whole days to the nearest from another. */
    private static LocalDate onClockOf(long otherMs, long timeMs) {
        long days = Math.round(Cadence.between(otherMs, timeMs) / (double) DAY_MS);
        return date(otherMs).plusDays(days);
    }
}
