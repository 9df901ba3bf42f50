package io.rillcast.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.command.InspectImageResponse;
import io.rillcast.forecast.Reading;
import io.rillcast.local.LoopbackPorts;
import io.rillcast.process.Deployment;
import io.rillcast.process.OutputReader;
import io.rillcast.process.Publishing;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The image under the rules of the manifests: its own user, nothing to write to but {@code /tmp} and its state. */
@Timeout(900)
@EnabledIf(
        value = "io.rillcast.containers.Engine#isThere",
        disabledReason = "no container engine answers: start one, set DOCKER_HOST, or run through .ci/podman")
class LockedImageIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final long MOST_BYTES = 130_000_000;

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
    void becomesReadyForecastsAndEndsWithZero() {
        int port = LoopbackPorts.free(1).get(0);
        Deployment deployment = new Deployment(dir, "locked", cluster.bootstrapServers(), cluster.registryUrl());
        String volume = "rillcast-state-" + UUID.randomUUID();
        long began = System.nanoTime();

        try (RunningContainer service = RunningContainer.startLocked(new RunningContainer.Plan(
                image,
                List.of(),
                List.of("run", "--config", "/dev/null"),
                environment(deployment, port),
                Map.of(),
                volume + ":/var/lib/rillcast"))) {
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).until(() -> isReady(port));
            System.out.println("container ready: seconds="
                    + Duration.ofNanos(System.nanoTime() - began).toMillis() / 1000.0);
            try (OutputReader reader = new OutputReader(deployment);
                    Publishing publishing = new Publishing(deployment)) {
                publishing.publish(List.of(new Reading("pump", 0, 1), new Reading("pump", 60_000, 2)));
                reader.readForecasts(2, PATIENCE);
            }

            assertThat(service.stop(Duration.ofSeconds(60)))
                    .as(service.output())
                    .isZero();
            assertThat(service.output()).contains("stopped: {").doesNotContain("\tat ");
        } finally {
            Engine.client().removeVolumeCmd(volume).exec();
        }
    }

    @Test
    void isSmallAndSaysWhatItIs() throws IOException {
        InspectImageResponse inspected = Engine.client().inspectImageCmd(image).exec();

        assertThat(inspected.getConfig().getUser()).isEqualTo("10001:10001");
        assertThat(inspected.getConfig().getLabels())
                .containsEntry("org.opencontainers.image.licenses", "Apache-2.0")
                .containsEntry("org.opencontainers.image.title", "Rillcast")
                .containsKeys("org.opencontainers.image.version", "org.opencontainers.image.created");
        assertThat(Files.size(Path.of(Engine.property("rillcast.image.tar")))).isLessThan(MOST_BYTES);
    }

    @Test
    void saysInOneSentenceThatItHasNoBroker() {
        List<Integer> free = LoopbackPorts.free(2);
        List<String> arguments = List.of(
                "local", "--dir", "/tmp/local", "--kafka-port=" + free.get(0), "--registry-port=" + free.get(1));
        try (RunningContainer local = RunningContainer.start(
                new RunningContainer.Plan(image, List.of(), arguments, Map.of(), Map.of(), ""))) {
            assertThat(local.awaitExit(PATIENCE)).isEqualTo(1);
            assertThat(local.output())
                    .contains("rillcast: the embedded broker must be on the class path: missing=kafka.server")
                    .doesNotContain("\tat ");
        }
    }

    /** Every setting from the environment: there is nowhere to copy a file to. */
    private static Map<String, String> environment(Deployment deployment, int port) {
        Map<String, String> environment = new TreeMap<>();
        environment.put("RILLCAST_BOOTSTRAP_SERVERS", cluster.bootstrapServers());
        environment.put("RILLCAST_SCHEMA_REGISTRY_URL", cluster.registryUrl());
        environment.put("RILLCAST_APPLICATION_ID", deployment.name());
        for (String kind : List.of("readings", "forecasts", "scores", "models", "trainings")) {
            environment.put("RILLCAST_" + kind.toUpperCase(Locale.ROOT) + "_TOPIC", deployment.topic(kind));
        }
        environment.put("RILLCAST_MODEL_COMMANDS_TOPIC", deployment.topic("model-commands"));
        environment.put("RILLCAST_DEAD_LETTERS_TOPIC", deployment.topic("dead-letters"));
        environment.put("RILLCAST_HTTP_PORT", Integer.toString(port));
        environment.put("JDK_JAVA_OPTIONS", "-Xmx512m -XX:+UseSerialGC");
        return environment;
    }

    private static boolean isReady(int port) throws InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/ready"))
                .timeout(Duration.ofSeconds(10))
                .build();
        try {
            return HttpClient.newHttpClient()
                            .send(request, HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException notYet) {
            return false;
        }
    }
}
