package io.rillcast.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.rillcast.forecast.ForecastPlan;
import io.rillcast.forecast.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands together, each a process of its own: {@code local}, {@code run} and {@code publish}. */
@Timeout(900)
class SeparateProcessesIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int LINES = Workload.IS_FULL ? 100_000 : 20_000;
    private static final int SERIES = 50;
    private static final long MINUTE_MS = 60_000;

    @TempDir
    private Path dir;

    @Test
    void forecastsEachLineOfAFileOnceThoughRunIsKilledTwice() throws Exception {
        List<Reading> readings = readings();
        Path file = write(readings);
        try (ChildProcess local = startLocal()) {
            Deployment deployment = deployment(local);
            Path settings = deployment.writeSettings(Map.of("retrain.every.readings", "0"));
            try (ServiceProcess service = ServiceProcess.start(deployment, settings);
                    OutputReader reader = new OutputReader(deployment);
                    ChildProcess publish = publish(deployment, file, settings)) {
                killAt(LINES / 5, service, reader);
                killAt(LINES / 2, service, reader);
                reader.readForecasts(LINES, PATIENCE);
                reader.readToRest(PATIENCE);

                assertThat(publish.awaitExit(PATIENCE)).isZero();
                assertThat(publish.lines())
                        .last()
                        .asString()
                        .contains("published " + LINES + " readings of " + SERIES + " series");
                assertThat(service.stop()).isZero();
                reader.readCommitted();
                System.out.println("lines: " + LINES + ", forecasts: "
                        + reader.outputs().forecastCount() + ", scores: "
                        + reader.outputs().scoreCount());
                Outputs expected = Replay.of(deployment, ForecastPlan.DEFAULT, Replay.Models.NONE, readings);
                assertThat(expected.firstDifference(reader.outputs())).isEmpty();
                assertThat(reader.outputs().forecastCount()).isEqualTo(LINES);
            }
            local.sigterm();
            assertThat(local.awaitExit(PATIENCE)).isZero();
        }
    }

    private static void killAt(long forecasts, ServiceProcess service, OutputReader reader) {
        reader.readForecasts(forecasts, PATIENCE);
        service.kill9();
        long done = reader.readCommitted();
        System.out.println("forecasts committed at the kill: " + done + " of " + LINES);
        assertThat(done).isLessThan(LINES);
        service.restart();
    }

    private ChildProcess startLocal() {
        return ChildProcess.start(
                dir.resolve("local.log"),
                "io.rillcast.app.Rillcast",
                List.of("local", "--dir", dir.resolve("local").toString(), "--kafka-port=0", "--registry-port=0"));
    }

    private Deployment deployment(ChildProcess local) {
        String servers = local.awaitLine("^bootstrap.servers=(.+)", PATIENCE).group(1);
        String registry = local.awaitLine("^schema.registry.url=(.+)", PATIENCE).group(1);
        return new Deployment(dir, "separate", servers, registry);
    }

    /** At a rate that leaves time for two kills on the way. */
    private static ChildProcess publish(Deployment deployment, Path file, Path settings) {
        return ChildProcess.start(
                deployment.dir().resolve("publish.log"),
                "io.rillcast.app.Rillcast",
                List.of("publish", file.toString(), "--config", settings.toString(), "--rate", "5000"));
    }

    private static List<Reading> readings() {
        Random random = new Random(LINES);
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < LINES; i++) {
            int time = i / SERIES;
            double value = 50 + 10 * Math.sin(time / 8.0) + random.nextGaussian();
            readings.add(new Reading("sensor-" + i % SERIES, time * MINUTE_MS, value));
        }
        return readings;
    }

    private Path write(List<Reading> readings) throws IOException {
        StringBuilder text = new StringBuilder("series,timestamp,value\n");
        for (Reading reading : readings) {
            text.append(reading.seriesId())
                    .append(',')
                    .append(reading.timestampMs())
                    .append(',')
                    .append(reading.value())
                    .append('\n');
        }
        return Files.writeString(dir.resolve("readings.csv"), text);
    }
}
