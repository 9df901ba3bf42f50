package io.rillcast.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Law 9: what is late, doubled, absurd or out of support never changes a state and never stops a series. */
class RefusedReadingsTest {
    private static final long LAST_MS = SampleSeries.timeMs(2);

    private final Replay replay = Replay.byDefault().feed(1, 2, 3);

    @Test
    void skipsAReadingOlderThanTheLast() {
        assertThat(replay.refusalOf(new Reading("s", LAST_MS - 1, 3))).isEqualTo(SkipReason.LATE);
    }

    @Test
    void skipsADuplicate() {
        assertThat(replay.refusalOf(new Reading("s", LAST_MS, 3))).isEqualTo(SkipReason.DUPLICATE);
    }

    @Test
    void skipsAnotherValueAtTheSameTime() {
        assertThat(replay.refusalOf(new Reading("s", LAST_MS, 4))).isEqualTo(SkipReason.CORRECTION);
    }

    @Test
    void skipsANegativeValueOfANonnegativeSeries() {
        Replay rain = new Replay(new ForecastPlan(QuantileLevels.DEFAULT, 96, Support.NONNEGATIVE)).feed(1, 0);

        assertThat(rain.refusalOf(new Reading("s", LAST_MS, -0.1))).isEqualTo(SkipReason.NEGATIVE);
    }

    @Test
    void saysTheSameBeforehand() {
        Reading late = new Reading("s", LAST_MS - 1, 3);

        assertThat(replay.forecaster().admit(replay.state(), late).refusal()).contains(SkipReason.LATE);
        assertThat(replay.forecaster()
                        .admit(replay.state(), new Reading("s", LAST_MS + 1, 3))
                        .refusal())
                .isEmpty();
    }

    @Test
    void continuesAsIfRefusedReadingsHadNotBeen() {
        Replay disturbed = Replay.byDefault().swap(SampleModels.random(1, 8, 1, 5));
        Replay quiet = Replay.byDefault().swap(SampleModels.random(1, 8, 1, 5));

        for (Reading reading : SampleSeries.readings(SampleSeries.walk(1, 120))) {
            disturbed.step(reading);
            disturbed.refusalOf(reading);
            disturbed.refusalOf(new Reading("s", reading.timestampMs(), 1e9));
            disturbed.refusalOf(new Reading("s", reading.timestampMs() - 1, -1e9));
            quiet.step(reading);
        }

        assertThat(disturbed.bytes()).isEqualTo(quiet.bytes());
    }

    @Test
    void skipsAValueWithWhichAStatisticWouldOverflow() {
        byte[] before = replay.bytes();

        assertThat(replay.refusalOf(new Reading("s", LAST_MS + 1, Double.MAX_VALUE)))
                .isEqualTo(SkipReason.NOT_FINITE);
        assertThat(replay.bytes()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 8, 50})
    void survivesTheLargestNumbersOfBothSigns(int readingsBefore) {
        Replay extreme = Replay.byDefault().swap(SampleModels.random(1, 8, 1, 5));
        extreme.feed(SampleSeries.walk(1, readingsBefore));
        Random random = new Random(4);
        for (int i = 0; i < 200; i++) {
            double size = Math.pow(10, 300 + random.nextInt(9));
            extreme.step(new Reading("s", SampleSeries.timeMs(1000 + i), i % 2 == 0 ? size : -size));
        }

        for (int i = 0; i < 20; i++) {
            extreme.step(new Reading("s", SampleSeries.timeMs(2000 + i), i));
        }

        assertThat(extreme.forecasts())
                .allMatch(forecast -> Arrays.stream(forecast.quantiles()).allMatch(Double::isFinite));
        assertThat(extreme.scores()).allMatch(RefusedReadingsTest::isFinite);
    }

    private static boolean isFinite(Score score) {
        Score.Losses losses = score.losses();
        return Double.isFinite(losses.pinball() + losses.networkPinball() + losses.naivePinball() + losses.crps())
                && Double.isFinite(score.absoluteError() + score.rolling().mase());
    }

    @Test
    void recoversFromAnAbsurdValueWithTheNextReadings() {
        Replay outlier = Replay.byDefault().feed(noiseAround10(60)).feed(1e30).feed(noiseAround10(3));

        assertHasRecovered(outlier.last());
    }

    /** 150: 16 small steps in a row, then the mean step halves: 1e30 comes down to 1 in a hundred more. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 10, 11})
    void recoversFromAnAbsurdValueAtTheBeginningIn150Readings(int readingsBefore) {
        Replay outlier = Replay.byDefault().feed(noiseAround10(readingsBefore));

        outlier.feed(1e30).feed(noiseAround10(150));

        assertHasRecovered(outlier.last());
    }

    /** Of a series around 10 with deviation 1: the 80 % interval is near, the 95 % one of the same order. */
    private static void assertHasRecovered(Forecast forecast) {
        assertThat(forecast.quantile(1)).isBetween(5.0, 10.0);
        assertThat(forecast.quantile(5)).isBetween(10.0, 15.0);
        assertThat(forecast.quantile(6)).isLessThan(50);
    }

    private static double[] noiseAround10(int length) {
        Random random = new Random(9);
        double[] values = new double[length];
        Arrays.setAll(values, t -> 10 + random.nextGaussian());
        return values;
    }
}
