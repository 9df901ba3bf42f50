package io.rillcast.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.rillcast.forecast.Reading;
import io.rillcast.local.EmbeddedBroker;
import io.rillcast.local.LoopbackPorts;
import io.rillcast.local.RegistryServer;
import io.rillcast.process.ChildProcess;
import io.rillcast.process.Deployment;
import io.rillcast.process.Publishing;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each metric that an alert or a panel names, and each path that a manifest names, is there on a running instance. */
@Timeout(300)
class MetricNamesIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    private Path dir;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void everyMetricAndPathIsThere() throws Exception {
        int port = LoopbackPorts.free(1).get(0);
        try (EmbeddedBroker broker = EmbeddedBroker.start(dir, 0, Map.of());
                RegistryServer registry = RegistryServer.start(dir, 0)) {
            Deployment deployment = new Deployment(dir, "watched", broker.bootstrapServers(), registry.url());
            Path settings = deployment.writeSettings(Map.of(
                    "http.port", Integer.toString(port),
                    "retrain.every.readings", "256",
                    "training.steps", "20",
                    "training.cpu.share", "1"));
            try (ChildProcess service = ChildProcess.start(
                            dir.resolve("watched.log"),
                            "io.rillcast.app.Rillcast",
                            List.of("run", "--config", settings.toString()));
                    Publishing publishing = new Publishing(deployment)) {
                await().atMost(PATIENCE).ignoreExceptions().until(() -> status(port, "/health/ready") == 200);
                publishing.publish(readings());

                Set<String> named = new TreeSet<>();
                Expressions.all().forEach(expression -> named.addAll(Expressions.metrics(expression)));
                named.remove("up"); // Prometheus' own
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(metrics(port)).containsAll(named));

                for (String path : paths()) {
                    assertThat(status(port, path)).as(path).isEqualTo(200);
                }
                assertThat(service.isAlive()).isTrue();
            }
        }
    }

    private static Set<String> paths() {
        Set<String> paths = new TreeSet<>();
        for (JsonNode object : Manifests.raw().objects()) {
            if (object.at("/metadata/name").asText().equals("rillcast")) {
                object.findValuesAsText("path").stream()
                        .filter(path -> path.startsWith("/"))
                        .forEach(paths::add);
            }
        }
        assertThat(paths).contains("/health/live", "/health/ready", "/metrics");
        return paths;
    }

    private static List<Reading> readings() {
        List<Reading> readings = new ArrayList<>();
        long begin = System.currentTimeMillis() - Duration.ofDays(1).toMillis();
        for (int n = 0; n < 600; n++) {
            readings.add(new Reading("pump-" + n % 2, begin + 1000L * n, 20 + Math.sin(n / 8.0)));
        }
        return readings;
    }

    private int status(int port, String path) throws IOException, InterruptedException {
        return get(port, path).statusCode();
    }

    private Set<String> metrics(int port) throws IOException, InterruptedException {
        Set<String> names = new TreeSet<>();
        Matcher name = Pattern.compile("(?m)^([a-zA-Z_:][a-zA-Z0-9_:]*)[{ ]")
                .matcher(get(port, "/metrics").body());
        while (name.find()) {
            names.add(name.group(1));
        }
        return names;
    }

    private HttpResponse<String> get(int port, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(20))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
}
