package io.rillcast.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SameTimeCovariatesTest {
    private static final CovariateNames NAMES = new CovariateNames(List.of("heat", "wind"));
    private static final ForecastPlan PLAN =
            new ForecastPlan(QuantileLevels.DEFAULT, 8, Support.AUTO, SameTime.LAST, NAMES);

    /** The corrected reading lies before, at and behind a checkpoint, which keeps the scales of covariates too. */
    @ParameterizedTest
    @ValueSource(ints = {0, 6, 7, 8, 15, 16, 22})
    void goesBackOnTheScalesOfCovariatesToo(int corrected) {
        SeriesState quiet = run(-1);
        SeriesState disturbed = run(corrected);

        assertThat(disturbed.covariates()).isEqualTo(2);
        assertThat(disturbed.resized(StatePart.LATE_REPAIR, 0).sealedView())
                .isEqualTo(quiet.resized(StatePart.LATE_REPAIR, 0).sealedView());
    }

    /** The scales of four covariates are as long as the checkpoints. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 6, 10})
    void hasNoWayBackToOtherCovariates(int others) {
        SeriesState state = run(-1);
        List<String> names =
                IntStream.range(0, others).mapToObj(i -> "other" + i).toList();
        OnlineForecaster changed = new OnlineForecaster(
                new ForecastPlan(QuantileLevels.DEFAULT, 8, Support.AUTO, SameTime.LAST, new CovariateNames(names)));

        Admission admission = changed.admit(changed.ofThisPlan(state), new Reading("s", SampleSeries.timeMs(23), 5000));

        assertThat(admission.refusal()).contains(SkipReason.CORRECTION);
        assertThat(admission.state().checkpointReadings()).isEqualTo(state.checkpointReadings());
    }

    private static SeriesState run(int corrected) {
        OnlineForecaster forecaster = new OnlineForecaster(PLAN);
        SeriesState state = forecaster.empty();
        Random random = new Random(11);
        for (int t = 0; t < 24; t++) {
            double[] covariates = {300 + random.nextGaussian(), t % 5 == 0 ? Double.NaN : random.nextInt(9)};
            Reading reading = reading(t, 10 + random.nextGaussian(), covariates);
            if (t == corrected) {
                state = taken(forecaster, state, reading(t, 5000, -1e6, 1e6));
            }
            state = taken(forecaster, state, reading);
        }
        return state;
    }

    private static Reading reading(int hour, double value, double... covariates) {
        return new Reading("s", SampleSeries.timeMs(hour), value, Covariates.of(NAMES.fingerprint(), covariates));
    }

    private static SeriesState taken(OnlineForecaster forecaster, SeriesState state, Reading reading) {
        Admission admission = forecaster.admit(state, reading);
        assertThat(admission.refusal()).isEmpty();
        assertThat(admission.reading().covariates()).isEqualTo(reading.covariates());
        Step step = forecaster.step("g", Optional.empty(), admission.state(), admission.reading());
        return LastStep.kept(SameTime.LAST, admission.state(), ((Step.Advanced) step).state());
    }
}
