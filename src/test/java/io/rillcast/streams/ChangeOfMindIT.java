package io.rillcast.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.rillcast.forecast.Forecast;
import io.rillcast.forecast.ForecastModel;
import io.rillcast.forecast.ForecastPlan;
import io.rillcast.forecast.QuantileLevels;
import io.rillcast.forecast.Reading;
import io.rillcast.forecast.Support;
import io.rillcast.serde.ModelSnapshotDeserializer;
import io.rillcast.serde.TrainingRecordDeserializer;
import io.rillcast.training.BpttPlan;
import io.rillcast.training.ModelCommand;
import io.rillcast.training.ModelSnapshot;
import io.rillcast.training.OneCycle;
import io.rillcast.training.OptimiserPlan;
import io.rillcast.training.TrainingPlan;
import io.rillcast.training.TrainingRecord;
import io.rillcast.training.TrainingSchedule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A live application is restarted with other settings; its forecasts are held against the forecaster by itself. */
@Timeout(300)
class ChangeOfMindIT {
    private static final String PLANT = "plant:pump";
    private static final List<Reading> READINGS = ForecastTopologyTest.swinging(PLANT, 3000);
    private static final TrainingSchedule OFF = new TrainingSchedule(0, 1024, 1, 600);
    private static final TrainingSchedule ON = new TrainingSchedule(1_000_000, 64, 1, 600);
    /** Readings of which no training comes by itself. */
    private static final int BEFORE_THE_FIRST = 490;

    private static final QuantileLevels THREE = QuantileLevels.of(0.1, 0.5, 0.9);
    private static final GroupRule BY_PREFIX = GroupRule.parse("prefix::");

    @TempDir
    private Path dir;

    private ServiceHarness cluster;
    private int published;

    @BeforeEach
    void startCluster() {
        cluster = new ServiceHarness(dir.resolve("cluster"), plan(8, QuantileLevels.DEFAULT, 96, OFF, GroupRule.ALL));
    }

    @AfterEach
    void stopCluster() {
        cluster.close();
    }

    private static StreamPlan plan(
            int hidden, QuantileLevels levels, int window, TrainingSchedule schedule, GroupRule groups) {
        OptimiserPlan quick = new OptimiserPlan(new OneCycle(3e-3, 100), 1e-2, 1.0);
        TrainingPlan training = new TrainingPlan(
                new ForecastPlan(levels, window, Support.AUTO),
                new TrainingPlan.Size(hidden, 1),
                new BpttPlan(32, 32, quick),
                1,
                0);
        int history = Math.max(512, 2 * window);
        return new StreamPlan(
                Topics.DEFAULT, groups, training, schedule, new StreamPlan.Placement(true, 1), history, 0);
    }

    private ForecastService start(int hidden, QuantileLevels levels, int window, TrainingSchedule schedule)
            throws Exception {
        return start(plan(hidden, levels, window, schedule, GroupRule.ALL), ServiceHarness.APPLICATION);
    }

    private ForecastService start(StreamPlan plan, String application) throws Exception {
        return cluster.start(plan, dir.resolve(application), Map.of("application.id", application));
    }

    /** The next readings, and their forecasts. */
    private List<Forecast> forecastNext(int count) throws Exception {
        cluster.publish(READINGS.subList(published, published + count));
        int before = published;
        published += count;
        return cluster.awaitForecasts(published).subList(before, published);
    }

    private List<Forecast> forecastUntil(long version) throws Exception {
        List<Forecast> next = forecastNext(1);
        while (next.get(0).origin().modelVersion() < version) {
            next = forecastNext(1);
        }
        return next;
    }

    private static List<Long> versions(List<Forecast> forecasts) {
        return forecasts.stream()
                .map(forecast -> forecast.origin().modelVersion())
                .distinct()
                .toList();
    }

    private static String bits(Forecast forecast) {
        return forecast.origin() + Arrays.toString(forecast.quantiles()) + forecast.parts();
    }

