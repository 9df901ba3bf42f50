package io.rillcast.clients;

import io.rillcast.forecast.Reading;
import io.rillcast.process.ChildProcess;
import io.rillcast.process.Deployment;
import io.rillcast.process.OutputReader;
import io.rillcast.process.ServiceProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** {@code rillcast local} and {@code rillcast run} as a user starts them, without retraining; owned by one test class. */
final class LiveService implements AutoCloseable {
    /** For whatever a slow and crowded machine must do. */
    static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final long HOUR_MS = 3_600_000;

    private final ChildProcess local;
    private final String registryUrl;
    private final Deployment deployment;
    private final ServiceProcess service;
    private final OutputReader reader;

    /** On the registry of {@code local}. */
    static LiveService start(Path dir, Map<String, String> settings) {
        ChildProcess local = startLocal(dir);
        return new LiveService(dir, local, registryOf(local), settings);
    }

    /** On another registry. */
    static LiveService start(Path dir, String registryUrl, Map<String, String> settings) {
        return new LiveService(dir, startLocal(dir), registryUrl, settings);
    }

    private LiveService(Path dir, ChildProcess local, String registryUrl, Map<String, String> settings) {
        this.local = local;
        this.registryUrl = registryUrl;
        try {
            String servers =
                    local.awaitLine("^bootstrap.servers=(.+)", PATIENCE).group(1);
            deployment = new Deployment(dir, "judged", servers, registryUrl);
            Map<String, String> all = new HashMap<>(Map.of("retrain.every.readings", "0"));
            all.putAll(settings);
            service = ServiceProcess.start(deployment, deployment.writeSettings(all));
            reader = new OutputReader(deployment);
        } catch (RuntimeException | Error failed) {
            local.close();
            throw failed;
        }
    }

    /** Starts a broker and a registry in a process. */
    static ChildProcess startLocal(Path dir) {
        return ChildProcess.start(
                dir.resolve("local.log"),
                "io.rillcast.app.Rillcast",
                List.of("local", "--dir", dir.resolve("local").toString(), "--kafka-port=0", "--registry-port=0"));
    }

    /** Where the registry of such a process is. */
    static String registryOf(ChildProcess local) {
        return local.awaitLine("^schema.registry.url=(.+)", PATIENCE).group(1);
    }

    /** Hourly readings of a few series, side by side, some with characters beyond ASCII in their names. */
    static List<Reading> readings(int series, int readingsEach) {
        Random random = new Random(7);
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < readingsEach; i++) {
            for (int s = 0; s < series; s++) {
                double value = 20 + s + 8 * Math.sin(i / 4.0) + random.nextGaussian();
                readings.add(new Reading((s % 2 == 0 ? "pumpe-ä" : "sensor-") + s, i * HOUR_MS, value));
            }
        }
        return readings;
    }

    Deployment deployment() {
        return deployment;
    }

    ServiceProcess service() {
        return service;
    }

    String registryUrl() {
        return registryUrl;
    }

    /** What it has sent so far, once it has nothing left to do after so many readings. */
    OutputReader awaitForecasts(int count) {
        reader.readForecasts(count, PATIENCE);
        reader.readToRest(PATIENCE);
        return reader;
    }

    @Override
    public void close() {
        reader.close();
        service.close();
        local.close();
    }
}
