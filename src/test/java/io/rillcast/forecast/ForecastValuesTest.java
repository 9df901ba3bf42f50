package io.rillcast.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** The rules that the room's values keep from the moment they are made. */
class ForecastValuesTest {
    @Test
    void aReadingMustHaveASeriesAndAFiniteValue() {
        assertRefused(() -> new Reading("", 0, 1), "seriesId must not be empty");
        assertRefused(() -> new Reading("a", 0, Double.NaN), "value must be finite: series=a, value=NaN");
    }

    @Test
    void levelsMustIncreaseWithinZeroAndOneAroundTheMedian() {
        assertRefused(
                () -> QuantileLevels.of(0.5, 0.5),
                "quantile levels must increase strictly within (0, 1): levels=[0.5, 0.5]");
        assertRefused(
                () -> QuantileLevels.of(0.5, 1),
                "quantile levels must increase strictly within (0, 1): levels=[0.5, 1.0]");
        assertRefused(
                () -> QuantileLevels.of(0.1, 0.9),
                "quantile levels must contain 0.5, the point forecast: levels=[0.1, 0.9]");
        assertRefused(QuantileLevels::of, "there must be 1 to 15 quantile levels: count=0");
    }

    @Test
    void aForecastsQuantilesMustNotCross() {
        Forecast.Origin origin = new Forecast.Origin("a", 0, 1, 0, "g", 0, 1, false);
        Forecast.Parts parts = new Forecast.Parts(0, 0, 0, Map.of());
        QuantileLevels levels = QuantileLevels.of(0.1, 0.5);

        assertRefused(
                () -> new Forecast(origin, levels, new double[] {2, 1}, parts), "quantiles must not cross: series=a");
        assertRefused(
                () -> new Forecast(origin, levels, new double[] {2}, parts),
                "each level must have one quantile: levels=2, quantiles=1");
    }

    @Test
    void aWindowMustHaveACheckpointAndAsManyTimesAsValues() {
        assertRefused(
                () -> new SeriesWindow("a", new byte[144], new long[2], new double[3]),
                "a window must have a checkpoint and as many times as values: series=a, checkpoint=144, times=2,"
                        + " values=3");
    }

    @Test
    void aPlansWindowMustBeFrom8To4096() {
        assertRefused(
                () -> new ForecastPlan(QuantileLevels.DEFAULT, 7, Support.AUTO),
                "training.window must be between 8 and 4096: window=7");
        assertThat(new ForecastPlan(QuantileLevels.DEFAULT, 4096, Support.AUTO).window())
                .isEqualTo(4096);
    }

    @Test
    void equalLevelsAreEqual() {
        assertThat(QuantileLevels.of(0.1, 0.5)).isEqualTo(QuantileLevels.of(0.1, 0.5));
        assertThat(QuantileLevels.of(0.1, 0.5)).isNotEqualTo(QuantileLevels.of(0.2, 0.5));
        assertThat(QuantileLevels.DEFAULT.medianIndex()).isEqualTo(3);
    }

    private static void assertRefused(ThrowingCallable making, String sentence) {
        assertThatThrownBy(making).isInstanceOf(IllegalArgumentException.class).hasMessage(sentence);
    }
}
