package io.rillcast.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.rillcast.forecast.ForecastModel;
import io.rillcast.forecast.ForecastPlan;
import io.rillcast.forecast.QuantileLevels;
import io.rillcast.forecast.Reading;
import io.rillcast.forecast.SampleSeries;
import io.rillcast.forecast.SeriesWindow;
import io.rillcast.forecast.Support;
import io.rillcast.training.TrainingRecord.Decision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Many trainings of one group, one after the other. */
class ManyTrainingsTest {
    private static final int SLOTS = 32;
    private static final int NEW_READINGS = 16;
    private static final ForecastPlan FORECAST = new ForecastPlan(QuantileLevels.DEFAULT, 32, Support.AUTO);
    private static final TrainingPlan PLAN = new TrainingPlan(
            FORECAST,
            new TrainingPlan.Size(4, 1),
            new BpttPlan(32, 8, new OptimiserPlan(new OneCycle(5e-3, 24), 0.1, 1)),
            1,
            0);

    /** Each with its model, as it ended. */
    private static final class Heard implements Replay.Listener {
        private final List<Replay.Training> trainings = new ArrayList<>();
        private final List<Long> usedBytes = new ArrayList<>();
        private long admitted;

        @Override
        public void advanced(Replay.Advance advance) {
            admitted++;
        }

        @Override
        public void trained(Replay.Training training) {
            trainings.add(training);
            if (trainings.size() % 20 == 0) {
                System.gc();
                Runtime runtime = Runtime.getRuntime();
                usedBytes.add(runtime.totalMemory() - runtime.freeMemory());
            }
        }
    }

    /**
     * On a stationary stream the last version is no worse than the first on a fixed later hold-out, by more than the noise
     * of that comparison: two standard errors of the mean paired difference over the windows of the hold-out.
     */
    @Test
    void leaveTheIncumbentNoWorseAndTheMemoryFlat() {
        double[] values = SampleSeries.daily(5, 4400);
        Heard heard = new Heard();
        // Every window that comes is due for a training.
        TrainingSchedule always = new TrainingSchedule(NEW_READINGS, SLOTS, 1, 600);
        Replay replay = Replay.training(PLAN, always, series -> "all", heard, () -> false);
        SampleSeries.readings(Arrays.copyOf(values, 2000)).forEach(replay::accept);

        List<Replay.Training> promoted =
                heard.trainings.stream().filter(t -> t.version() > 0).toList();
        assertThat(heard.trainings).hasSizeGreaterThanOrEqualTo(100);
        assertThat(heard.admitted).isEqualTo(2000);
        assertThat(promoted).hasSizeGreaterThan(2);
        assertThat(promoted.stream().map(Replay.Training::version)).isSorted().doesNotHaveDuplicates();
        assertNoWorse(
                promoted.get(promoted.size() - 1).serving().orElseThrow(),
                promoted.get(0).serving().orElseThrow(),
                Arrays.copyOfRange(values, 2000, 4400));
        // Models stay in the list above: 10 KB each. A reservoir that grew would hold 1,600 windows more.
        assertThat(heard.usedBytes.get(heard.usedBytes.size() - 1) - heard.usedBytes.get(0))
                .isLessThan(8L << 20);
    }

    private static void assertNoWorse(ForecastModel last, ForecastModel first, double[] later) {
        double sum = 0;
        double squares = 0;
        int windows = 0;
        for (SeriesWindow window : SampleSeries.windows("s", FORECAST, NEW_READINGS, later)) {
            Optional<Watched> watched = Watched.in(window, NEW_READINGS, FORECAST, last, Optional.of(first));
            if (watched.isPresent()) {
                double worse = watched.get().incumbent() - watched.get().predecessor();
                sum += worse;
                squares += worse * worse;
                windows++;
            }
        }
        double mean = sum / windows;
        double error = Math.sqrt((squares / windows - mean * mean) / windows);
        assertThat(windows).isGreaterThan(140);
        assertThat(mean).isLessThanOrEqualTo(2 * error);
    }

    /** Windows of so many series in turn, all of the same readings. */
    private static List<Replay.Training> trainedOn(int series, int offers) {
        SeriesWindow like = SampleSeries.windows("s", FORECAST, 64, SampleSeries.daily(1, 64))
                .get(0);
        Heard heard = new Heard();
        TrainedModels models =
                new TrainedModels(PLAN, new TrainingSchedule(200_000, SLOTS, 1, 600), heard, () -> false);
        for (int i = 0; i < offers; i++) {
            SeriesWindow window = new SeriesWindow(
                            "series-" + i % series,
                            like.checkpointView(),
                            times(like),
                            SampleSeries.readings(SampleSeries.daily(1, 64)).stream()
                                    .mapToDouble(Reading::value)
                                    .skip(like.firstReading())
                                    .toArray())
                    .withHints(like.hintsView());
            models.offer("all", window, NEW_READINGS);
        }
        return heard.trainings;
    }

    private static long[] times(SeriesWindow window) {
        long[] times = new long[window.length()];
        for (int t = 0; t < times.length; t++) {
            times[t] = window.timeMs(t);
        }
        return times;
    }

    @Test
    void costNoMoreForManySeriesThanForAsManyAsThereArePlaces() {
        List<Replay.Training> few = trainedOn(SLOTS, 20_000);
        List<Replay.Training> many = trainedOn(20_000, 20_000);

        assertThat(many).hasSameSizeAs(few).hasSizeGreaterThan(10);
        for (Replay.Training training : many) {
            TrainingRecord.Data data = training.outcome().data();
            assertThat(data.windows()).isLessThanOrEqualTo(SLOTS);
            assertThat(data.series()).isLessThanOrEqualTo(SLOTS);
            assertThat(data.readings()).isLessThanOrEqualTo(64L * SLOTS);
            assertThat(training.outcome().steps()).isLessThanOrEqualTo(2 * 24);
        }
    }

    /** Chance promotes what is not better: of some fifty promotions one or two are rolled back. */
    @Test
    void areRolledBackAtMostOnceForEachPromotionUnderNewNumbers() {
        int rolledBack = 0;
        for (int seed = 0; seed < 30 && rolledBack == 0; seed++) {
            TrainingPlan alone = new TrainingPlan(FORECAST.withBlend(false), PLAN.size(), PLAN.descent(), seed, 0);
            Heard heard = new Heard();
            Replay replay = Replay.training(
                    alone, new TrainingSchedule(640, SLOTS, 1, 600), series -> "all", heard, () -> false);
            SampleSeries.readings(SampleSeries.daily(seed, 6000)).forEach(replay::accept);
            rolledBack += requireInOrder(heard.trainings);
        }

        assertThat(rolledBack).isPositive();
    }

    /** Goes through what happened; how often a model was rolled back. */
    private static int requireInOrder(List<Replay.Training> trainings) {
        int rolledBack = 0;
        long highest = 0;
        boolean isOnProbation = false;
        for (Replay.Training training : trainings) {
            if (training.version() > 0) {
                assertThat(training.version()).isEqualTo(highest + 1);
                assertThat(training.serving().orElseThrow().version()).isEqualTo(training.version());
                highest++;
            }
            Decision decision = training.outcome().decision();
            if (decision == Decision.ROLLED_BACK) {
                assertThat(isOnProbation).isTrue();
                assertThat(training.outcome().losses().incumbent())
                        .isGreaterThan(training.outcome().losses().candidate());
                rolledBack++;
            }
            isOnProbation = decision == Decision.PROMOTED || (isOnProbation && decision != Decision.ROLLED_BACK);
        }
        return rolledBack;
    }
}
