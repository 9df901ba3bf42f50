package io.rillcast.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
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
                "a window must have a checkpoint, and as many times as values and as covariates for each: series=a,"
                        + " checkpoint=144, times=2, values=3, covariates=0");
        assertRefused(
                () -> new SeriesWindow("a", new byte[176], new long[2], new double[2], new double[1]),
                "a window must have a checkpoint, and as many times as values and as covariates for each: series=a,"
                        + " checkpoint=176, times=2, values=2, covariates=1");
        assertRefused(
                () -> new SeriesWindow("a", new byte[152], new long[0], new double[0]),
                "a window must have a checkpoint, and as many times as values and as covariates for each: series=a,"
                        + " checkpoint=152, times=0, values=0, covariates=0");
        SeriesWindow window = new SeriesWindow("a", new byte[144], new long[2], new double[2]);
        assertRefused(
                () -> window.withHints(new short[Hints.COUNT]),
                "a window must have 5 hints for each reading: series=a, readings=2, hints=5");
    }

    @Test
    void covariatesMustBeFiniteOrMissing() {
        assertRefused(
                () -> Covariates.of(1, new double[] {0, Double.NEGATIVE_INFINITY}),
                "a covariate must be finite, or NaN for missing: index=1");
        assertRefused(() -> Covariates.of(1, new double[17]), "covariates must be at most 16: found=17");
        assertThat(Covariates.of(1, new double[] {Double.NaN, Double.NaN})).isSameAs(Covariates.NONE);
    }

    @Test
    void covariatesAreEqualByContent() {
        double[] values = {1, Double.NaN};
        Covariates covariates = Covariates.of(1, values);
        values[0] = 2;

        assertThat(covariates).isEqualTo(Covariates.of(1, new double[] {1, Double.longBitsToDouble(-1)}));
        assertThat(covariates).hasSameHashCodeAs(Covariates.of(1, new double[] {1, Double.NaN}));
        assertThat(covariates).isNotEqualTo(Covariates.of(2, new double[] {1, Double.NaN}));
        assertThat(covariates).isNotEqualTo(Covariates.of(1, new double[] {1, 0}));
        assertThat(covariates).hasToString("[1.0, NaN]");
    }

    @Test
    void namesOfCovariatesMustBeFewAndDifferent() {
        List<String> seventeen = IntStream.range(0, 17).mapToObj(i -> "c" + i).toList();

        assertRefused(() -> new CovariateNames(seventeen), "covariates must be at most 16: found=17");
        assertRefused(
                () -> new CovariateNames(List.of("a", "b", "a")),
                "covariates must have names, each its own: names=[a, b, a]");
        assertThat(new CovariateNames(seventeen.subList(0, 16)).count()).isEqualTo(16);
        assertThat(new CovariateNames(List.of("a", "b")).fingerprint())
                .isNotEqualTo(new CovariateNames(List.of("b", "a")).fingerprint())
                .isNotZero();
        assertThat(CovariateNames.NONE.fingerprint()).isZero();
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
