package io.rillcast.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.rillcast.forecast.ForecastModel;
import io.rillcast.forecast.ForecastPlan;
import io.rillcast.forecast.OnlineForecaster;
import io.rillcast.forecast.QuantileLevels;
import io.rillcast.forecast.Reading;
import io.rillcast.forecast.SampleSeries;
import io.rillcast.forecast.Score;
import io.rillcast.forecast.SeriesState;
import io.rillcast.forecast.SeriesWindow;
import io.rillcast.forecast.Step;
import io.rillcast.forecast.Support;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;

/** What was promoted is held against the last value with its empirical quantiles on readings that came afterwards. */
class LaterReadingsTest {
    private static final int TRAINED = 600;
    private static final int LATER = 600;
    private static final int SERIES = 4;
    private static final ForecastPlan FORECAST = new ForecastPlan(QuantileLevels.DEFAULT, 96, Support.AUTO);

    @Test
    void beatsNaiveByAQuarterWhereThereIsASeason() {
        assertThat(lossOverNaive(seed -> SampleSeries.daily(seed, TRAINED + LATER)))
                .isLessThan(0.75);
    }

    @Test
    void beatsNaiveByATenthWhereValuesReturnToTheirMean() {
        assertThat(lossOverNaive(LaterReadingsTest::returning)).isLessThan(0.9);
    }

    /** 1 %, and 0.3 % on average: nothing can be gained on a random walk, so this is what a lucky judgement may cost. */
    @Test
    void isHardlyWorseThanNaiveOnRandomWalks() {
        double sum = 0;
        for (int seed = 0; seed < 5; seed++) {
            long first = 100L * seed;

            double ratio = lossOverNaive(series -> SampleSeries.walk(first + series, TRAINED + LATER));

            assertThat(ratio).as("seed %d", seed).isLessThan(1.01);
            sum += ratio;
        }
        assertThat(sum / 5).isLessThan(1.003);
    }

    /** y_t = 0.5 y_{t-1} + normal noise. */
    private static double[] returning(long seed) {
        Random random = new Random(seed);
        double[] values = new double[TRAINED + LATER];
        for (int t = 1; t < values.length; t++) {
            values[t] = 0.5 * values[t - 1] + random.nextGaussian();
        }
        return values;
    }

    /** Trains on the first readings of some series; the loss on the later ones over naive's, 1 if nothing is promoted. */
    private static double lossOverNaive(LongFunction<double[]> values) {
        List<SeriesWindow> windows = new ArrayList<>();
        for (int series = 0; series < SERIES; series++) {
            double[] known = Arrays.copyOf(values.apply(series), TRAINED);
            windows.addAll(SampleSeries.windows("series-" + series, FORECAST, 96, known));
        }
        BpttPlan descent = new BpttPlan(32, 16, new OptimiserPlan(new OneCycle(3e-3, 300), 1e-2, 1));
        TrainingPlan plan = new TrainingPlan(FORECAST, new TrainingPlan.Size(16, 1), descent, 1, 0);
        TrainingOutcome outcome = new Trainer(plan, "g", 1).train(windows, Optional.empty(), () -> false);
        return outcome.candidate().map(model -> lossOverNaive(model, values)).orElse(1.0);
    }

    private static double lossOverNaive(ForecastModel model, LongFunction<double[]> values) {
        double loss = 0;
        double naive = 0;
        for (int series = 0; series < SERIES; series++) {
            for (Score score : laterScores(model.withVersion(1), values.apply(series))) {
                loss += score.losses().pinball();
                naive += score.losses().naivePinball();
            }
        }
        return loss / naive;
    }

    private static List<Score> laterScores(ForecastModel model, double[] values) {
        OnlineForecaster forecaster = new OnlineForecaster(FORECAST);
        Optional<ForecastModel> inUse = Optional.empty();
        SeriesState state = forecaster.empty();
        List<Reading> readings = SampleSeries.readings(values);
        List<short[]> hints = new ArrayList<>();
        List<Score> scores = new ArrayList<>();
        for (int t = 0; t < values.length; t++) {
            if (t == TRAINED) {
                state = forecaster.rebuild(model, state, SampleSeries.window(state, readings.subList(0, t), hints));
                inUse = Optional.of(model);
            }
            Step.Advanced step = (Step.Advanced) forecaster.step("g", inUse, state, readings.get(t));
            state = step.state();
            hints.add(step.hints());
            if (t > TRAINED) {
                scores.add(step.score().orElseThrow());
            }
        }
        return scores;
    }
}
