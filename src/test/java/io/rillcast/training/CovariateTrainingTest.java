package io.rillcast.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.rillcast.forecast.CovariateNames;
import io.rillcast.forecast.Covariates;
import io.rillcast.forecast.ForecastModel;
import io.rillcast.forecast.ForecastPlan;
import io.rillcast.forecast.QuantileLevels;
import io.rillcast.forecast.Reading;
import io.rillcast.forecast.SampleModels;
import io.rillcast.forecast.SampleSeries;
import io.rillcast.forecast.SeriesWindow;
import io.rillcast.forecast.Support;
import io.rillcast.training.TrainingRecord.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What covariates are for. */
class CovariateTrainingTest {
    private static final CovariateNames PLANNED = new CovariateNames(List.of("useless", "planned"));
    private static final ForecastPlan WITH = new ForecastPlan(QuantileLevels.DEFAULT, 96, Support.AUTO, PLANNED);
    private static final ForecastPlan WITHOUT = new ForecastPlan(QuantileLevels.DEFAULT, 96, Support.AUTO);

    @Test
    void forecastsASeriesThatFollowsACovariateClearlyBetterWithIt() {
        TrainingOutcome with = train(WITH, Optional.empty());
        TrainingOutcome without = train(WITHOUT, Optional.empty());

        assertThat(with.decision()).isEqualTo(Decision.PROMOTED);
        assertThat(with.candidate().orElseThrow().features()).isEqualTo(WITH.features());
        assertThat(with.losses().naive()).isEqualTo(without.losses().naive());
        assertThat(with.losses().candidate()).isLessThan(0.6 * without.losses().candidate());
    }

    @Test
    void judgesAnIncumbentFromBeforeTheCovariatesAndStartsAfresh() {
        ForecastModel before = train(WITHOUT, Optional.empty()).candidate().orElseThrow();

        TrainingOutcome outcome = train(WITH, Optional.of(before.withVersion(3)));

        assertThat(outcome.losses().incumbent()).isNotNaN();
        assertThat(outcome.losses().candidate())
                .isLessThan(0.6 * outcome.losses().incumbent());
        assertThat(outcome.candidate().orElseThrow().features()).isEqualTo(WITH.features());
    }

    @Test
    void doesNotStartFromWeightsOfTheSameShapeForOtherInputs() {
        List<String> turned = new ForecastPlan(
                        QuantileLevels.DEFAULT, 96, Support.AUTO, new CovariateNames(List.of("planned", "useless")))
                .features();
        ForecastModel incumbent = SampleModels.random(3, turned, new int[] {8, 1}, 1);

        // A rate so small that no weight changes: the candidate is where the descent began.
        TrainingOutcome outcome = train(WITH, Optional.of(incumbent), 1e-30);
        TrainingOutcome fresh = train(WITH, Optional.empty(), 1e-30);

        assertThat(outcome.losses().incumbent()).isNotNaN();
        assertThat(outcome.losses().candidate()).isEqualTo(fresh.losses().candidate());
    }

    /** As a reservoir holds them after the operator changed the list: what is not of the plan's counts as missing. */
    @Test
    void trainsOnWindowsOfSeveralLists() {
        ForecastPlan other =
                new ForecastPlan(QuantileLevels.DEFAULT, 96, Support.AUTO, new CovariateNames(List.of("planned")));
        List<SeriesWindow> windows = new ArrayList<>();
        for (ForecastPlan forecast : List.of(WITHOUT, other, WITH)) {
            List<Reading> some = new ArrayList<>();
            for (Reading reading : readings().subList(0, 400)) {
                String series = "list-" + forecast.covariates();
                some.add(new Reading(series, reading.timestampMs(), reading.value(), reading.covariates()));
            }
            windows.addAll(SampleSeries.windows(forecast, 96, some));
        }

        TrainingOutcome outcome = new Trainer(plan(WITH, 1e-2), "g", 1).train(windows, Optional.empty(), () -> false);

        assertThat(outcome.decision()).isEqualTo(Decision.PROMOTED);
        assertThat(outcome.data().series()).isEqualTo(3);
    }

    private static TrainingOutcome train(ForecastPlan forecast, Optional<ForecastModel> incumbent) {
        return train(forecast, incumbent, 1e-2);
    }

    private static TrainingOutcome train(ForecastPlan forecast, Optional<ForecastModel> incumbent, double rate) {
        List<SeriesWindow> windows = SampleSeries.windows(forecast, 96, readings());
        return new Trainer(plan(forecast, rate), "g", 1).train(windows, incumbent, () -> false);
    }

    private static TrainingPlan plan(ForecastPlan forecast, double rate) {
        BpttPlan descent = new BpttPlan(32, 8, new OptimiserPlan(new OneCycle(rate, 200), 1e-2, 1));
        return new TrainingPlan(forecast, new TrainingPlan.Size(8, 1), descent, 1, 0);
    }

    /** Each value is what was planned for it one reading before, and some noise; a tenth of the plans is missing. */
    private static List<Reading> readings() {
        Random random = new Random(2);
        List<Reading> readings = new ArrayList<>();
        double next = 50;
        for (int t = 0; t < 800; t++) {
            double value = next + 0.5 * random.nextGaussian();
            next = 50 + 5 * random.nextGaussian();
            double planned = random.nextInt(10) == 0 ? Double.NaN : 4e6 + 3e5 * next;
            double[] covariates = {random.nextGaussian(), planned};
            readings.add(
                    new Reading("s", SampleSeries.timeMs(t), value, Covariates.of(PLANNED.fingerprint(), covariates)));
        }
        return readings;
    }
}
