package io.rillcast.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CadenceTest {
    private static final long MINUTE_MS = 60_000L;
    private static final long HOUR_MS = 60 * MINUTE_MS;
    private static final long DAY_MS = 24 * HOUR_MS;

    private final Cadence cadence = new Cadence();
    private long lastMs;

    @Test
    void expectsNothingElseBeforeTwoReadings() {
        assertThat(cadence.next(5)).isEqualTo(5);
        assertThat(cadence.usualStepMs()).isZero();
        assertThat(cadence.isGap(5, Long.MAX_VALUE / 2)).isFalse();
    }

    @Test
    void expectsTheFirstStepAgain() {
        see("2024-01-01T00:00:00Z", "2024-01-01T01:00:00Z");

        assertNext("2024-01-01T02:00:00Z");
    }

    @Test
    void expectsAnHourOfAnHourlySeries() {
        seeEvery(HOUR_MS, 10, "2024-02-28T20:00:00Z");

        assertNext("2024-02-29T06:00:00Z");
    }

    @Test
    void expectsTheNextDayOfADailySeries() {
        seeEvery(DAY_MS, 20, "2024-02-09T00:00:00Z");

        assertNext("2024-02-29T00:00:00Z");
    }

    @Test
    void expectsMondayAfterFridayOfWeekdays() {
        seeWeekdays("2024-01-01", 20);

        assertThat(LocalDate.ofInstant(Instant.ofEpochMilli(lastMs), ZoneOffset.UTC))
                .hasToString("2024-01-26");
        assertNext("2024-01-29T00:00:00Z");
    }

    @Test
    void expectsTuesdayAfterMondayOfWeekdays() {
        seeWeekdays("2024-01-01", 21);

        assertNext("2024-01-30T00:00:00Z");
    }

    @Test
    void seesNoGapInAWeekendThatIsAlwaysFree() {
        seeWeekdays("2024-01-01", 20);

        assertThat(cadence.isGap(lastMs, lastMs + 3 * DAY_MS)).isFalse();
        assertThat(cadence.isGap(lastMs, lastMs + 5 * DAY_MS)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "2023-10-01, 1, 2024-02-01", // steps of 31, 30, 31 days
        "2023-09-15, 1, 2024-01-15",
        "2023-09-30, 1, 2024-01-31", // always the last of the month
        "2023-10-31, 1, 2024-02-29",
        "2022-10-31, 1, 2023-02-28",
        "2023-03-01, 3, 2024-03-01", // quarters
        "2019-02-28, 12, 2023-02-28"
    })
    void expectsTheNextMonth(LocalDate first, int months, String next) {
        for (int i = 0; i < 4; i++) {
            LocalDate day = first.plusMonths((long) i * months);
            boolean last = first.getDayOfMonth() >= 30 || first.lengthOfMonth() == 28;
            observe((last ? day.withDayOfMonth(day.lengthOfMonth()) : day)
                    .atTime(6, 0)
                    .toInstant(ZoneOffset.UTC)
                    .toEpochMilli());
        }

        assertNext(next + "T06:00:00Z");
    }

    @Test
    void expectsTheNextMonthIn1749() {
        for (int i = 0; i < 24; i++) {
            observe(LocalDate.of(1749, 1, 1)
                    .plusMonths(i)
                    .atStartOfDay()
                    .toInstant(ZoneOffset.UTC)
                    .toEpochMilli());
        }

        assertThat(lastMs).isNegative();
        assertNext("1751-01-01T00:00:00Z");
        assertThat(cadence.isGap(lastMs, lastMs + 31 * DAY_MS)).isFalse();
        assertThat(cadence.isGap(lastMs, lastMs + 62 * DAY_MS)).isTrue();
    }

    @Test
    void expectsWeekdaysBefore1970() {
        seeWeekdays("1969-11-03", 20);

        assertNext("1969-12-01T00:00:00Z");
    }

    @Test
    void knowsSaturdaysAndSundays() {
        assertThat(Cadence.isWeekend(ms("2024-01-05T23:59:59.999Z"))).isFalse();
        assertThat(Cadence.isWeekend(ms("2024-01-06T00:00:00Z"))).isTrue();
        assertThat(Cadence.isWeekend(ms("2024-01-07T23:59:59.999Z"))).isTrue();
        assertThat(Cadence.isWeekend(ms("2024-01-08T00:00:00Z"))).isFalse();
        assertThat(Cadence.isWeekend(ms("1749-01-04T12:00:00Z"))).isTrue();
    }

    @Test
    void expectsTheMeanStepWhereStepsAreNeverAlike() {
        Random random = new Random(3);
        for (int i = 0; i < 200; i++) {
            observe(3L * i * MINUTE_MS + random.nextInt(20_000));
        }

        // The mean of about 50 jittered steps, each off by 10 s at most.
        assertThat((double) (cadence.next(lastMs) - lastMs)).isCloseTo(3.0 * MINUTE_MS, Offset.offset(3_000.0));
    }

    @Test
    void isNotMovedByGaps() {
        seeEvery(HOUR_MS, 10, "2024-01-01T00:00:00Z");
        see("2024-01-05T00:00:00Z", "2024-01-05T01:00:00Z", "2024-02-01T00:00:00Z");

        assertNext("2024-02-01T01:00:00Z");
    }

    /** 32 votes at most are for the old step, and 3 are needed for the new one. */
    @Test
    void followsAChangeOfCadenceAfter35Readings() {
        seeEvery(HOUR_MS, 200, "2024-01-01T00:00:00Z");

        for (int i = 0; i < 35; i++) {
            observe(lastMs + 10 * MINUTE_MS);
        }

        assertThat(cadence.next(lastMs) - lastMs).isEqualTo(10 * MINUTE_MS);
    }

    @Test
    void callsMoreThanOneAndAHalfStepsAGap() {
        seeEvery(HOUR_MS, 10, "2024-01-01T00:00:00Z");

        assertThat(cadence.isGap(lastMs, lastMs + 90 * MINUTE_MS)).isFalse();
        assertThat(cadence.isGap(lastMs, lastMs + 90 * MINUTE_MS + 1)).isTrue();
    }

    @Test
    void survivesTimesAtBothEndsOfALong() {
        observe(Long.MIN_VALUE + 1);
        for (long time : new long[] {-1, 0, 1, Long.MAX_VALUE - 3, Long.MAX_VALUE - 2, Long.MAX_VALUE - 1}) {
            observe(time);

            assertThat(cadence.next(time)).isGreaterThanOrEqualTo(time);
        }
    }

    private void seeEvery(long stepMs, int readings, String first) {
        for (int i = 0; i < readings; i++) {
            observe(ms(first) + i * stepMs);
        }
    }

    private void seeWeekdays(String first, int readings) {
        LocalDate day = LocalDate.parse(first);
        int seen = 0;
        while (seen < readings) {
            if (day.getDayOfWeek().getValue() <= 5) {
                observe(day.atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli());
                seen++;
            }
            day = day.plusDays(1);
        }
    }

    private void see(String... times) {
        for (String time : times) {
            observe(ms(time));
        }
    }

    private boolean first = true;

    private void observe(long timeMs) {
        if (!first) {
            cadence.observe(lastMs, timeMs);
        }
        first = false;
        lastMs = timeMs;
    }

    private static long ms(String time) {
        return Instant.parse(time).toEpochMilli();
    }

    private void assertNext(String time) {
        assertThat(Instant.ofEpochMilli(cadence.next(lastMs))).isEqualTo(Instant.parse(time));
    }
}
