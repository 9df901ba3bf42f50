package io.rillcast.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What can be read from a state is what was told when it was made. */
class StandingTest {
    private static final int READINGS = 300;

    static Stream<ForecastPlan> plans() {
        ForecastPlan plan = ForecastPlan.DEFAULT;
        return Stream.of(plan, plan.withBlend(false), plan.withSeasons(Seasons.NONE));
    }

    private static Reading reading(int i) {
        double value = i % 7 == 0 ? 0 : 5 + Math.sin(i / 4.0) + (i * 31 % 17) / 10.0;
        return new Reading("s", i * 3_600_000L, value);
    }

    @ParameterizedTest
    @MethodSource("plans")
    void saysOfEachStateWhatItsStepHadSaid(ForecastPlan plan) {
        OnlineForecaster readOnly = new OnlineForecaster(plan);
        Replay replay = new Replay(plan);
        for (int i = 0; i < READINGS; i++) {
            if (i == 150) {
                replay.swap(SampleModels.random(1, plan.features(), new int[] {8, 1}, 3));
            }
            Step.Advanced step = (Step.Advanced) replay.step(reading(i));

            Standing standing = readOnly.standing("g", "s", replay.state()).orElseThrow();

            assertThat(exact(standing.forecast())).isEqualTo(exact(step.forecast()));
            assertIsWhy(standing.forecast().parts(), step.forecast().parts());
            assertThat(standing.firstMs()).isZero();
            step.score().ifPresent(score -> assertThat(standing.rolling()).isEqualTo(score.rolling()));
        }
    }

    @Test
    void saysHowOftenTheLastReadingWasRevised() {
        ForecastPlan plan = new ForecastPlan(QuantileLevels.DEFAULT, 96, Support.AUTO, SameTime.LAST);
        OnlineForecaster forecaster = new OnlineForecaster(plan);
        SeriesState state = forecaster.empty();
        for (double value : new double[] {5, 6, 7}) {
            Admission admission = forecaster.admit(state, new Reading("s", 0, value));
            Step.Advanced step =
                    (Step.Advanced) forecaster.step("g", Optional.empty(), admission.state(), admission.reading());
            state = LastStep.kept(plan.sameTime(), admission.state(), step.state());

            Forecast forecast =
                    forecaster.standing("g", "s", state).orElseThrow().forecast();

            assertThat(forecast.origin()).isEqualTo(step.forecast().origin());
        }
        assertThat(LastStep.lastRevision(state)).isEqualTo(2);
    }

    @Test
    void saysNothingOfASeriesThatWasNeverForecast() {
        OnlineForecaster forecaster = new OnlineForecaster(ForecastPlan.DEFAULT);

        assertThat(forecaster.standing("g", "s", forecaster.empty())).isEmpty();
    }

    private static String exact(Forecast forecast) {
        Forecast.Parts parts = forecast.parts();
        Explanation why = parts.why();
        return forecast.origin()
                + Arrays.toString(forecast.quantiles())
                + List.of(parts.mean(), parts.naive(), parts.network(), why.scale())
                + why.seasons()
                + why.cadenceMs()
                + why.support();
    }

    /** A state keeps what the experts are made of as float32. */
    private static void assertIsWhy(Forecast.Parts found, Forecast.Parts told) {
        assertThat(found.why().correction()).isCloseTo(told.why().correction(), withinPercentage(0.1));
        assertThat(found.weights()).hasSameSizeAs(told.weights());
        told.weights()
                .forEach((name, weight) -> assertThat(found.weights().get(name)).isCloseTo(weight, within(1e-3)));
        assertThat(found.why().experts()).hasSameSizeAs(told.why().experts());
        told.why().experts().forEach((name, median) -> assertThat(
                        found.why().experts().get(name))
                .isCloseTo(median, within(1e-3)));
    }
}
