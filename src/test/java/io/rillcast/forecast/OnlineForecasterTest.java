package io.rillcast.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OnlineForecasterTest {
    private static final ForecastPlan PLAN = new ForecastPlan(QuantileLevels.DEFAULT, 16, Support.AUTO);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 15, 16, 17, 40, 120})
    void continuesAlikeAfterItsBytesWereStoredAndLoaded(int readings) {
        double[] values = SampleSeries.daily(1, 160);
        Replay replay = new Replay(PLAN).swap(SampleModels.random(1, 8, 2, 5));
        replay.feed(Arrays.copyOf(values, readings));
        SeriesState twin = SeriesState.of(replay.bytes());
        OnlineForecaster otherForecaster = new OnlineForecaster(PLAN);
        Optional<ForecastModel> model = Optional.of(SampleModels.random(1, 8, 2, 5));

        for (Reading reading : SampleSeries.readings(values).subList(readings, values.length)) {
            replay.step(reading);
            Step.Advanced step = (Step.Advanced) otherForecaster.step("g", model, twin, reading);
            twin = step.state();

            assertThat(twin.sealedView().clone()).isEqualTo(replay.bytes());
            assertThat(step.forecast().quantiles()).isEqualTo(replay.last().quantiles());
            assertThat(step.score()).contains(replay.lastScore());
        }
    }

    @Test
    void forecastsTheSamePastWhateverTheFuture() {
        double[] one = SampleSeries.walk(1, 200);
        double[] other = one.clone();
        for (int t = 120; t < other.length; t++) {
            other[t] = -one[319 - t];
        }

        Replay first = new Replay(PLAN).swap(SampleModels.random(1, 8, 1, 5)).feed(one);
        Replay second = new Replay(PLAN).swap(SampleModels.random(1, 8, 1, 5)).feed(other);

        for (int t = 0; t < 120; t++) {
            assertThat(second.forecasts().get(t).quantiles())
                    .isEqualTo(first.forecasts().get(t).quantiles());
        }
        assertThat(second.last().quantiles()).isNotEqualTo(first.last().quantiles());
    }

    @Test
    void leavesTheStateItIsGivenAsItIs() {
        Replay replay = new Replay(PLAN).feed(SampleSeries.walk(1, 16));
        SeriesState before = replay.state();
        byte[] bytes = replay.bytes();

        replay.feed(3);

        assertThat(before.sealedView()).isEqualTo(bytes);
    }

    @Test
    void givesTheSameForecastsFromASharedForecasterAsFromOneASeries() {
        double[] walk = SampleSeries.walk(1, 60);
        double[] rain = SampleSeries.rain(2, 60);
        OnlineForecaster shared = new OnlineForecaster(PLAN);
        SeriesState walking = shared.empty();
        SeriesState raining = shared.empty();

        for (int t = 0; t < 60; t++) {
            Reading walked = new Reading("s", SampleSeries.timeMs(t), walk[t]);
            Reading rained = new Reading("s", SampleSeries.timeMs(t), rain[t]);
            walking = ((Step.Advanced) shared.step("g", Optional.empty(), walking, walked)).state();
            raining = ((Step.Advanced) shared.step("g", Optional.empty(), raining, rained)).state();
        }

        assertThat(walking.sealedView()).isEqualTo(new Replay(PLAN).feed(walk).bytes());
        assertThat(raining.sealedView()).isEqualTo(new Replay(PLAN).feed(rain).bytes());
    }

    @Test
    void saysThatItIsNotWarmBeforeThereIsAModel() {
        Replay replay = new Replay(PLAN).feed(SampleSeries.walk(1, 50));

        assertThat(replay.forecasts()).noneMatch(forecast -> forecast.origin().warm());
        assertThat(replay.last().origin().modelVersion()).isZero();
        assertThat(replay.forecasts())
                .allSatisfy(forecast -> assertThat(forecast.parts().weights())
                        .containsKey("naive")
                        .doesNotContainKey("network"));
    }

    @Test
    void isWarmFromTheEighthReadingUnderAModel() {
        Replay replay = new Replay(PLAN).swap(SampleModels.random(1, 8, 1, 5)).feed(SampleSeries.walk(1, 10));

        List<Boolean> warm =
                replay.forecasts().stream().map(f -> f.origin().warm()).toList();
        assertThat(warm).containsExactly(false, false, false, false, false, false, false, true, true, true);
    }

    @Test
    void namesOriginAndTargetOfAForecast() {
        Replay replay = new Replay(PLAN).feed(1, 2, 3, 4, 5);

        Forecast.Origin origin = replay.last().origin();
        assertThat(origin.originMs()).isEqualTo(SampleSeries.timeMs(4));
        assertThat(origin.targetMs()).isEqualTo(SampleSeries.timeMs(5));
        assertThat(origin.readingsSeen()).isEqualTo(5);
        assertThat(replay.last().parts().naive()).isEqualTo(5);
    }

    @Test
    void refusesAModelThatDidNotMakeTheHiddenState() {
        OnlineForecaster forecaster = new OnlineForecaster(PLAN);
        Optional<ForecastModel> model = Optional.of(SampleModels.random(3, 8, 1, 5));
        Reading reading = new Reading("s", 0, 1);

        assertThatThrownBy(() -> forecaster.step("g", model, forecaster.empty(), reading))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "a hidden state must be used under the weights it was made with: state=0, model=3, group=g");
    }

    @Test
    void refusesTheWeightsOfAnotherGroup() {
        SeriesState state = new Replay(PLAN)
                .swap(SampleModels.random(3, 8, 1, 5))
                .feed(1, 2, 3)
                .state();

        assertThat(state.isOfGroup(SampleModels.random(3, 8, 1, 5).group())).isTrue();
        assertThat(state.isOfGroup("another")).isFalse();
        assertThat(state.withoutModel().isOfGroup("another")).isTrue();
        assertThat(state.withoutModel().modelVersion()).isZero();
    }

    @Test
    void refusesAsManyButOtherQuantileLevels() {
        SeriesState state = new Replay(new ForecastPlan(QuantileLevels.of(0.1, 0.5, 0.9), 16, Support.AUTO))
                .feed(1, 2, 3)
                .state();
        OnlineForecaster others =
                new OnlineForecaster(new ForecastPlan(QuantileLevels.of(0.2, 0.5, 0.8), 16, Support.AUTO));

        assertThatThrownBy(() -> others.step("g", Optional.empty(), state, new Reading("s", 0, 1)))
                .isInstanceOf(CorruptState.class);
    }

    @Test
    void refusesAStateOfOtherQuantileLevels() {
        SeriesState sevenLevels = new Replay(PLAN).feed(1, 2, 3).state();
        OnlineForecaster three =
                new OnlineForecaster(new ForecastPlan(QuantileLevels.of(0.1, 0.5, 0.9), 16, Support.AUTO));

        assertThatThrownBy(() -> three.step("g", Optional.empty(), sevenLevels, new Reading("s", 0, 1)))
                .isInstanceOf(CorruptState.class)
                .hasMessage(
                        "a series state must have been made with these quantile levels: quantile.levels=[0.1, 0.5, 0.9];"
                                + " go back to the levels it was made with or reset the application");
    }

    @Test
    void neverCrossesQuantilesUnderARandomModel() {
        for (int seed = 0; seed < 20; seed++) {
            Replay replay =
                    new Replay(PLAN).swap(SampleModels.random(1, 8, 1, seed)).feed(SampleSeries.walk(seed, 100));

            for (Forecast forecast : replay.forecasts()) {
                assertThat(forecast.quantiles()).as("seed %d", seed).isSorted();
            }
        }
    }

    @Test
    void neverForecastsBelowZeroWhileAllValuesWereNonnegative() {
        for (int seed = 0; seed < 30; seed++) {
            double[] rain = SampleSeries.rain(seed, 200);
            Random random = new Random(seed);
            Replay replay = new Replay(PLAN);
            replay = random.nextBoolean() ? replay.swap(SampleModels.random(1, 8, 1, seed)) : replay;

            replay.feed(rain);

            for (Forecast forecast : replay.forecasts()) {
                assertThat(forecast.quantile(0)).as("seed %d", seed).isNotNegative();
                assertThat(forecast.parts().network()).as("seed %d", seed).isNotNegative();
                assertThat(forecast.parts().mean()).as("seed %d", seed).isNotNegative();
            }
        }
    }

    @Test
    void mayForecastBelowZeroOnceANegativeValueWasSeen() {
        Replay replay = new Replay(PLAN).feed(1, 0, 1, 0, 1, 0);
        double before = replay.last().quantile(0);

        replay.feed(-1, 0);

        assertThat(before).isZero();
        assertThat(replay.last().quantile(0)).isNegative();
    }

    @Test
    void forecastsTheLastValueOfAConstantSeries() {
        Replay replay = new Replay(PLAN).feed(new double[100]);

        // Without any step the scale is 1, and the middle bins of the steps are 0.02 wide.
        assertThat(replay.last().quantile(0)).isZero();
        assertThat(replay.last().quantile(5)).isBetween(0.0, 0.02);
    }
}
