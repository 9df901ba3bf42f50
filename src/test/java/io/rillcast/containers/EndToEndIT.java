package io.rillcast.containers;

import static org.assertj.core.api.Assertions.assertThat;

import io.rillcast.forecast.ForecastPlan;
import io.rillcast.forecast.Reading;
import io.rillcast.process.Deployment;
import io.rillcast.process.OutputReader;
import io.rillcast.process.Outputs;
import io.rillcast.process.Publishing;
import io.rillcast.process.Replay;
import io.rillcast.serde.ForecastDeserializer;
import io.rillcast.serde.SchemaRegistryClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rillcast's image against a broker and a registry that are not ours: whatever happens to its container, the committed
 * outputs are, byte for byte, those of a plain replay in one process. Each test has topics of its own.
 */
@Timeout(900)
@EnabledIf(
        value = "io.rillcast.containers.Engine#isThere",
        disabledReason = "no container engine answers: start one, set DOCKER_HOST, or run through .ci/podman")
class EndToEndIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    /** The service's own shutdown.timeout.ms is 30 s. */
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(40);

    private static final String FORECASTING = "forecasting: application.id=";
    private static final String SETTINGS = "/etc/rillcast/service.properties";
    private static final Map<String, String> SMALL_JVM = Map.of("JDK_JAVA_OPTIONS", "-Xmx512m -XX:+UseSerialGC");

    private static final int SERIES = 5;

    @TempDir
    private static Path dir;

    private static String image;
    private static Cluster cluster;

    @BeforeAll
    static void startCluster() {
        image = Engine.loadServiceImage();
        cluster = Cluster.start(ClusterImages.choose(), dir);
    }

    @AfterAll
    static void stopCluster() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    void forecastsEachReadingOfAPublishedFileOnce() throws IOException {
        Deployment deployment = deployment("file");
        Path settings = writeSettings(deployment, Map.of());
        List<Reading> readings = readings(0, 60);

        try (RunningContainer service = startService(settings);
                OutputReader reader = awaitTopics(deployment, service)) {
            RunningContainer.Plan plan = new RunningContainer.Plan(
                    image,
                    List.of(),
                    List.of("publish", "/data/readings.csv", "--config", SETTINGS),
                    SMALL_JVM,
                    Map.of(SETTINGS, settings, "/data/readings.csv", writeCsv(readings)),
                    "");
            try (RunningContainer publish = RunningContainer.start(plan)) {
                assertThat(publish.awaitExit(PATIENCE)).as(publish.output()).isZero();
                assertThat(publish.output()).contains("published " + readings.size() + " readings of " + SERIES);
            }

            requireOutputsOfReplay(deployment, reader, readings);
            assertThat(service.stop(STOP_TIMEOUT)).as(service.output()).isZero();
        }
    }

    @Test
    void endsWithZeroWhenToldToStopAndGoesOnWithItsStateWhenStartedAgain() {
        Deployment deployment = deployment("stopped");
        List<Reading> readings = new ArrayList<>(readings(0, 40));

        try (RunningContainer service = startService(writeSettings(deployment, Map.of()));
                OutputReader reader = awaitTopics(deployment, service);
                Publishing publishing = new Publishing(deployment)) {
            publishing.publish(readings);
            reader.readForecasts(1, PATIENCE);
            long status = service.stop(STOP_TIMEOUT);
            publishing.publish(readings(40, 80));
            readings.addAll(readings(40, 80));
            service.restart();

            requireOutputsOfReplay(deployment, reader, readings);
            assertThat(status).as(service.output()).isZero();
            assertThat(service.output()).contains("stopped: {").doesNotContain("\tat ");
            assertThat(service.stop(STOP_TIMEOUT)).as(service.output()).isZero();
        }
    }

    @Test
    void losesAndDoublesNothingWhenKilledAndReplacedByANewContainer() {
        Deployment deployment = deployment("killed");
        Path settings = writeSettings(deployment, Map.of());
        List<Reading> readings = new ArrayList<>(readings(0, 40));

        try (Publishing publishing = new Publishing(deployment)) {
            try (RunningContainer killed = startService(settings);
                    OutputReader reader = awaitTopics(deployment, killed)) {
                publishing.publish(readings);
                reader.readForecasts(readings.size(), PATIENCE);
                publishing.publish(readings(40, 3000));
                readings.addAll(readings(40, 3000));
                killed.kill(PATIENCE);
                assertThat(reader.readCommitted()).as("done at the kill").isLessThan(readings.size());
            }
            try (RunningContainer replacement = startService(settings);
                    OutputReader reader = awaitTopics(deployment, replacement)) {
                publishing.publish(readings(3000, 3020));
                readings.addAll(readings(3000, 3020));

                requireOutputsOfReplay(deployment, reader, readings);
                assertThat(replacement.stop(STOP_TIMEOUT))
                        .as(replacement.output())
                        .isZero();
            }
        }
    }

    @Test
    void sharesTheWorkBetweenTwoContainersAndMovesItWhenOneIsStopped() {
        Deployment deployment = deployment("shared");
        Path settings = writeSettings(deployment, Map.of());
        List<Reading> readings = new ArrayList<>(readings(0, 40));

        try (RunningContainer first = startService(settings);
                OutputReader reader = awaitTopics(deployment, first);
                RunningContainer second = startService(settings);
                Publishing publishing = new Publishing(deployment)) {
            second.awaitOutput(FORECASTING, PATIENCE);
            publishing.publish(readings);
            reader.readForecasts(1, PATIENCE);
            long status = first.stop(STOP_TIMEOUT);
            publishing.publish(readings(40, 80));
            readings.addAll(readings(40, 80));

            requireOutputsOfReplay(deployment, reader, readings);
            assertThat(status).as(first.output()).isZero();
            assertThat(second.stop(STOP_TIMEOUT)).as(second.output()).isZero();
        }
    }

    @Test
    void trainsAModelAndForecastsWithIt() {
        Deployment deployment = deployment("trained");
        Path settings = writeSettings(
                deployment,
                Map.of(
                        "retrain.every.readings", "1000",
                        "training.steps", "30",
                        "training.cpu.share", "1",
                        "promotion.margin", "0",
                        "network.hidden", "8"));

        try (RunningContainer service = startService(settings);
                OutputReader reader = awaitTopics(deployment, service);
                Publishing publishing = new Publishing(deployment)) {
            int hours = 300;
            publishing.publish(readings(0, hours));
            reader.readUntil(() -> !reader.records("models").isEmpty(), PATIENCE);
            while (newestVersionUsed(deployment, reader) == 0) {
                assertThat(hours).as("hours published before a model is used").isLessThan(2000);
                publishing.publish(readings(hours, hours + 10));
                hours += 10;
                reader.readForecasts(publishing.published(), PATIENCE);
            }
            reader.readToRest(PATIENCE);

            assertThat(reader.records("forecasts")).hasSize(hours * SERIES);
            assertThat(reader.records("scores")).hasSize((hours - 1) * SERIES);
            assertThat(reader.records("dead-letters")).isEmpty();
            assertThat(service.stop(STOP_TIMEOUT)).as(service.output()).isZero();
        }
    }

    @Test
    void endsWithOneSentenceWhenTheBrokerOfItsEnvironmentIsNotThere() {
        RunningContainer.Plan plan = new RunningContainer.Plan(
                image,
                List.of(),
                List.of("run", "--config", "/dev/null"),
                Map.of(
                        "RILLCAST_BOOTSTRAP_SERVERS",
                        "127.0.0.1:1",
                        "RILLCAST_SCHEMA_REGISTRY_URL",
                        cluster.registryUrl()),
                Map.of(),
                "");

        try (RunningContainer service = RunningContainer.start(plan)) {
            assertThat(service.awaitExit(PATIENCE)).isEqualTo(1);
            assertThat(service.output())
                    .contains("rillcast: a broker must be reachable: bootstrap.servers=127.0.0.1:1")
                    .doesNotContain("\tat ");
        }
    }

    private static Deployment deployment(String name) {
        return new Deployment(dir, name, cluster.bootstrapServers(), cluster.registryUrl());
    }

    /** The state is where the image puts it: in a directory of the container. */
    private static Path writeSettings(Deployment deployment, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(
                Map.of("state.dir", "/var/lib/rillcast/" + deployment.name(), "retrain.every.readings", "0"));
        settings.putAll(more);
        return deployment.writeSettings(settings);
    }

    private static RunningContainer startService(Path settings) {
        return RunningContainer.start(new RunningContainer.Plan(
                image, List.of(), List.of("run", "--config", SETTINGS), SMALL_JVM, Map.of(SETTINGS, settings), ""));
    }

    private static OutputReader awaitTopics(Deployment deployment, RunningContainer service) {
        service.awaitOutput(FORECASTING, PATIENCE);
        return new OutputReader(deployment);
    }

    private static long newestVersionUsed(Deployment deployment, OutputReader reader) {
        try (SchemaRegistryClient registry = deployment.registry()) {
            ForecastDeserializer deserializer = new ForecastDeserializer(registry);
            return reader.records("forecasts").stream()
                    .mapToLong(record -> deserializer
                            .deserialize(record.topic(), record.value())
                            .origin()
                            .modelVersion())
                    .max()
                    .orElse(0);
        }
    }

    private static void requireOutputsOfReplay(Deployment deployment, OutputReader reader, List<Reading> readings) {
        Outputs expected = Replay.of(deployment, ForecastPlan.DEFAULT, Replay.Models.NONE, readings);

        reader.readForecasts(readings.size(), PATIENCE);
        reader.readToRest(PATIENCE);

        Outputs outputs = reader.outputs();
        assertThat(outputs.forecastCount()).isEqualTo(readings.size());
        assertThat(outputs.scoreCount()).isEqualTo(readings.size() - SERIES);
        assertThat(expected.firstDifference(outputs)).isEmpty();
        assertThat(reader.records("dead-letters")).isEmpty();
    }

    /** Hourly readings of some series from the one hour to before the other; the same for the same hour. */
    private static List<Reading> readings(int fromHour, int toHour) {
        List<Reading> readings = new ArrayList<>();
        for (int hour = fromHour; hour < toHour; hour++) {
            Random noise = new Random(hour);
            for (int series = 0; series < SERIES; series++) {
                double value = 20 + series + 5 * Math.sin(hour / 4.0) + noise.nextGaussian();
                readings.add(
                        new Reading("pump-" + series, Duration.ofHours(hour).toMillis(), value));
            }
        }
        return readings;
    }

    private static Path writeCsv(List<Reading> readings) throws IOException {
        StringBuilder text = new StringBuilder("series,timestamp,value\n");
        readings.forEach(reading -> text.append(reading.seriesId())
                .append(',')
                .append(reading.timestampMs())
                .append(',')
                .append(reading.value())
                .append('\n'));
        return Files.writeString(dir.resolve("readings.csv"), text);
    }
}