    private Map<Long, ForecastModel> models() {
        Map<Long, ForecastModel> models = new HashMap<>();
        for (ModelSnapshot snapshot :
                cluster.committed(Topics.DEFAULT.models(), new ModelSnapshotDeserializer(cluster.registry()))) {
            models.put(snapshot.model().version(), snapshot.model());
        }
        return models;
    }

    private long newestVersion() {
        return Collections.max(models().keySet());
    }

    private List<TrainingRecord> trainings() {
        return cluster.committed(Topics.DEFAULT.trainings(), new TrainingRecordDeserializer(cluster.registry()));
    }

    private static void assertReplayed(List<Forecast> forecasts, Map<Long, ForecastModel> models) {
        SeriesTape tape = new SeriesTape(ForecastPlan.DEFAULT);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < forecasts.size(); i++) {
            Forecast.Origin origin = forecasts.get(i).origin();
            Optional<ForecastModel> model = Optional.ofNullable(models.get(origin.modelVersion()));
            expected.add(
                    bits(tape.step(origin.modelGroup(), model, READINGS.get(i)).forecast()));
        }
        assertThat(forecasts.stream().map(ChangeOfMindIT::bits)).containsExactlyElementsOf(expected);
    }

    @Test
    void servesTheOldSizeUntilAModelOfTheNewOneIsTrainedAndBetter() throws Exception {
        try (ForecastService small = start(8, QuantileLevels.DEFAULT, 96, OFF)) {
            assertThat(small.totals()).isNotEmpty();
            cluster.publishModel(1);
            forecastUntil(1);
        }
        try (ForecastService large = start(16, QuantileLevels.DEFAULT, 96, ON)) {
            assertThat(versions(forecastNext(BEFORE_THE_FIRST))).containsExactly(1L);
            cluster.command(new ModelCommand("all", ModelCommand.Action.TRAIN_NOW, 0));
            forecastUntil(2);

            assertThat(forecastNext(50)).allMatch(forecast -> forecast.origin().warm());
            Map<Long, ForecastModel> models = models();
            assertThat(models.get(1L).network().shape().hidden()).isEqualTo(8);
            assertThat(models.get(2L).network().shape().hidden()).isEqualTo(16);
            assertThat(trainings().get(0).incumbentVersion()).isEqualTo(1);
            assertThat(trainings().get(0).losses().incumbent()).isFinite();
            assertReplayed(cluster.awaitForecasts(published), models);
            assertThat(large.totals().get("states-rebuilt")).isPositive();
        }
    }

    @Test
    void fallsBackToTheLastValueUnderOtherLevelsAndGoesOnWithTheOldModelUnderTheOldOnes() throws Exception {
        try (ForecastService seven = start(8, QuantileLevels.DEFAULT, 96, OFF)) {
            assertThat(seven.totals()).isNotEmpty();
            cluster.publishModel(1);
            forecastUntil(1);
            forecastNext(300);
        }
        try (ForecastService three = start(8, THREE, 160, ON)) {
            List<Forecast> naive = forecastNext(BEFORE_THE_FIRST);
            assertThat(naive).allMatch(forecast -> forecast.quantiles().length == 3);
            assertThat(naive).noneMatch(forecast -> forecast.origin().warm());
            cluster.command(new ModelCommand("all", ModelCommand.Action.TRAIN_NOW, 0));
            forecastUntil(2);
            assertThat(forecastNext(20))
                    .allMatch(forecast -> forecast.origin().warm() && forecast.quantiles().length == 3);
            assertThat(trainings().get(0).incumbentVersion()).isZero();
            assertThat(three.totals().get("states-rebuilt")).isPositive();
        }
        try (ForecastService sevenAgain = start(8, QuantileLevels.DEFAULT, 48, OFF)) {
            List<Forecast> forecasts = forecastNext(200);

            assertThat(versions(forecasts)).containsExactly(1L);
            assertThat(forecasts).allMatch(forecast -> forecast.quantiles().length == 7);
            assertThat(sevenAgain.totals()).containsEntry("readings-admitted", 200L);
        }
        StreamPlan tooLong = plan(8, QuantileLevels.DEFAULT, 300, OFF, GroupRule.ALL);
        assertThat(cluster.failureOf(tooLong, dir.resolve(ServiceHarness.APPLICATION)))
                .hasMessage("the history kept must be at least twice training.window: kept=512, training.window=300;"
                        + " set a smaller training.window, or start under another application.id");
    }

    @Test
    void neverRunsAStateOfOneGroupUnderTheModelOfAnother() throws Exception {
        ForecastModel all = ModelExamples.snapshot("all", 1).model();
        ModelSnapshot plant = ModelExamples.snapshot("plant", 1, 99);
        try (ForecastService first = start(8, QuantileLevels.DEFAULT, 96, OFF)) {
            assertThat(first.totals()).isNotEmpty();
            cluster.publishModel(1);
            forecastUntil(1);
            forecastNext(150);
        }
        int changedAt = published;
        try (ForecastService byPrefix =
                start(plan(8, QuantileLevels.DEFAULT, 96, OFF, BY_PREFIX), ServiceHarness.APPLICATION)) {
            assertThat(forecastNext(20)).noneMatch(forecast -> forecast.origin().warm());
            cluster.publishModel(plant);
            forecastUntil(1);
            List<Forecast> forecasts = forecastNext(100);

            assertThat(forecasts)
                    .allMatch(forecast -> forecast.origin().modelGroup().equals("plant"));
            assertThat(byPrefix.totals()).containsEntry("states-rebuilt", 1L);
        }
        SeriesTape tape = new SeriesTape(ForecastPlan.DEFAULT);
        List<Forecast> forecasts = cluster.awaitForecasts(published);
        for (int i = 0; i < published; i++) {
            Forecast.Origin origin = forecasts.get(i).origin();
            ForecastModel model = i < changedAt ? all : plant.model();
            Optional<ForecastModel> used = Optional.of(model).filter(m -> m.version() == origin.modelVersion());
            assertThat(bits(forecasts.get(i)))
                    .isEqualTo(
                            bits(tape.step(model.group(), used, READINGS.get(i)).forecast()));
        }
    }

    @Test
    void beginsAnewUnderAnotherApplicationIdAndCountsVersionsOn() throws Exception {
        StreamPlan plan = plan(8, QuantileLevels.DEFAULT, 96, ON, GroupRule.ALL);
        try (ForecastService one = start(plan, "one")) {
            forecastNext(BEFORE_THE_FIRST);
            cluster.command(new ModelCommand("all", ModelCommand.Action.TRAIN_NOW, 0));
            forecastUntil(1);
            assertThat(one.totals().get("trainings-ended")).isPositive();
            assertThatThrownBy(() -> start(plan, "two"))
                    .isInstanceOf(StartFailure.class)
                    .hasMessage("a models topic must have one application at a time: models.topic=rillcast.models,"
                            + " application.id=two, running=[one]; stop the other one first (one that was killed counts"
                            + " until its session.timeout.ms has passed), or set a models.topic of its own for a new"
                            + " application.id");
        }
        int readings = published;
        long newest = newestVersion();
        try (ForecastService two = start(plan, "two")) {
            List<Forecast> again = cluster.awaitForecasts(2 * readings).subList(readings, 2 * readings);
            assertThat(again.stream().map(forecast -> forecast.origin().readingsSeen()))
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, readings).boxed().toList());
            assertThat(again.get(0).origin().warm()).isFalse();
            assertThat(again.get(0).origin().modelVersion()).isEqualTo(newest);
            cluster.command(new ModelCommand("all", ModelCommand.Action.PROMOTE, 1));
            await().atMost(Duration.ofMinutes(1)).until(() -> newestVersion() > newest);
            assertThat(two.totals()).containsEntry("readings-admitted", (long) readings);
        }
        try (ForecastService one = start(plan, "one")) {
            cluster.publish(READINGS.subList(readings, readings + 10));
            List<Forecast> forecasts = cluster.awaitForecasts(2 * readings + 10);

            assertThat(versions(forecasts.subList(2 * readings, 2 * readings + 10)))
                    .allMatch(version -> version > newest);
            assertThat(one.totals()).containsEntry("readings-admitted", 10L);
        }
    }
}
