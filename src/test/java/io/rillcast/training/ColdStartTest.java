package io.rillcast.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.rillcast.forecast.ForecastModel;
import io.rillcast.forecast.ForecastPlan;
import io.rillcast.forecast.QuantileLevels;
import io.rillcast.forecast.Reading;
import io.rillcast.forecast.SampleSeries;
import io.rillcast.forecast.Score;
import io.rillcast.forecast.SkipReason;
import io.rillcast.forecast.Support;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A series that was never seen before, in a group with a trained model. */
class ColdStartTest {
    private static final int FROM = 10;
    private static final int TO = 60;
    private static final int SERIES = 200;
    private static final TrainingPlan PLAN = new TrainingPlan(
            new ForecastPlan(QuantileLevels.DEFAULT, 64, Support.AUTO),
            new TrainingPlan.Size(12, 1),
            new BpttPlan(32, 32, new OptimiserPlan(new OneCycle(5e-3, 300), 1e-2, 1.0)),
            1,
            0);

    /** Levels and sizes of their own, values that return to the level: hour by hour. */
    private static List<Reading> readings(int first, int series, int length) {
        List<Reading> readings = new ArrayList<>();
        double[] values = new double[series];
        Random random = new Random(first);
        for (int t = 0; t < length; t++) {
            for (int s = 0; s < series; s++) {
                double size = 1 + (first + s) % 17;
                values[s] = 0.5 * values[s] + random.nextGaussian();
                readings.add(new Reading("s" + (first + s), SampleSeries.timeMs(t), 500 + 10 * s + size * values[s]));
            }
        }
        return readings;
    }

    private static ForecastModel trained() {
        List<ForecastModel> models = new ArrayList<>();
        Replay.Listener listener = new Replay.Listener() {
            @Override
            public void advanced(Replay.Advance advance) {}

            @Override
            public void skipped(Reading reading, SkipReason reason) {
                throw new AssertionError(reason);
            }

            @Override
            public void trained(Replay.Training training) {
                training.serving().ifPresent(models::add);
            }
        };
        TrainingSchedule schedule = new TrainingSchedule(4000, 256, 1, 600);
        Replay replay = Replay.training(PLAN, schedule, series -> "all", listener, () -> false);
        readings(0, 40, 220).forEach(replay::accept);
        assertThat(models).isNotEmpty();
        return models.get(models.size() - 1);
    }

    @Test
    void isBetterThanTheLastValueFromTheTenthReadingOn() {
        ForecastModel model = trained();
        Losses losses = new Losses();
        Replay following = Replay.following(
                PLAN, series -> "all", (group, version) -> model, (series, number) -> model.version(), losses);

        readings(1000, SERIES, TO).forEach(following::accept);

        assertThat(losses.count).isEqualTo(SERIES * (TO - FROM));
        assertThat(losses.blend / losses.naive).isLessThan(1);
        assertThat(losses.network / losses.naive).isLessThan(1);
    }

    /** Sums of pinball losses over each series' size. */
    private static final class Losses implements Replay.Listener {
        private double blend;
        private double network;
        private double naive;
        private int count;

        @Override
        public void advanced(Replay.Advance advance) {
            if (advance.number() >= FROM && advance.step().score().isPresent()) {
                Score score = advance.step().score().get();
                int number = Integer.parseInt(advance.reading().seriesId().substring(1));
                double size = 1 + number % 17;
                blend += score.losses().pinball() / size;
                network += score.losses().networkPinball() / size;
                naive += score.losses().naivePinball() / size;
                count++;
            }
        }

        @Override
        public void skipped(Reading reading, SkipReason reason) {
            throw new AssertionError(reason);
        }

        @Override
        public void trained(Replay.Training training) {
            throw new AssertionError("nothing is to be trained");
        }
    }
}
