package io.rillcast.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.rillcast.forecast.ForecastModel;
import io.rillcast.forecast.ForecastPlan;
import io.rillcast.forecast.OnlineForecaster;
import io.rillcast.forecast.QuantileLevels;
import io.rillcast.forecast.Reading;
import io.rillcast.forecast.SampleModels;
import io.rillcast.forecast.SampleSeries;
import io.rillcast.forecast.SeriesState;
import io.rillcast.forecast.SeriesWindow;
import io.rillcast.forecast.Step;
import io.rillcast.forecast.Support;
import java.util.List;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class JudgeTest {
    private static final ForecastPlan PLAN = new ForecastPlan(QuantileLevels.DEFAULT, 50, Support.AUTO);
    /** So long a window that a series of 100 readings is still in its first. */
    private static final ForecastPlan YOUNG = new ForecastPlan(QuantileLevels.DEFAULT, 200, Support.AUTO);

    private static final ForecastModel MODEL = SampleModels.random(3, 6, 1, 4);

    @Test
    void judgesEachReadingOnceThoughWindowsOverlap() {
        // Windows .., 50..124, 100..149, 100..174, 150..199; judged from reading 170 on.
        Judge.Verdict verdict = judge(SampleSeries.windows("s", PLAN, 25, SampleSeries.walk(1, 200)));

        assertThat(verdict.readings()).isEqualTo(30);
    }

    @Test
    void losesWhatAServedSeriesWouldLose() {
        double[] walk = SampleSeries.walk(1, 100);
        double absoluteSteps = 0;
        for (int t = 1; t < 100; t++) {
            absoluteSteps += Math.abs(walk[t] - walk[t - 1]);
        }

        Judge.Verdict verdict =
                judge(List.of(SampleSeries.windows("s", YOUNG, 100, walk).get(0)));

        double meanLoss = servedLoss(walk, 85) / 15;
        assertThat(verdict.readings()).isEqualTo(15);
        assertThat(verdict.loss()).isCloseTo(meanLoss / (absoluteSteps / 99), Offset.offset(1e-9));
    }

    @Test
    void judgesNaiveWithTheQuantilesItIsServedWith() {
        double[] walk = SampleSeries.walk(1, 600);
        double meanStep = 0;
        for (int t = 1; t < 600; t++) {
            meanStep += Math.abs(walk[t] - walk[t - 1]) / 599;
        }

        Judge.Verdict verdict = judge(SampleSeries.windows("s", PLAN, 50, walk));

        // Half a percent: the first reading of each window has no forecast, so its step is not learnt from.
        double served = servedNaiveLoss(walk, 510) / 90 / meanStep;
        assertThat(verdict.naiveLoss()).isCloseTo(served, Percentage.withPercentage(0.5));
    }

    @Test
    void saysNothingOfAConstantSeries() {
        Judge.Verdict verdict = judge(SampleSeries.windows("s", PLAN, 50, new double[200]));

        assertThat(verdict.readings()).isZero();
        assertThat(verdict.loss()).isNaN();
    }

    @Test
    void judgesASeriesTheSameOnAnyScale() {
        double[] small = SampleSeries.walk(1, 200);
        double[] large = small.clone();
        for (int t = 0; t < large.length; t++) {
            large[t] *= 1024;
        }

        Judge.Verdict one = judge(SampleSeries.windows("s", PLAN, 50, small));
        Judge.Verdict other = judge(SampleSeries.windows("s", PLAN, 50, large));

        assertThat(other.loss()).isCloseTo(one.loss(), Offset.offset(1e-9));
        assertThat(other.naiveLoss()).isCloseTo(one.naiveLoss(), Offset.offset(1e-9));
    }

    /** Steps through all readings from the beginning under the model; the sum of the losses from a reading on. */
    private static double servedLoss(double[] values, int from) {
        OnlineForecaster forecaster = new OnlineForecaster(YOUNG);
        SeriesState state = forecaster.empty();
        state = forecaster.rebuild(MODEL, state, SampleSeries.window(state, List.of(), List.of()));
        double sum = 0;
        for (int t = 0; t < values.length; t++) {
            Reading reading = new Reading("s", SampleSeries.timeMs(t), values[t]);
            Step.Advanced step = (Step.Advanced) forecaster.step("g", Optional.of(MODEL), state, reading);
            state = step.state();
            sum += t >= from ? step.score().orElseThrow().losses().networkPinball() : 0;
        }
        return sum;
    }

    private static double servedNaiveLoss(double[] values, int from) {
        OnlineForecaster forecaster = new OnlineForecaster(PLAN);
        SeriesState state = forecaster.empty();
        double sum = 0;
        for (int t = 0; t < values.length; t++) {
            Reading reading = new Reading("s", SampleSeries.timeMs(t), values[t]);
            Step.Advanced step = (Step.Advanced) forecaster.step("g", Optional.empty(), state, reading);
            state = step.state();
            sum += t >= from ? step.score().orElseThrow().losses().naivePinball() : 0;
        }
        return sum;
    }

    private static Judge.Verdict judge(List<SeriesWindow> windows) {
        return new Judge(PLAN, List.of(HeldOut.of(windows)), () -> false).judge(MODEL);
    }
}
