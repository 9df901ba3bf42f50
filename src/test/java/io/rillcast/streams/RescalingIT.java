package io.rillcast.streams;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rillcast.forecast.Forecast;
import io.rillcast.forecast.ForecastPlan;
import io.rillcast.forecast.Reading;
import io.rillcast.training.TrainingSchedule;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The readings topic gets more partitions; what is forecast is held against each series stepped by itself. */
@Timeout(240)
class RescalingIT {
    private static final int SERIES = 12;
    private static final int EACH = 60;
    private static final StreamPlan PLAN = ForecastTopologyTest.plan(new TrainingSchedule(0, 1024, 1, 600));
    private static final String READINGS = Topics.DEFAULT.readings();
    /** So that a running client sees new partitions while a test waits. */
    private static final Map<String, Object> SOON = Map.of("metadata.max.age.ms", "1000");

    @TempDir
    private Path dir;

    private ServiceHarness cluster;
    private int partitions = 4;
    private int published;

    @BeforeEach
    void startCluster() {
        cluster = new ServiceHarness(dir.resolve("cluster"), PLAN);
    }

    private ForecastService start() throws Exception {
        return cluster.start(PLAN, dir.resolve("state"), SOON);
    }

    @AfterEach
    void stopCluster() {
        cluster.close();
    }

    private static List<Reading> readings(int series) {
        return ForecastTopologyTest.swinging("series-" + series, 4 * EACH);
    }

    /** The next readings of all series, each where a producer that knows all partitions puts it. */
    private void publishNext() throws Exception {
        List<Reading> next = new ArrayList<>();
        for (int i = published; i < published + EACH; i++) {
            for (int series = 0; series < SERIES; series++) {
                next.add(readings(series).get(i));
            }
        }
        published += EACH;
        cluster.publish(next, RescalingIT.this::partition);
    }

    private int partition(Reading reading) {
        byte[] key = reading.seriesId().getBytes(StandardCharsets.UTF_8);
        return Utils.toPositive(Utils.murmur2(key)) % partitions;
    }

    private void widen(int count) throws Exception {
        try (Admin admin = cluster.admin()) {
            admin.createPartitions(Map.of(READINGS, NewPartitions.increaseTo(count)))
                    .all()
                    .get(60, SECONDS);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> admin.describeTopics(List.of(READINGS))
                                    .allTopicNames()
                                    .get(60, SECONDS)
                                    .get(READINGS)
                                    .partitions()
                                    .size()
                            == count);
        }
        partitions = count;
    }

    /** Each reading published so far has one forecast, the same as of its series stepped alone. */
    private void assertForecastAsAlone() {
        List<Forecast> forecasts = cluster.awaitForecasts(SERIES * published);
        for (int series = 0; series < SERIES; series++) {
            String id = "series-" + series;
            SeriesTape tape = new SeriesTape(ForecastPlan.DEFAULT);
            List<String> alone = readings(series).subList(0, published).stream()
                    .map(reading -> bits(tape.step(reading).forecast()))
                    .toList();
            assertThat(forecasts.stream()
                            .filter(forecast -> forecast.origin().seriesId().equals(id))
                            .map(RescalingIT::bits))
                    .containsExactlyElementsOf(alone);
        }
    }

    private static String bits(Forecast forecast) {
        return forecast.origin() + Arrays.toString(forecast.quantiles()) + forecast.parts();
    }

    @Test
    void goesOnByItselfWithMorePartitionsOfReadingsRunningOrRestarted() throws Exception {
        try (ForecastService first = start()) {
            publishNext();
            assertForecastAsAlone();
            widen(6);
            publishNext();
            assertForecastAsAlone();
            assertThat(first.totals()).containsEntry("readings-admitted", 2L * SERIES * EACH);
        }
        widen(7);
        try (ForecastService second = start()) {
            publishNext();
            assertForecastAsAlone();
            assertThat(second.totals()).containsEntry("readings-admitted", (long) SERIES * EACH);
        }
    }
}
