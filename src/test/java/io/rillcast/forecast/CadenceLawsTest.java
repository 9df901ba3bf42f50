package io.rillcast.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole calendars of readings: how many of the expected times are right, and what counts as missed. */
class CadenceLawsTest {
    private static final long MINUTE_MS = 60_000;
    private static final long HOUR_MS = 60 * MINUTE_MS;
    private static final long DAY_MS = 24 * HOUR_MS;
    private static final Set<DayOfWeek> WESTERN = Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY);
    private static final Set<DayOfWeek> EASTERN = Set.of(DayOfWeek.FRIDAY, DayOfWeek.SATURDAY);

    private static long ms(String time) {
        return Instant.parse(time).toEpochMilli();
    }

    private static Cadence after(long... times) {
        Cadence cadence = new Cadence();
        for (int t = 1; t < times.length; t++) {
            cadence.observe(times[t - 1], times[t]);
        }
        return cadence;
    }

    private static long last(long[] times) {
        return times[times.length - 1];
    }

    private static long[] every(long stepMs, int readings) {
        long first = ms("2024-03-05T07:00:00Z");
        return LongStream.range(0, readings).map(t -> first + t * stepMs).toArray();
    }

    private static long[] months(String first, int months, int readings, ZoneId zone) {
        LocalDate date = LocalDate.parse(first);
        boolean isLast = date.getDayOfMonth() == 31;
        return LongStream.range(0, readings)
                .mapToObj(t -> date.plusMonths(t * months))
                .map(day -> isLast ? day.withDayOfMonth(day.lengthOfMonth()) : day)
                .mapToLong(day -> day.atStartOfDay(zone).toInstant().toEpochMilli())
                .toArray();
    }

    private static long[] days(String first, int days, Set<DayOfWeek> free, ZoneId zone) {
        LocalDate date = LocalDate.parse(first);
        return LongStream.range(0, days)
                .mapToObj(date::plusDays)
                .filter(day -> !free.contains(day.getDayOfWeek()))
                .mapToLong(day -> day.atStartOfDay(zone).toInstant().toEpochMilli())
                .toArray();
    }

    /** How many of the readings from an index on came when they were expected, to a tolerance. */
    private static int misses(long[] times, int from, long toleranceMs) {
        Cadence cadence = new Cadence();
        int misses = 0;
        for (int t = 1; t < times.length; t++) {
            boolean isRight = Math.abs(cadence.next(times[t - 1]) - times[t]) <= toleranceMs;
            misses += t >= from && !isRight ? 1 : 0;
            cadence.observe(times[t - 1], times[t]);
        }
        return misses;
    }

    private static int gaps(long[] times, int from) {
        Cadence cadence = new Cadence();
        int gaps = 0;
        for (int t = 1; t < times.length; t++) {
            gaps += t >= from && cadence.isGap(times[t - 1], times[t]) ? 1 : 0;
            cadence.observe(times[t - 1], times[t]);
        }
        return gaps;
    }

    @ParameterizedTest
    @ValueSource(
            longs = {
                1,
                7,
                1_000,
                61_500,
                300_000,
                HOUR_MS,
                23 * HOUR_MS,
                DAY_MS,
                7 * DAY_MS,
                28 * DAY_MS,
                30 * DAY_MS,
                31 * DAY_MS
            })
    void expectsEveryReadingOfAFixedStep(long stepMs) {
        assertThat(misses(every(stepMs, 300), 6, 0)).isZero();
        assertThat(gaps(every(stepMs, 300), 1)).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "2019-01-01, 1", "2019-01-15, 1", "2019-01-28, 1", "2019-01-29, 1", "2019-01-30, 1", "2019-01-31, 1",
                "2019-04-30, 1",
        "2019-02-28, 1", "2019-01-01, 2", "2019-01-01, 3", "2019-03-31, 3", "2019-06-30, 3", "2019-01-01, 6",
                "2019-01-01, 12",
        "2016-02-29, 12", "1890-01-31, 12"
    })
    void expectsEveryReadingOfCalendarMonths(String first, int months) {
        long[] times = months(first, months, 60, ZoneOffset.UTC);

        assertThat(misses(times, 4, 0)).isZero();
        assertThat(gaps(times, 1)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Europe/London", "Europe/Berlin", "America/New_York", "Australia/Sydney", "Asia/Kolkata"})
    void expectsMonthsThatBeginAtALocalMidnight(String zone) {
        long[] times = months("2019-01-01", 1, 60, ZoneId.of(zone));

        assertThat(misses(times, 4, HOUR_MS)).isZero();
        assertThat(gaps(times, 1)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"UTC", "Europe/London", "Europe/Berlin", "America/New_York", "Australia/Sydney", "Asia/Kolkata"})
    void expectsDaysThatBeginAtALocalMidnight(String zone) {
        long[] times = days("2022-01-03", 800, Set.of(), ZoneId.of(zone));

        assertThat(misses(times, 2, HOUR_MS)).isZero();
        assertThat(misses(times, 2, 0)).isLessThanOrEqualTo(5); // the days of the changes alone
        assertThat(gaps(times, 1)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"UTC", "Europe/London", "Europe/Berlin", "America/New_York", "Australia/Sydney", "Asia/Kolkata"})
    void expectsWeekdaysAndNoWeekends(String zone) {
        for (Set<DayOfWeek> free : List.of(WESTERN, EASTERN, Set.of(DayOfWeek.SUNDAY))) {
            long[] times = days("2022-01-03", 800, free, ZoneId.of(zone));

            assertThat(misses(times, 11, HOUR_MS)).isZero();
            assertThat(gaps(times, 11)).isZero();
        }
    }

    @Test
    void callsAHolidayMissedAndNoMore() {
        List<Long> times = new ArrayList<>();
        Random random = new Random(3);
        int holidays = 0;
        for (long time : days("2022-01-03", 1500, WESTERN, ZoneOffset.UTC)) {
            boolean isHoliday = times.size() > 20 && random.nextInt(25) == 0;
            holidays += isHoliday ? 1 : 0;
            if (!isHoliday) {
                times.add(time);
            }
        }
        long[] all = times.stream().mapToLong(Long::longValue).toArray();
        Cadence cadence = new Cadence();
        int missed = 0;
        for (int t = 1; t < all.length; t++) {
            missed += t > 15 ? cadence.missed(all[t - 1], all[t]) : 0;
            cadence.observe(all[t - 1], all[t]);
        }

        assertThat(holidays).isGreaterThan(20);
        assertThat(missed).isEqualTo(holidays);
        assertThat(misses(all, 16, 0)).isEqualTo(gaps(all, 16)).isLessThanOrEqualTo(holidays);
    }

    @Test
    void noticesThatAWeekGotShorterAndLonger() {
        long[] whole = days("2022-01-03", 100, Set.of(), ZoneOffset.UTC);
        long[] short5 = days("2022-04-16", 100, WESTERN, ZoneOffset.UTC);
        long[] both =
                LongStream.concat(LongStream.of(whole), LongStream.of(short5)).toArray();

        assertThat(misses(both, 100, 0)).isLessThanOrEqualTo(8); // a weekend a week until they are forgotten
        assertThat(misses(both, 140, 0)).isZero();

        long[] back = LongStream.concat(
                        LongStream.of(days("2022-01-03", 96, WESTERN, ZoneOffset.UTC)),
                        LongStream.of(days("2022-04-09", 100, Set.of(), ZoneOffset.UTC)))
                .toArray();

        assertThat(misses(back, 80, 0)).isLessThanOrEqualTo(3);
    }

    @Test
    void countsWhatIsMissing() {
        Cadence hourly = after(every(HOUR_MS, 40));
        assertThat(hourly.missed(0, HOUR_MS)).isZero();
        assertThat(hourly.missed(0, 90 * MINUTE_MS)).isZero();
        assertThat(hourly.missed(0, 91 * MINUTE_MS)).isEqualTo(1);
        assertThat(hourly.missed(0, 2 * HOUR_MS)).isEqualTo(1);
        assertThat(hourly.missed(0, 100 * HOUR_MS)).isEqualTo(99);
        assertThat(hourly.missed(0, 1_000_000 * HOUR_MS)).isEqualTo(Cadence.MOST_MISSED);
        assertThat(hourly.missed(Long.MIN_VALUE, Long.MAX_VALUE)).isEqualTo(Cadence.MOST_MISSED);
        assertThat(hourly.missed(0, 1)).isZero();
        assertThat(new Cadence().missed(0, DAY_MS)).isZero();

        Cadence monthly = after(months("2019-01-31", 1, 20, ZoneOffset.UTC));
        assertThat(monthly.missed(ms("2021-01-31T00:00:00Z"), ms("2021-02-28T00:00:00Z")))
                .isZero();
        assertThat(monthly.missed(ms("2021-01-31T00:00:00Z"), ms("2021-03-31T00:00:00Z")))
                .isEqualTo(1);
        assertThat(monthly.missed(ms("2021-01-31T00:00:00Z"), ms("2022-01-31T00:00:00Z")))
                .isEqualTo(11);
        assertThat(monthly.missed(Long.MIN_VALUE, Long.MAX_VALUE)).isEqualTo(Cadence.MOST_MISSED);

        Cadence trading = after(days("2022-01-03", 60, WESTERN, ZoneOffset.UTC)); // to Thursday 2022-03-03
        assertThat(trading.missed(ms("2022-03-04T00:00:00Z"), ms("2022-03-07T00:00:00Z")))
                .isZero();
        assertThat(trading.missed(ms("2022-03-04T00:00:00Z"), ms("2022-03-08T00:00:00Z")))
                .isEqualTo(1);
        assertThat(trading.missed(ms("2022-03-04T00:00:00Z"), ms("2022-03-18T00:00:00Z")))
                .isEqualTo(9);
        assertThat(trading.missed(Long.MIN_VALUE, Long.MAX_VALUE)).isEqualTo(Cadence.MOST_MISSED);
    }

    @ParameterizedTest
    @ValueSource(longs = {10 * MINUTE_MS, 3 * HOUR_MS, DAY_MS, 7 * DAY_MS})
    void believesAChangeAfterFiveReadings(long stepMs) {
        long[] before = every(HOUR_MS, 2_000);
        long[] after = LongStream.rangeClosed(1, 50)
                .map(t -> last(before) + t * stepMs)
                .toArray();
        long[] both =
                LongStream.concat(LongStream.of(before), LongStream.of(after)).toArray();

        assertThat(misses(both, before.length + 5, 0)).isZero();
    }

    @Test
    void believesAChangeToAndFromMonths() {
        long[] monthly = months("2019-01-01", 1, 24, ZoneOffset.UTC); // to 2020-12-01
        long[] quarterly = months("2021-03-01", 3, 12, ZoneOffset.UTC); // to 2023-12-01
        long[] daily = days("2023-12-02", 30, Set.of(), ZoneOffset.UTC);
        long[] all = LongStream.concat(
                        LongStream.of(monthly), LongStream.concat(LongStream.of(quarterly), LongStream.of(daily)))
                .toArray();

        assertThat(misses(all, 4, 0)).isLessThanOrEqualTo(8);
        assertThat(after(all).next(last(all))).isEqualTo(ms("2024-01-01T00:00:00Z"));
    }

    @Test
    void isNotMovedByAnOutageOrAStrayReading() {
        long[] monthly = months("2019-01-01", 1, 12, ZoneOffset.UTC);
        Cadence cadence = after(monthly);
        cadence.observe(last(monthly), ms("2019-12-20T10:00:00Z"));
        cadence.observe(ms("2019-12-20T10:00:00Z"), ms("2020-01-01T00:00:00Z"));
        assertThat(cadence.next(ms("2020-01-01T00:00:00Z"))).isEqualTo(ms("2020-02-01T00:00:00Z"));

        cadence.observe(ms("2020-01-01T00:00:00Z"), ms("2020-09-01T00:00:00Z"));
        assertThat(cadence.next(ms("2020-09-01T00:00:00Z"))).isEqualTo(ms("2020-10-01T00:00:00Z"));

        long[] minutes = every(MINUTE_MS, 100);
        Cadence sensor = after(minutes);
        sensor.observe(last(minutes), last(minutes) + 31 * DAY_MS);
        assertThat(sensor.next(0)).isEqualTo(MINUTE_MS);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.001, 0.02, 0.1, 0.2})
    void expectsJitteredReadingsNearTheirMean(double jitter) {
        Random random = new Random(1);
        long[] times = every(MINUTE_MS, 2_000);
        for (int t = 0; t < times.length; t++) {
            times[t] += Math.round(jitter * MINUTE_MS * random.nextGaussian());
        }

        assertThat(misses(times, 60, Math.round(8 * jitter * MINUTE_MS))).isLessThanOrEqualTo(2);
        assertThat(gaps(times, 60)).isLessThanOrEqualTo(2);
        assertThat(after(times).missed(0, 6 * MINUTE_MS)).isEqualTo(5);
    }

    /** Readings of a day at about one time of it are days: neither weekends nor the mean of weekdays mislead. */
    @Test
    void expectsWeekdaysAtAboutOneTime() {
        Random random = new Random(1);
        long[] times = days("2022-01-03", 400, WESTERN, ZoneOffset.UTC);
        for (int t = 0; t < times.length; t++) {
            times[t] += 9 * HOUR_MS + random.nextInt(10 * (int) MINUTE_MS);
        }

        assertThat(misses(times, 14, 20 * MINUTE_MS)).isZero();
        assertThat(gaps(times, 14)).isZero();
    }

    @Test
    void callsFewOfAPoissonProcesssPausesGaps() {
        Random random = new Random(1);
        long[] times = new long[5_000];
        for (int t = 1; t < times.length; t++) {
            times[t] = times[t - 1] + 1 + Math.round(-MINUTE_MS * Math.log(1 - random.nextDouble()));
        }

        assertThat(gaps(times, 60) / 5_000.0).isLessThan(0.03);
        assertThat(after(times).usualStepMs()).isCloseTo(MINUTE_MS, Offset.offset(0.4 * MINUTE_MS));
    }

    /** Nights and weekends of hourly trading are gaps, each filled with the hours that it lacks. */
    @Test
    void keepsTheHoursOfTrading() {
        List<Long> times = new ArrayList<>();
        for (long day : days("2022-01-03", 200, WESTERN, ZoneOffset.UTC)) {
            for (int hour = 9; hour < 17; hour++) {
                times.add(day + hour * HOUR_MS);
            }
        }
        long[] all = times.stream().mapToLong(Long::longValue).toArray();
        Cadence cadence = new Cadence();
        for (int t = 1; t < all.length; t++) {
            if (t > 8) {
                long slots = (all[t] - all[t - 1]) / HOUR_MS;
                assertThat(cadence.next(all[t - 1])).isEqualTo(all[t - 1] + HOUR_MS);
                assertThat(cadence.missed(all[t - 1], all[t])).isEqualTo((int) slots - 1);
            }
            cadence.observe(all[t - 1], all[t]);
        }
    }

    private enum Steps {
        TINY,
        ANY,
        MONTHLY,
        DAILY,
        MIXED;

        long of(Random random) {
            return switch (this) {
                case TINY -> 1 + random.nextInt(3);
                case ANY -> 1 + (long) Math.exp(30 * random.nextDouble());
                case MONTHLY -> DAY_MS * (28 + random.nextInt(4));
                case DAILY -> DAY_MS * (1 + random.nextInt(3));
                case MIXED -> values()[random.nextInt(4)].of(random);
            };
        }
    }

    /** Whatever comes: the expected time is later, what was stored is what is loaded, and nothing missed is no gap. */
    @ParameterizedTest
    @EnumSource
    void expectsALaterTimeWhateverComes(Steps steps) {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            Cadence cadence = new Cadence();
            SeriesState state = SeriesState.empty(1);
            long now = ms("1960-01-31T00:00:00Z");
            for (int t = 0; t < 300; t++) {
                long step = steps.of(random);
                cadence.observe(now, now + step);
                now += step;
                assertThat(cadence.next(now)).isGreaterThan(now);
                int missed = cadence.missed(now, now + step);
                assertThat(missed).isBetween(0, Cadence.MOST_MISSED);
                assertThat(cadence.isGap(now, now + step)).isEqualTo(missed > 0);
                assertThat(cadence.missed(now, cadence.next(now))).isZero();
                cadence.store(state, state.start(StatePart.CLOCK) + 32);
                Cadence loaded = new Cadence();
                loaded.load(state, state.start(StatePart.CLOCK) + 32);
                assertThat(loaded.next(now)).isEqualTo(cadence.next(now));
                assertThat(loaded.missed(now, now + step)).isEqualTo(missed);
                cadence = random.nextBoolean() ? loaded : cadence;
            }
        }
    }

    @Test
    void usesTheDayThatIsMeant() {
        long[] times = months("2019-01-30", 1, 26, ZoneOffset.UTC); // to 2021-02-28

        assertThat(LocalDate.ofInstant(Instant.ofEpochMilli(last(times)), ZoneOffset.UTC))
                .isEqualTo("2021-02-28");
        assertThat(Instant.ofEpochMilli(after(times).next(last(times))))
                .isEqualTo(LocalDate.of(2021, 3, 30).atTime(LocalTime.MIDNIGHT).toInstant(ZoneOffset.UTC));
    }
}
