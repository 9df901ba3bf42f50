package io.rillcast.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rillcast.forecast.Forecast;
import io.rillcast.forecast.ForecastModel;
import io.rillcast.forecast.ForecastPlan;
import io.rillcast.forecast.QuantileLevels;
import io.rillcast.forecast.Reading;
import io.rillcast.forecast.SameTime;
import io.rillcast.forecast.SampleSeries;
import io.rillcast.forecast.SkipReason;
import io.rillcast.forecast.Support;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ReplayTest {
    private static final TrainingPlan PLAN = plan(SameTime.CORRECT);
    private static final TrainingSchedule EVERY_300 = new TrainingSchedule(300, 16, 1, 600);
    private static final TrainingSchedule NEVER = new TrainingSchedule(0, 16, 1, 600);

    private static String all(String series) {
        return "all";
    }

    private static TrainingPlan plan(SameTime sameTime) {
        return new TrainingPlan(
                new ForecastPlan(QuantileLevels.DEFAULT, 32, Support.AUTO, sameTime),
                new TrainingPlan.Size(6, 1),
                new BpttPlan(16, 16, new OptimiserPlan(new OneCycle(3e-3, 60), 1e-2, 1.0)),
                1,
                0);
    }

    /** Everything that came of a replay. */
    private static final class Heard implements Replay.Listener {
        private final List<Replay.Advance> advances = new ArrayList<>();
        private final List<SkipReason> skipped = new ArrayList<>();
        private final List<Replay.Training> trainings = new ArrayList<>();

        @Override
        public void advanced(Replay.Advance advance) {
            advances.add(advance);
        }

        @Override
        public void skipped(Reading reading, SkipReason reason) {
            skipped.add(reason);
        }

        @Override
        public void trained(Replay.Training training) {
            trainings.add(training);
        }

        List<Forecast> forecasts() {
            return advances.stream().map(advance -> advance.step().forecast()).toList();
        }

        List<Long> versions() {
            return forecasts().stream().map(f -> f.origin().modelVersion()).toList();
        }

        /** Every number of every forecast and score as text: NaN equals NaN, and no bit is lost. */
        List<String> texts() {
            return advances.stream()
                    .map(a -> Arrays.toString(a.step().forecast().quantiles())
                            + a.step().forecast().origin()
                            + a.step().forecast().parts()
                            + a.step().score())
                    .toList();
        }

        List<String> textsOf(String series, int until) {
            return advances.stream()
                    .filter(a -> a.reading().seriesId().equals(series) && a.number() < until)
                    .map(a -> Arrays.toString(a.step().forecast().quantiles())
                            + a.step().score())
                    .toList();
        }
    }

    private static Heard train(TrainingPlan plan, TrainingSchedule schedule, List<Reading> readings) {
        Heard heard = new Heard();
        Replay replay = Replay.training(plan, schedule, ReplayTest::all, heard, () -> false);
        readings.forEach(replay::accept);
        return heard;
    }

    /** Two daily series and a walk, hour by hour. */
    private static List<Reading> three(int length) {
        Map<String, double[]> values = Map.of(
                "a", SampleSeries.daily(1, length),
                "b", SampleSeries.daily(2, length),
                "c", SampleSeries.walk(3, length));
        List<Reading> readings = new ArrayList<>();
        for (int t = 0; t < length; t++) {
            for (String series : List.of("a", "b", "c")) {
                readings.add(new Reading(series, SampleSeries.timeMs(t), values.get(series)[t]));
            }
        }
        return readings;
    }

    @Test
    void forecastsEveryReadingAndScoresAllButTheFirst() {
        Heard heard = train(PLAN, NEVER, SampleSeries.readings(SampleSeries.walk(1, 50)));

        assertThat(heard.advances)
                .hasSize(50)
                .noneMatch(a -> a.step().forecast().origin().warm());
        assertThat(heard.advances.stream().filter(a -> a.step().score().isPresent()))
                .hasSize(49);
        assertThat(heard.trainings).isEmpty();
    }

    @Test
    void usesEachPromotedModelFromTheNextReadingOn() {
        Heard heard = train(PLAN, EVERY_300, three(500));

        List<Replay.Training> promoted =
                heard.trainings.stream().filter(t -> t.version() > 0).toList();
        assertThat(promoted).isNotEmpty();
        assertThat(promoted.stream().map(Replay.Training::version))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, promoted.size()).boxed().toList());
        assertThat(heard.versions()).isSorted().contains(0L, (long) promoted.size());
        // 1,500 readings come to it half a window of 16 at a time, each series at a place of its own.
        assertThat(heard.trainings.stream().map(Replay.Training::readings))
                .containsExactly(269L, 525L, 797L, 1101L, 1405L);
    }

    @Test
    void givesEqualBitsWhenRunAgain() {
        List<Reading> readings = three(300);

        assertThat(train(PLAN, EVERY_300, readings).texts())
                .isEqualTo(train(PLAN, EVERY_300, readings).texts());
    }

    @Test
    void givesEqualBitsWhereItFollowsWhatItTrained() {
        List<Reading> readings = three(500);
        Heard trained = train(PLAN, EVERY_300, readings);
        Map<Long, ForecastModel> models = new HashMap<>();
        trained.trainings.forEach(t -> t.serving().ifPresent(model -> models.put(model.version(), model)));
        Map<String, List<Long>> versions = new HashMap<>();
        trained.advances.forEach(a -> versions.computeIfAbsent(a.reading().seriesId(), s -> new ArrayList<>())
                .add(a.step().forecast().origin().modelVersion()));

        Heard followed = new Heard();
        Replay replay = Replay.following(
                PLAN,
                ReplayTest::all,
                (group, version) -> models.get(version),
                (series, number) -> versions.get(series).get((int) number),
                followed);
        readings.forEach(replay::accept);

        assertThat(models).isNotEmpty();
        assertThat(followed.texts()).isEqualTo(trained.texts());
    }

    @Test
    void refusesToFollowAVersionThatCannotServe() {
        TrainingPlan other = new TrainingPlan(
                new ForecastPlan(QuantileLevels.of(0.1, 0.5, 0.9), 32, Support.AUTO),
                PLAN.size(),
                PLAN.descent(),
                1,
                0);
        ForecastModel model =
                train(PLAN, EVERY_300, three(300)).trainings.get(0).serving().orElseThrow();
        Replay replay =
                Replay.following(other, ReplayTest::all, (group, version) -> model, (series, number) -> 1, new Heard());

        assertThatThrownBy(() -> replay.accept(new Reading("a", 0, 1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("a model must have this forecaster's features and levels");
    }

    @Test
    void forecastsThePastAlikeWhateverTheFutureIs() {
        List<Reading> readings = three(600);
        List<Reading> other = new ArrayList<>(readings.subList(0, 900));
        List<Double> later = new ArrayList<>(
                readings.subList(900, 1800).stream().map(Reading::value).toList());
        Collections.shuffle(later, new Random(5));
        for (int i = 0; i < later.size(); i++) {
            Reading at = readings.get(900 + i);
            other.add(new Reading(at.seriesId(), at.timestampMs(), later.get(i)));
        }

        Heard first = train(PLAN, EVERY_300, readings);
        Heard second = train(PLAN, EVERY_300, other);

        for (String series : List.of("a", "b", "c")) {
            assertThat(second.textsOf(series, 300)).hasSize(300).isEqualTo(first.textsOf(series, 300));
            assertThat(second.textsOf(series, 600)).isNotEqualTo(first.textsOf(series, 600));
        }
    }

    @Test
    void trainsEachGroupOnItsOwnSeries() {
        Heard heard = new Heard();
        Replay replay = Replay.training(PLAN, EVERY_300, series -> series, heard, () -> false);
        three(400).forEach(replay::accept);

        assertThat(heard.trainings.stream().map(Replay.Training::group)).contains("a", "b", "c");
        assertThat(heard.trainings).allMatch(t -> t.outcome().data().series() == 1);
    }

    @Test
    void skipsLateAndRepeatedReadings() {
        Heard heard = train(
                PLAN,
                NEVER,
                List.of(
                        new Reading("s", 1000, 1),
                        new Reading("s", 2000, 2),
                        new Reading("s", 1500, 3),
                        new Reading("s", 2000, 2)));

        assertThat(heard.skipped).containsExactly(SkipReason.LATE, SkipReason.DUPLICATE);
        assertThat(heard.advances).hasSize(2);
    }

    @Test
    void takesTheLastOfSeveralReadingsAtOneTimeUnderThatRule() {
        double[] walk = SampleSeries.walk(1, 200);
        List<Reading> plain = SampleSeries.readings(walk);
        List<Reading> corrected = new ArrayList<>();
        plain.forEach(reading -> {
            corrected.add(new Reading("s", reading.timestampMs(), reading.value() + 1));
            corrected.add(reading);
        });

        Heard expected = train(plan(SameTime.LAST), EVERY_300, plain);
        Heard heard = train(plan(SameTime.LAST), NEVER, corrected);

        List<Replay.Advance> revised =
                heard.advances.stream().filter(a -> a.revision() == 1).toList();
        assertThat(revised.stream().map(a -> a.step().forecast().quantiles()))
                .containsExactlyElementsOf(
                        expected.forecasts().stream().map(Forecast::quantiles).toList());
        assertThat(revised.stream().map(Replay.Advance::number))
                .isEqualTo(
                        expected.advances.stream().map(Replay.Advance::number).toList());
    }
}
