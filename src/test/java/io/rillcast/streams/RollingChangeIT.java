package io.rillcast.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.rillcast.forecast.Forecast;
import io.rillcast.forecast.ForecastModel;
import io.rillcast.forecast.ForecastPlan;
import io.rillcast.forecast.Reading;
import io.rillcast.serde.ModelSnapshotDeserializer;
import io.rillcast.training.ModelSnapshot;
import io.rillcast.training.TrainingPlan;
import io.rillcast.training.TrainingSchedule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** In the long runs only. Two instances of one application train networks of two sizes at once, then one of them ends. */
@Timeout(600)
@EnabledIfSystemProperty(named = "rillcast.faults.full", matches = "true")
class RollingChangeIT {
    private static final int GROUPS = 5;
    private static final int PAGE = 150;

    @TempDir
    private Path dir;

    private final Map<String, List<Reading>> readings = new HashMap<>();
    private ServiceHarness cluster;
    private int published;

    @BeforeEach
    void startCluster() {
        cluster = new ServiceHarness(dir.resolve("cluster"), plan(4));
        for (int group = 0; group < GROUPS; group++) {
            String series = "g" + group + ":pump";
            readings.put(series, ForecastTopologyTest.swinging(series, 6 * PAGE));
        }
    }

    @AfterEach
    void stopCluster() {
        cluster.close();
    }

    private static StreamPlan plan(int hidden) {
        StreamPlan quick = ForecastTopologyTest.plan(new TrainingSchedule(200, 64, 1, 600));
        TrainingPlan training = quick.training();
        return new StreamPlan(
                quick.topics(),
                GroupRule.parse("prefix::"),
                new TrainingPlan(
                        training.forecast(),
                        new TrainingPlan.Size(hidden, 1),
                        training.descent(),
                        training.seed(),
                        training.promotionMargin()),
                quick.schedule(),
                quick.placement(),
                quick.historyReadings(),
                0);
    }

    private ForecastService start(int hidden) throws Exception {
        return cluster.start(plan(hidden), dir.resolve("state-" + hidden), Map.of());
    }

    private void forecastPages(int pages) throws Exception {
        for (int page = 0; page < pages; page++) {
            List<Reading> next = new ArrayList<>();
            for (int i = published; i < published + PAGE; i++) {
                for (List<Reading> series : readings.values()) {
                    next.add(series.get(i));
                }
            }
            published += PAGE;
            cluster.publish(next);
            cluster.awaitForecasts(GROUPS * published);
        }
    }

    /** By group and version. */
    private Map<String, ForecastModel> models() {
        Map<String, ForecastModel> models = new HashMap<>();
        for (ModelSnapshot snapshot :
                cluster.committed(Topics.DEFAULT.models(), new ModelSnapshotDeserializer(cluster.registry()))) {
            models.put(snapshot.model().group() + "/" + snapshot.model().version(), snapshot.model());
        }
        return models;
    }

    private static String bits(Forecast forecast) {
        return forecast.origin() + Arrays.toString(forecast.quantiles()) + forecast.parts();
    }

    private void assertReplayedUnderIncreasingVersions(String series, Map<String, ForecastModel> models) {
        SeriesTape tape = new SeriesTape(ForecastPlan.DEFAULT);
        List<Long> versions = new ArrayList<>();
        for (Forecast forecast : cluster.awaitForecasts(GROUPS * published)) {
            Forecast.Origin origin = forecast.origin();
            if (origin.seriesId().equals(series)) {
                Optional<ForecastModel> model =
                        Optional.ofNullable(models.get(origin.modelGroup() + "/" + origin.modelVersion()));
                Reading reading = readings.get(series).get(versions.size());
                assertThat(bits(forecast))
                        .isEqualTo(bits(
                                tape.step(origin.modelGroup(), model, reading).forecast()));
                versions.add(origin.modelVersion());
            }
        }
        assertThat(versions).hasSize(published).isSorted();
        assertThat(versions.get(published - 1)).isPositive();
    }

    @Test
    void forecastsEachReadingOnceAndNeverGoesBackWhileSizesMix() throws Exception {
        try (ForecastService large = start(8)) {
            try (ForecastService small = start(4)) {
                forecastPages(4);
                assertThat(small.totals()).isNotEmpty();
            }
            forecastPages(2);
            assertThat(large.totals()).isNotEmpty();
        }

        Map<String, ForecastModel> models = models();
        readings.keySet().forEach(series -> assertReplayedUnderIncreasingVersions(series, models));
        assertThat(models.values().stream()
                        .map(model -> model.network().shape().hidden())
                        .distinct())
                .isSubsetOf(4, 8)
                .contains(8);
    }
}
