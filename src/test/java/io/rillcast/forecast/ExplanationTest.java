package io.rillcast.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExplanationTest {
    private static final long DAY_MS = 24 * SampleSeries.HOUR_MS;

    private static Explanation why(Replay replay) {
        return replay.last().parts().why();
    }

    private static Replay withNetwork(double... values) {
        Replay replay = Replay.byDefault();
        replay.beginHere(SampleModels.random(1, 4, 1, 7));
        return replay.feed(values);
    }

    @Test
    void saysWhatEachExpertSaidThatSpoke() {
        for (double[] values : List.of(
                SampleSeries.daily(1, 300),
                SampleSeries.walk(2, 120),
                SampleSeries.rain(3, 300),
                new double[] {7, 8, 7},
                new double[] {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0})) {
            Replay replay = withNetwork(values);
            Forecast forecast = replay.last();
            Map<String, double[]> alone = new ExpertQuantiles(QuantileLevels.DEFAULT).of(replay.state());
            if (!forecast.origin().warm()) {
                alone.remove(Expert.NETWORK.label());
            }
            int median = QuantileLevels.DEFAULT.medianIndex();

            Map<String, Double> experts = why(replay).experts();

            assertThat(experts).containsOnlyKeys(alone.keySet());
            assertThat(experts.keySet()).containsAll(forecast.parts().weights().keySet());
            alone.forEach((name, quantiles) -> assertThat(experts.get(name))
                    .as(name)
                    .isCloseTo(quantiles[median], within(1e-6 * why(replay).scale())));
        }
    }

    @Test
    void hasTheNetworksOwnMedianToTheLastBit() {
        Replay replay = withNetwork(SampleSeries.daily(1, 60));

        assertThat(why(replay).experts())
                .containsEntry("network", replay.last().parts().network())
                .containsKeys("naive", "volatility", "drift", "smoothing", "seasonal-naive", "regression");
    }

    @Test
    void letsNobodyElseSpeakWhereTheNetworkIsAlone() {
        ForecastPlan alone = ForecastPlan.DEFAULT.withBlend(false);
        Replay replay = new Replay(alone);
        replay.beginHere(SampleModels.random(1, alone.features(), new int[] {4, 1}, 7));

        replay.feed(5, 6);
        Map<String, Double> cold = why(replay).experts();
        replay.feed(SampleSeries.daily(1, 40));

        assertThat(cold).containsOnlyKeys("naive");
        assertThat(why(replay).experts())
                .isEqualTo(Map.of("network", replay.last().parts().network()));
        assertThat(why(replay).seasons()).isEmpty();
    }

    @Test
    void neverHasAnExpertBelowZeroWhereNoValueIs() {
        Replay replay = withNetwork(SampleSeries.rain(5, 400));

        assertThat(replay.forecasts())
                .allSatisfy(forecast ->
                        assertThat(forecast.parts().why().experts().values()).allMatch(median -> median >= 0));
    }

    @Test
    void infersTheSeasonTheScaleAndTheCadence() {
        Replay replay = Replay.byDefault().feed(SampleSeries.daily(4, 400));

        assertThat(why(replay).seasons()).contains(24);
        assertThat(why(replay).cadenceMs()).isEqualTo(SampleSeries.HOUR_MS);
        assertThat(why(replay).cadenceMonths()).isZero();
        assertThat(why(replay).scale()).isBetween(1.5, 2.5);
    }

    @Test
    void doublesTheScaleWithTheUnit() {
        double[] values = SampleSeries.walk(8, 100);
        double[] doubled = values.clone();
        for (int t = 0; t < values.length; t++) {
            doubled[t] *= 2;
        }

        assertThat(why(Replay.byDefault().feed(doubled)).scale())
                .isEqualTo(2 * why(Replay.byDefault().feed(values)).scale());
    }

    @Test
    void hasACadenceOfMonthsOrNoneYet() {
        Replay replay = Replay.byDefault();
        List<Explanation> whys = new ArrayList<>();
        for (int month = 0; month < 8; month++) {
            long time = java.time.LocalDate.of(2021, 1, 1).plusMonths(month).toEpochDay() * DAY_MS;
            replay.step(new Reading("s", time, month % 3));
            whys.add(why(replay));
        }

        assertThat(whys.get(0).cadenceMs()).isZero();
        assertThat(whys.get(0).cadenceMonths()).isZero();
        assertThat(whys.get(7).cadenceMs()).isZero();
        assertThat(whys.get(7).cadenceMonths()).isEqualTo(1);
    }

    @Test
    void saysWhichValuesCanCome() {
        ForecastPlan real = new ForecastPlan(QuantileLevels.DEFAULT, 96, Support.REAL);

        assertThat(why(Replay.byDefault().feed(1, 2, 3)).support()).isEqualTo("nonnegative");
        assertThat(why(Replay.byDefault().feed(1, -2, 3)).support()).isEqualTo("real");
        assertThat(why(new Replay(real).feed(1, 2, 3)).support()).isEqualTo("real");
        assertThat(why(Replay.byDefault().feed(SampleSeries.rain(1, 100))).support())
                .isEqualTo("zero-heavy");
    }

    @Test
    void correctsNothingBeforeAnythingWasScored() {
        assertThat(why(Replay.byDefault().feed(3)).correction()).isEqualTo(1);
        assertThat(why(Replay.byDefault().feed(0)).correction()).isEqualTo(1);
    }

    /** A gap of 100 widens by {@link GapWidening#factor}; the levels' own correction is the same with and without it. */
    @Test
    void correctsByTheWideningAfterAGap() {
        double[] values = SampleSeries.walk(3, 200);
        Replay replay = Replay.byDefault().feed(values);
        double before = why(replay).correction();
        GapWidening widening = new GapWidening();
        widening.observe(100);

        replay.step(new Reading("s", SampleSeries.timeMs(300), values[199]));

        assertThat(why(replay).correction()).isCloseTo(before * widening.factor(), within(0.02 * before));
    }

    /** A network whose intervals are a fifth of what they should be is corrected until they are about right. */
    @Test
    void growsWhereIntervalsAreTooNarrow() {
        ForecastPlan alone = ForecastPlan.DEFAULT.withBlend(false);
        Replay replay = new Replay(alone);
        replay.beginHere(SampleModels.constant(1, alone.features(), 0, 0.25));

        replay.feed(SampleSeries.walk(6, 300));
        double early = why(replay).correction();
        replay.feed(SampleSeries.walk(7, 1200));

        assertThat(early).isGreaterThan(1.1);
        assertThat(why(replay).correction()).isGreaterThan(early);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 1", "2, 2, 1", "3, 2, 1.5", "0, 2, 0", "1e-300, 0, 1000", "1, 1e-9, 1000"})
    void isDefinedForIntervalsWithoutWidth(double width, double blendWidth, double correction) {
        assertThat(Explanation.ratio(width, blendWidth)).isEqualTo(correction);
    }

    @Test
    void keepsNoNumberOfAForecastThatDoesNotSayWhy() {
        Forecast.Parts parts = new Forecast.Parts(1, 2, 3, Map.of("naive", 1.0));

        assertThat(parts.why()).isEqualTo(Explanation.NONE);
        assertThat(parts.why().experts()).isEmpty();
        assertThat(parts.why().scale()).isNaN();
        assertThat(parts.why().correction()).isNaN();
    }
}
