package io.rillcast.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.rillcast.forecast.Forecast;
import io.rillcast.forecast.ForecastModel;
import io.rillcast.forecast.ForecastPlan;
import io.rillcast.forecast.Reading;
import io.rillcast.training.TrainingSchedule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a service sends is held, bit for bit, against the forecaster stepped by itself under the recorded versions. */
@Timeout(240)
class RestartIT {
    private static final List<Reading> PUMP = ForecastTopologyTest.swinging("pump", 400);
    private static final List<Reading> TANK = ForecastTopologyTest.swinging("tank", 400);

    @TempDir
    private Path dir;

    private ServiceHarness cluster;
    private int published;

    @BeforeEach
    void startCluster() {
        cluster = new ServiceHarness(
                dir.resolve("cluster"), ForecastTopologyTest.plan(new TrainingSchedule(0, 1024, 1, 600)));
    }

    @AfterEach
    void stopCluster() {
        cluster.close();
    }

    /** The next readings of both series, and all forecasts once theirs are there. */
    private List<Forecast> forecastNext(int each) throws Exception {
        cluster.publish(PUMP.subList(published, published + each));
        cluster.publish(TANK.subList(published, published + each));
        published += each;
        return cluster.awaitForecasts(2 * published);
    }

    /** Goes on until both series are forecast under a version: it comes to the instance when it comes. */
    private void forecastUntil(long version) throws Exception {
        List<Forecast> all = forecastNext(5);
        while (all.subList(all.size() - 10, all.size()).stream()
                .anyMatch(forecast -> forecast.origin().modelVersion() < version)) {
            all = forecastNext(5);
        }
    }

    private static List<String> bitsOf(String series, List<Forecast> forecasts) {
        return forecasts.stream()
                .filter(forecast -> forecast.origin().seriesId().equals(series))
                .map(RestartIT::bits)
                .toList();
    }

    private static String bits(Forecast forecast) {
        return forecast.origin() + Arrays.toString(forecast.quantiles()) + forecast.parts();
    }

    /** The same readings stepped one after another, each under the version that its forecast names. */
    private static List<String> replayed(List<Reading> readings, List<Forecast> forecasts) {
        SeriesTape tape = new SeriesTape(ForecastPlan.DEFAULT);
        List<Long> versions = forecasts.stream()
                .filter(forecast ->
                        forecast.origin().seriesId().equals(readings.get(0).seriesId()))
                .map(forecast -> forecast.origin().modelVersion())
                .toList();
        List<String> bits = new ArrayList<>();
        for (int i = 0; i < versions.size(); i++) {
            Optional<ForecastModel> model = versions.get(i) == 0
                    ? Optional.empty()
                    : Optional.of(ModelExamples.snapshot("all", versions.get(i)).model());
            bits.add(bits(tape.step(model, readings.get(i)).forecast()));
        }
        return bits;
    }

    private static void assertReplayed(List<Forecast> forecasts) {
        assertThat(bitsOf("pump", forecasts)).isEqualTo(replayed(PUMP, forecasts));
        assertThat(bitsOf("tank", forecasts)).isEqualTo(replayed(TANK, forecasts));
    }

    @Test
    void goesOnWithEqualBitsAfterARestart() throws Exception {
        try (ForecastService first = cluster.start(dir.resolve("state"))) {
            cluster.publishModel(1);
            forecastUntil(1);
            forecastNext(100);
            assertThat(first.totals()).containsKey("states-rebuilt");
        }

        try (ForecastService second = cluster.start(dir.resolve("state"))) {
            List<Forecast> forecasts = forecastNext(100);

            assertReplayed(forecasts);
            assertThat(second.totals()).containsEntry("readings-admitted", 200L).containsEntry("states-rebuilt", 0L);
        }
    }

    @Test
    void goesOnWithEqualBitsWhereTheStateDirectoryIsGone() throws Exception {
        try (ForecastService first = cluster.start(dir.resolve("state"))) {
            cluster.publishModel(1);
            forecastUntil(1);
            forecastNext(100);
            assertThat(first.totals()).containsKey("states-rebuilt");
        }
        wipe(dir.resolve("state"));

        try (ForecastService second = cluster.start(dir.resolve("state"))) {
            List<Forecast> forecasts = forecastNext(100);

            assertReplayed(forecasts);
            assertThat(second.totals()).containsEntry("readings-admitted", 200L);
        }
    }

    @Test
    void rebuildsUnderTheNewWeightsWhereAModelIsSwappedInTraffic() throws Exception {
        try (ForecastService service = cluster.start(dir.resolve("state"))) {
            forecastNext(120);
            cluster.publishModel(1);
            forecastUntil(1);
            forecastNext(70);
            cluster.publishModel(2);
            forecastUntil(2);
            List<Forecast> forecasts = forecastNext(30);

            assertReplayed(forecasts);
            assertThat(service.totals()).containsEntry("states-rebuilt", 4L);
        }
    }

    private static void wipe(Path directory) throws Exception {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
