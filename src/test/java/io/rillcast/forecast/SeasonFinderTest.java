package io.rillcast.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SeasonFinderTest {
    private static final int SEEDS = 200;
    private static final int ALL = 402;
    private static final long SECOND_MS = 1_000;
    private static final long HOUR_MS = 3_600_000;
    private static final long DAY_MS = 24 * HOUR_MS;
    private static final int[] NOTHING = {};

    /** Series in which nothing comes again. */
    private enum Aperiodic {
        WHITE,
        WALK,
        LEVEL_IN_NOISE,
        AUTOREGRESSION,
        ALTERNATION,
        TREND,
        PARABOLA,
        CLUSTERED_VOLATILITY,
        HEAVY_TAILS,
        MOSTLY_ZERO,
        LEVEL_SHIFT,
        SLOW_WANDERING,
        HOLES;

        float[] values(int seed, int count) {
            Random random = new Random(seed);
            float[] values = new float[count];
            double sum = 0;
            double slope = 0;
            double variance = 1;
            double shock = 0;
            for (int t = 0; t < count; t++) {
                double noise = random.nextGaussian();
                variance = 0.05 + 0.15 * shock * shock + 0.8 * variance;
                shock = Math.sqrt(variance) * noise;
                slope = 0.8 * slope + noise;
                double kept = switch (this) {
                    case WALK, LEVEL_IN_NOISE, HOLES -> sum + noise;
                    case AUTOREGRESSION -> 0.9 * sum + noise;
                    case ALTERNATION -> -0.6 * sum + noise;
                    case CLUSTERED_VOLATILITY -> sum + shock;
                    case SLOW_WANDERING -> sum + slope;
                    case WHITE, TREND, PARABOLA, HEAVY_TAILS, MOSTLY_ZERO, LEVEL_SHIFT -> noise;
                };
                sum = kept;
                values[t] = (float)
                        switch (this) {
                            case LEVEL_IN_NOISE -> sum + 3 * random.nextGaussian();
                            case TREND -> sum + 0.2 * t;
                            case PARABOLA -> sum + 0.01 * t * t;
                            case HEAVY_TAILS -> Math.tan(Math.PI * (random.nextDouble() - 0.5));
                            case MOSTLY_ZERO -> random.nextInt(10) == 0 ? random.nextDouble() : 0;
                            case LEVEL_SHIFT -> t > count / 2 ? sum + 20 : sum;
                            case HOLES -> random.nextInt(5) == 0 ? Double.NaN : sum;
                            default -> sum;
                        };
            }
            return values;
        }
    }

    /** Cycles of a machine. */
    private enum Cycle {
        SINE_IN_NOISE,
        SAW_ON_WALK,
        PULSE_IN_NOISE,
        PATTERN_IN_NOISE,
        PATTERN_WITH_HOLES,
        PATTERN_WITH_OUTLIERS;

        float[] values(int seed, int count, int period) {
            Random random = new Random(seed);
            double[] pattern = random.doubles(period, -3, 3).toArray();
            float[] values = new float[count];
            double walk = 0;
            for (int t = 0; t < count; t++) {
                double noise = random.nextGaussian();
                int phase = t % period;
                walk += noise;
                boolean isRare = random.nextInt(50) == 0;
                values[t] = (float)
                        switch (this) {
                            case SINE_IN_NOISE -> noise + 2 * Math.sin(2 * Math.PI * phase / period);
                            case SAW_ON_WALK -> walk + 10.0 * phase / period;
                            case PULSE_IN_NOISE -> noise + (phase == 3 ? 7 : 0);
                            case PATTERN_IN_NOISE -> noise + pattern[phase];
                            case PATTERN_WITH_HOLES -> isRare ? Double.NaN : noise + pattern[phase];
                            case PATTERN_WITH_OUTLIERS -> isRare ? 1e6 : noise + pattern[phase];
                        };
            }
            return values;
        }
    }

    private static Cadence every(long stepMs) {
        Cadence cadence = new Cadence();
        for (int t = 0; t < 40; t++) {
            cadence.observe(t * stepMs, (t + 1) * stepMs);
        }
        return cadence;
    }

    private static Cadence everyMonths(int months) {
        Cadence cadence = new Cadence();
        for (int t = 0; t < 8; t++) {
            cadence.observe(month(t * months), month((t + 1) * months));
        }
        return cadence;
    }

    private static long month(int number) {
        return LocalDate.of(2020, 1, 1)
                .plusMonths(number)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant()
                .toEpochMilli();
    }

    private static Cadence weekdays() {
        Cadence cadence = new Cadence();
        for (int day = 4; day < 60; day++) { // 1970-01-05 was a Monday
            if (day % 7 != 2 && day % 7 != 3) {
                cadence.observe((day - (day % 7 == 4 ? 3 : 1)) * DAY_MS, day * DAY_MS);
            }
        }
        return cadence;
    }

    private static int[] found(Cadence cadence, float[] values) {
        return SeasonFinder.lags(Seasons.AUTO, cadence, NOTHING, values, values.length);
    }

    private static double share(IntPredicate holds) {
        return IntStream.range(0, SEEDS).filter(holds).count() / (double) SEEDS;
    }

    @ParameterizedTest
    @CsvSource({
        "1000, ''",
        "60000, ''",
        "300000, 288",
        "600000, 144",
        "900000, 96",
        "1800000, '48, 336'",
        "3600000, '24, 168'",
        "10800000, '8, 56'",
        "21600000, '4, 28'",
        "43200000, 14",
        "86400000, '7, 365'",
        "172800000, ''",
        "604800000, 52",
        "1209600000, 26",
        "420000, ''"
    })
    void knowsTheCalendarsSeasonsOfAStep(long stepMs, String lengths) {
        assertThat(Arrays.toString(SeasonFinder.calendar(every(stepMs)))).isEqualTo("[" + lengths + "]");
    }

    @Test
    void knowsTheCalendarsSeasonsOfMonthsAndWeekdays() {
        assertThat(SeasonFinder.calendar(everyMonths(1))).containsExactly(12);
        assertThat(SeasonFinder.calendar(everyMonths(2))).containsExactly(6);
        assertThat(SeasonFinder.calendar(everyMonths(3))).containsExactly(4);
        assertThat(SeasonFinder.calendar(everyMonths(12))).isEmpty();
        assertThat(SeasonFinder.calendar(weekdays())).containsExactly(5, 261);
        assertThat(SeasonFinder.calendar(new Cadence())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void findsNoCycleWhereThereIsNone(Aperiodic kind) {
        for (int count : new int[] {16, 32, 64, 128, 256, ALL}) {
            double wrong = share(seed -> found(every(SECOND_MS), kind.values(seed, count)).length > 0);

            assertThat(wrong).as("%d readings", count).isLessThanOrEqualTo(0.05);
        }
    }

    @ParameterizedTest
    @EnumSource
    void takesTheCalendarsAloneWhereThereIsNoCycle(Aperiodic kind) {
        double wrong = share(seed ->
                Arrays.stream(found(every(HOUR_MS), kind.values(seed, ALL))).anyMatch(lag -> lag != 24 && lag != 168));

        assertThat(wrong).isLessThanOrEqualTo(0.05);
    }

    @Test
    void takesTheCalendarsSeasonsOfNoiseToo() {
        assertThat(found(every(HOUR_MS), Aperiodic.WHITE.values(1, ALL))).containsExactly(24, 168);
        assertThat(found(weekdays(), Aperiodic.WALK.values(1, 16))).containsExactly(5, 261);
    }

    @ParameterizedTest
    @EnumSource
    void findsTheCycleOfAMachine(Cycle kind) {
        for (int period : new int[] {5, 12, 30}) {
            double right = share(seed -> Arrays.stream(found(every(SECOND_MS), kind.values(seed, ALL, period)))
                    .anyMatch(lag -> isAbout(lag, period)));

            assertThat(right).as("period %d", period).isGreaterThanOrEqualTo(kind == Cycle.SINE_IN_NOISE ? 0.6 : 0.9);
        }
    }

    /** Smooth sines in noise are found to within a tenth, anything with an edge exactly. */
    private static boolean isAbout(int lag, int period) {
        return Math.abs(lag - period) <= period / 10;
    }

    @Test
    void findsTwoCycles() {
        double right = share(seed -> {
            float[] values = Aperiodic.WHITE.values(seed, ALL);
            for (int t = 0; t < ALL; t++) {
                values[t] += (t % 12 == 3 ? 7 : 0) + (t % 43 < 3 ? 7 : 0);
            }
            return Arrays.equals(found(every(SECOND_MS), values), new int[] {12, 43});
        });

        assertThat(right).isGreaterThanOrEqualTo(0.9);
    }

    @ParameterizedTest
    @CsvSource({"24, 64", "24, 128", "168, 402"})
    void findsTheDayAndTheWeekOfHours(int period, int count) {
        double right =
                share(seed -> Arrays.stream(found(every(HOUR_MS), Cycle.PATTERN_IN_NOISE.values(seed, count, period)))
                        .anyMatch(lag -> lag == period));

        assertThat(right).isGreaterThanOrEqualTo(0.95);
    }

    /** A task of every hour on a machine with busy and quiet hours, read every five minutes. */
    @Test
    void findsTheHourWithinTheDayAndKeepsIt() {
        int changes = 0;
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            float[] values = new float[3_000];
            for (int t = 0; t < values.length; t++) {
                double day = 2 * Math.sin(2 * Math.PI * t / 288);
                values[t] = (float) (random.nextGaussian() + day + (t % 12 == 5 ? 5 : 0));
            }
            int[] lags = NOTHING;
            for (int end = ALL; end <= values.length; end += 64) {
                float[] recent = Arrays.copyOfRange(values, end - ALL, end);
                int[] next = SeasonFinder.lags(Seasons.AUTO, every(300_000), lags, recent, ALL);
                changes += Arrays.equals(next, lags) ? 0 : 1;
                lags = next;
                assertThat(lags).contains(12).doesNotContain(24, 36, 144);
            }
        }

        assertThat(changes).isLessThan(60); // of 820
    }

    @Test
    void findsTheYearOfMonthsInThreeYears() {
        double right = share(
                seed -> Arrays.equals(found(everyMonths(1), Cycle.SINE_IN_NOISE.values(seed, 36, 12)), new int[] {12}));

        assertThat(right).isGreaterThanOrEqualTo(0.8);
    }

    @Test
    void findsTheCalendarAloneInWhatNeverChanges() {
        for (float value : new float[] {0, 5, -1e30f, Float.NaN}) {
            float[] values = new float[ALL];
            Arrays.fill(values, value);

            assertThat(found(every(HOUR_MS), values)).containsExactly(24, 168);
            assertThat(found(every(SECOND_MS), values)).isEmpty();
        }
    }

    @Test
    void survivesAbsurdValues() {
        float[] values = Aperiodic.WHITE.values(1, ALL);
        values[3] = Float.POSITIVE_INFINITY;
        values[50] = Float.NEGATIVE_INFINITY;
        values[70] = Float.MAX_VALUE;
        values[71] = -Float.MAX_VALUE;

        assertThat(found(every(SECOND_MS), values)).isEmpty();
        assertThat(found(every(HOUR_MS), values)).containsExactly(24, 168);
        assertThat(found(every(SECOND_MS), new float[0])).isEmpty();
        assertThat(found(every(SECOND_MS), new float[1])).isEmpty();
    }

    @Test
    void obeysTheOperator() {
        float[] values = Cycle.PATTERN_IN_NOISE.values(1, ALL, 24);

        assertThat(SeasonFinder.lags(Seasons.of(7, 30), every(HOUR_MS), NOTHING, values, ALL))
                .containsExactly(7, 30);
        assertThat(SeasonFinder.lags(Seasons.NONE, every(HOUR_MS), new int[] {24}, values, ALL))
                .isEmpty();
    }

    @Test
    void dependsOnNeitherUnitNorLevel() {
        for (int seed = 0; seed < 20; seed++) {
            float[] values = Cycle.PATTERN_IN_NOISE.values(seed, ALL, 30);
            float[] scaled = values.clone();
            for (int t = 0; t < ALL; t++) {
                scaled[t] = 1024 * values[t];
            }

            assertThat(found(every(SECOND_MS), scaled)).isEqualTo(found(every(SECOND_MS), values));
        }
    }

    /** A window that moves on by 64 readings at a time, as it is asked about. */
    @Test
    void doesNotWaver() {
        int changes = 0;
        int asked = 0;
        for (int seed = 0; seed < 50; seed++) {
            float[] values =
                    seed % 2 == 0 ? Aperiodic.WHITE.values(seed, 4000) : Cycle.PATTERN_IN_NOISE.values(seed, 4000, 24);
            int[] lags = NOTHING;
            for (int end = ALL; end <= values.length; end += 64) {
                float[] recent = Arrays.copyOfRange(values, end - ALL, end);
                int[] next = SeasonFinder.lags(Seasons.AUTO, every(HOUR_MS), lags, recent, ALL);
                changes += !Arrays.equals(next, lags) && end > ALL ? 1 : 0;
                lags = next;
                asked++;
            }
        }

        assertThat(changes / (double) asked).isLessThan(0.12);
    }

    @Test
    void givesACycleUpThatEnds() {
        int[] lags = found(every(SECOND_MS), Cycle.PATTERN_IN_NOISE.values(1, ALL, 30));
        assertThat(lags).contains(30);

        assertThat(SeasonFinder.lags(Seasons.AUTO, every(SECOND_MS), lags, Aperiodic.WHITE.values(1, ALL), ALL))
                .isEmpty();
    }
}
