package io.rillcast.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.rillcast.forecast.ForecastModel;
import io.rillcast.forecast.ForecastPlan;
import io.rillcast.forecast.QuantileLevels;
import io.rillcast.forecast.SampleModels;
import io.rillcast.forecast.SampleSeries;
import io.rillcast.forecast.SeriesWindow;
import io.rillcast.forecast.Support;
import io.rillcast.rnn.CellKind;
import io.rillcast.rnn.Tensor;
import io.rillcast.training.TrainingRecord.Decision;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TrainerTest {
    private static final ForecastPlan FORECAST = new ForecastPlan(QuantileLevels.DEFAULT, 96, Support.AUTO);
    private static final TrainingPlan PLAN = plan(3e-3);

    @Test
    void promotesAFirstModelOfASeriesWithASeason() {
        TrainingOutcome outcome = train(PLAN, windows(SampleSeries.daily(1, 800)), Optional.empty());

        assertThat(outcome.decision()).isEqualTo(Decision.PROMOTED);
        assertThat(outcome.losses().candidate())
                .isLessThan(0.8 * outcome.losses().naive());
        assertThat(outcome.losses().incumbent()).isNaN();
        assertThat(outcome.candidate().orElseThrow().version()).isZero();
        assertThat(outcome.reason()).startsWith("promoted: candidate 0.");
    }

    @ParameterizedTest
    @EnumSource(CellKind.class)
    void promotesAFirstModelOfEveryCell(CellKind cell) {
        TrainingPlan plan = new TrainingPlan(FORECAST, new TrainingPlan.Size(cell, 8, 1), PLAN.descent(), 1, 0);

        TrainingOutcome outcome = train(plan, windows(SampleSeries.daily(1, 400)), Optional.empty());

        assertThat(outcome.decision()).isEqualTo(Decision.PROMOTED);
        assertThat(outcome.candidate().orElseThrow().network().shape().cell()).isEqualTo(cell);
        assertThat(outcome.losses().candidate())
                .isLessThan(0.8 * outcome.losses().naive());
    }

    @Test
    void givesEqualBitsForEqualSeedsWhateverTheOrderOfSeries() {
        List<SeriesWindow> windows = new ArrayList<>();
        for (int series = 0; series < 3; series++) {
            windows.addAll(SampleSeries.windows("series-" + series, FORECAST, 96, SampleSeries.daily(series, 400)));
        }
        TrainingOutcome one = train(PLAN, windows, Optional.empty());

        Collections.rotate(windows, 5);
        TrainingOutcome other = train(PLAN, windows, Optional.empty());

        assertEqualWeights(other.candidate().orElseThrow(), one.candidate().orElseThrow());
        assertThat(other.losses()).isEqualTo(one.losses());
    }

    @Test
    void givesOtherWeightsForOtherSeeds() {
        List<SeriesWindow> windows = windows(SampleSeries.daily(1, 400));

        TrainingOutcome one = new Trainer(PLAN, "g", 1).train(windows, Optional.empty(), () -> false);
        TrainingOutcome other = new Trainer(PLAN, "g", 2).train(windows, Optional.empty(), () -> false);

        assertThat(recurrentWeights(other)).isNotEqualTo(recurrentWeights(one));
    }

    /** What is judged has not seen the judged readings, see {@link SequencesTest}; what is promoted has. */
    @Test
    void trainsWhatIsPromotedOnEverything() {
        double[] one = SampleSeries.daily(1, 800);
        double[] other = one.clone();
        // The windows hold all 800 readings: the last 15 % begin at 680.
        for (int t = 680; t < 800; t++) {
            other[t] += t % 2;
        }

        TrainingOutcome first = train(PLAN, windows(one), Optional.empty());
        TrainingOutcome second = train(PLAN, windows(other), Optional.empty());

        assertThat(recurrentWeights(second)).isNotEqualTo(recurrentWeights(first));
        // Trained at first were those before 560; warm-ups are left out.
        assertThat(first.data().readings()).isGreaterThan(560);
        assertThat(first.data().heldOut()).isEqualTo(120);
    }

    /** An incumbent has seen what is watched and perhaps what is judged, so no descent begins at it. */
    @Test
    void startsAfreshWhateverTheIncumbent() {
        List<SeriesWindow> windows = windows(SampleSeries.daily(1, 600));

        TrainingOutcome first = train(PLAN, windows, Optional.empty());
        TrainingOutcome second = train(PLAN, windows, Optional.of(SampleModels.random(4, 8, 1, 3)));

        assertEqualWeights(second.candidate().orElseThrow(), first.candidate().orElseThrow());
        assertThat(second.losses().candidate()).isEqualTo(first.losses().candidate());
    }

    @Test
    void keepsAnIncumbentThatIsBetter() {
        List<SeriesWindow> windows = windows(SampleSeries.daily(1, 600));
        ForecastModel better =
                train(plan(3e-3), windows, Optional.empty()).candidate().orElseThrow();

        // A rate so small that no weight changes.
        TrainingOutcome outcome = train(plan(1e-30), windows, Optional.of(better));

        assertThat(outcome.losses().incumbent()).isLessThan(outcome.losses().candidate());
        assertThat(outcome.decision()).isEqualTo(Decision.KEPT);
        assertThat(outcome.candidate()).isEmpty();
    }

    @Test
    void replacesAnIncumbentThatIsWorse() {
        List<SeriesWindow> windows = windows(SampleSeries.daily(1, 600));
        ForecastModel incumbent = SampleModels.random(4, 8, 1, 3);

        TrainingOutcome outcome = train(PLAN, windows, Optional.of(incumbent));

        assertThat(outcome.decision()).isEqualTo(Decision.PROMOTED);
        assertThat(outcome.losses().candidate()).isLessThan(outcome.losses().incumbent());
    }

    @Test
    void judgesAnIncumbentOfAnotherSizeButStartsAfresh() {
        List<SeriesWindow> windows = windows(SampleSeries.daily(1, 600));

        TrainingOutcome outcome = train(PLAN, windows, Optional.of(SampleModels.random(4, 5, 2, 3)));

        assertThat(outcome.losses().incumbent()).isNotNaN();
        assertThat(outcome.candidate().orElseThrow().network().shape().hidden()).isEqualTo(8);
    }

    @Test
    void takesAnIncumbentOfOtherLevelsAsNone() {
        ForecastPlan other = new ForecastPlan(QuantileLevels.of(0.1, 0.5, 0.9), 96, Support.AUTO);
        TrainingPlan plan = new TrainingPlan(other, PLAN.size(), PLAN.descent(), 1, 0);
        List<SeriesWindow> windows = SampleSeries.windows("s", other, 96, SampleSeries.daily(1, 400));

        TrainingOutcome outcome = train(plan, windows, Optional.of(SampleModels.random(4, 8, 1, 3)));

        assertThat(outcome.losses().incumbent()).isNaN();
        assertThat(outcome.reason()).contains("naive");
    }

    @Test
    void keepsWhereThereIsTooLittleToTrainOn() {
        TrainingOutcome outcome = train(PLAN, windows(1, 2, 3, 4, 5), Optional.empty());

        assertThat(outcome.decision()).isEqualTo(Decision.KEPT);
        assertThat(outcome.reason()).isEqualTo("kept: too few readings to train on");
        assertThat(outcome.steps()).isZero();
    }

    @Test
    void keepsWhereThereIsNoWindow() {
        TrainingOutcome outcome = train(PLAN, List.of(), Optional.empty());

        assertThat(outcome.decision()).isEqualTo(Decision.KEPT);
        assertThat(outcome.data()).isEqualTo(new TrainingRecord.Data(0, 0, 0, 0, 0, 0));
    }

    @Test
    void keepsWhereThereIsTooLittleToJudgeOn() {
        TrainingOutcome outcome = train(PLAN, windows(SampleSeries.daily(1, 150)), Optional.empty());

        assertThat(outcome.decision()).isEqualTo(Decision.KEPT);
        assertThat(outcome.reason()).isEqualTo("kept: only 23 readings to judge on, 30 are needed");
    }

    @Test
    void endsWhereItIsToldToStop() {
        AtomicInteger asked = new AtomicInteger();

        TrainingOutcome outcome = new Trainer(PLAN, "g", 1)
                .train(windows(SampleSeries.daily(1, 400)), Optional.empty(), () -> asked.incrementAndGet() > 40);

        assertThat(outcome.decision()).isEqualTo(Decision.ABORTED);
        assertThat(outcome.candidate()).isEmpty();
        assertThat(outcome.reason()).isEqualTo("aborted: stopped before it was judged");
        assertThat(outcome.steps()).isBetween(1, 40);
    }

    @Test
    void saysWhatItWasTrainedOn() {
        TrainingOutcome outcome = train(PLAN, windows(SampleSeries.daily(1, 400)), Optional.empty());

        TrainingRecord.Data data = outcome.data();
        assertThat(data.series()).isEqualTo(1);
        assertThat(data.windows()).isEqualTo(5);
        assertThat(data.heldOut()).isEqualTo(60);
        assertThat(data.fromMs()).isEqualTo(SampleSeries.timeMs(0));
        assertThat(data.toMs()).isEqualTo(SampleSeries.timeMs(399));
        assertThat(outcome.epochs()).isPositive();
    }

    private static TrainingPlan plan(double rate) {
        BpttPlan descent = new BpttPlan(32, 8, new OptimiserPlan(new OneCycle(rate, 150), 1e-2, 1));
        return new TrainingPlan(FORECAST, new TrainingPlan.Size(8, 1), descent, 1, 0);
    }

    private static List<SeriesWindow> windows(double... values) {
        return SampleSeries.windows("s", FORECAST, 96, values);
    }

    private static TrainingOutcome train(
            TrainingPlan plan, List<SeriesWindow> windows, Optional<ForecastModel> incumbent) {
        return new Trainer(plan, "g", 1).train(windows, incumbent, () -> false);
    }

    private static float[] recurrentWeights(TrainingOutcome outcome) {
        ForecastModel candidate = outcome.candidate().orElseThrow();
        return candidate.network().tensors().get("gru.weight_hh_l0").values();
    }

    private static void assertEqualWeights(ForecastModel actual, ForecastModel expected) {
        Map<String, Tensor> tensors = actual.network().tensors();
        expected.network()
                .tensors()
                .forEach(
                        (name, tensor) -> assertThat(tensors.get(name).values()).isEqualTo(tensor.values()));
    }
}
