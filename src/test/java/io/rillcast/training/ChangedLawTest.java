package io.rillcast.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.rillcast.forecast.ForecastModel;
import io.rillcast.forecast.ForecastPlan;
import io.rillcast.forecast.QuantileLevels;
import io.rillcast.forecast.Reading;
import io.rillcast.forecast.SampleSeries;
import io.rillcast.forecast.Support;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A stream whose law changes in the middle is followed where retraining is on, and not where it is off.
 *
 * <p>The rolling scaled pinball loss is the mean over half a retraining interval, over what the same forecaster loses on
 * the same half interval of a series that obeyed its present law from the beginning: so it is 1 before the change, and what
 * a louder noise costs any forecaster is not held against this one. The network forecasts alone, for the experts beside
 * it follow a change whether or not it is trained.
 */
class ChangedLawTest {
    private static final int INTERVAL = 1200;
    private static final int CHANGE = 2 * INTERVAL;
    private static final int LENGTH = CHANGE + 2 * INTERVAL;
    private static final TrainingSchedule SCHEDULE = new TrainingSchedule(INTERVAL, 1024, 1, 600);
    private static final TrainingPlan PLAN = new TrainingPlan(
            new ForecastPlan(QuantileLevels.DEFAULT, 32, Support.AUTO).withBlend(false),
            new TrainingPlan.Size(12, 1),
            new BpttPlan(32, 16, new OptimiserPlan(new OneCycle(5e-3, 150), 0.1, 1)),
            1,
            0);

    /** A sine with normal noise. */
    private record Law(double period, double amplitude, double deviation) {
        double value(int t, double noise) {
            return 50 + amplitude * StrictMath.sin(2 * Math.PI * (t - CHANGE) / period) + deviation * noise;
        }
    }

    private static final Law BEFORE = new Law(24, 10, 1);

    /** What came of a replay. */
    private static final class Heard implements Replay.Listener {
        private final double[] losses = new double[LENGTH];
        private final List<Long> versions = new ArrayList<>();
        private final Map<Long, ForecastModel> models = new HashMap<>();
        private final List<TrainingOutcome> outcomes = new ArrayList<>();

        @Override
        public void advanced(Replay.Advance advance) {
            versions.add(advance.step().forecast().origin().modelVersion());
            advance.step()
                    .score()
                    .ifPresent(score ->
                            losses[(int) advance.number()] = score.losses().pinball());
        }

        @Override
        public void trained(Replay.Training training) {
            outcomes.add(training.outcome());
            training.serving().ifPresent(model -> models.put(model.version(), model));
        }

        double lossIn(int from, int to) {
            double sum = 0;
            for (int t = from; t < to; t++) {
                sum += losses[t];
            }
            return sum / (to - from);
        }
    }

    private static void replay(Replay replay, Law before, Law after) {
        Random noise = new Random(11);
        for (int t = 0; t < LENGTH; t++) {
            double value = (t < CHANGE ? before : after).value(t, noise.nextGaussian());
            replay.accept(new Reading("s", SampleSeries.timeMs(t), value));
        }
    }

    private static Heard trained(Law before, Law after) {
        Heard heard = new Heard();
        replay(Replay.training(PLAN, SCHEDULE, series -> "all", heard, () -> false), before, after);
        return heard;
    }

    /** The same readings under the models that were there at the change. */
    private static Heard notTrainedSince(Heard trained, Law after) {
        Heard heard = new Heard();
        Replay replay = Replay.following(
                PLAN,
                series -> "all",
                (group, version) -> trained.models.get(version),
                (series, number) -> trained.versions.get((int) Math.min(number, CHANGE - 1)),
                heard);
        replay(replay, BEFORE, after);
        return heard;
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"period, 17, 10, 1", "amplitude, 24, 30, 1", "noise, 24, 10, 3", "less noise, 24, 10, 0.3"})
    void isFollowedWithinTwoIntervalsWhereRetrainingIsOn(
            String what, double period, double amplitude, double deviation) {
        Law after = new Law(period, amplitude, deviation);
        Heard on = trained(BEFORE, after);
        Heard off = notTrainedSince(on, after);
        Heard always = trained(after, after);

        int from = CHANGE + INTERVAL + INTERVAL / 2;
        double attainable = always.lossIn(from, LENGTH);
        assertThat(on.lossIn(from, LENGTH) / attainable).as("%s: on", what).isLessThan(1.1);
        assertThat(off.lossIn(from, LENGTH) / attainable).as("%s: off", what).isGreaterThan(1.1);
        assertThat(on.outcomes).anyMatch(outcome -> outcome.reason().contains("trained early"));
    }
}
