package io.rillcast.containers;

import com.github.dockerjava.api.exception.NotFoundException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.testcontainers.images.builder.ImageFromDockerfile;

/** Images from what Maven has fetched, on the Java runtime of Rillcast's own: Kafka's main class, Apicurio's registry. */
final class BuiltImages implements ClusterImages {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final String SETTINGS = "/kafka/server.properties";
    private static final String REGISTRY_JAR = "/opt/apicurio/apicurio-registry-app-3.0.9-runner.jar";

    /** They share two cores with the test. */
    private static final Map<String, String> SMALL_JVM =
            Map.of("JDK_JAVA_OPTIONS", "-Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1", "PATH", "/opt/java/bin");

    /** Without one, Kafka writes all that it could say for debugging. */
    private static final String LOGGING = "/opt/logging";

    private final String volume = "rillcast-broker-" + UUID.randomUUID();
    private final String brokerImage;

    /** Builds the broker's. */
    BuiltImages() {
        brokerImage = built("broker", "rillcast.broker.dir", "/opt/kafka");
    }

    /** The runtime and the files of a directory that a property names. */
    private static String built(String name, String property, String place) {
        return new ImageFromDockerfile("localhost/rillcast-test-" + name, true)
                .withFileFromPath("root", Path.of(Engine.property("rillcast.image.root")))
                .withFileFromPath("files", Path.of(Engine.property(property)))
                .withFileFromPath("logback.xml", Path.of("src", "main", "resources", "logback.xml"))
                .withDockerfileFromBuilder(builder -> builder.from("scratch")
                        .copy("root", "/")
                        .copy("files", place)
                        .copy("logback.xml", LOGGING + "/logback.xml")
                        .build())
                .get();
    }

    /** Kafka wants its data directory formatted, which is a program of its own. */
    @Override
    public RunningContainer startBroker(Path settings) {
        try (RunningContainer format = RunningContainer.start(brokerPlan(
                settings,
                List.of(
                        "kafka.tools.StorageTool",
                        "format",
                        "--cluster-id",
                        "cmlsbGNhc3QtdGVzdHMxMQ",
                        "-c",
                        SETTINGS)))) {
            long status = format.awaitExit(PATIENCE);
            if (status != 0) {
                throw new AssertionError(
                        "broker's directory must be formatted: status=" + status + "\n" + format.output());
            }
        }
        return RunningContainer.start(brokerPlan(settings, List.of("kafka.Kafka", SETTINGS)));
    }

    private RunningContainer.Plan brokerPlan(Path settings, List<String> mainAndArguments) {
        return new RunningContainer.Plan(
                brokerImage,
                List.of("/opt/java/bin/java", "-cp", LOGGING + ":/opt/kafka/*"),
                mainAndArguments,
                SMALL_JVM,
                Map.of(SETTINGS, settings),
                volume + ":" + BROKER_DATA);
    }

    @Override
    public RunningContainer startRegistry(int port, String bootstrapServers) {
        String image = built("registry", "rillcast.registry.dir", "/opt/apicurio");
        return RunningContainer.start(new RunningContainer.Plan(
                image,
                List.of("/opt/java/bin/java", "-jar", REGISTRY_JAR),
                List.of(),
                Map.of(
                        "JDK_JAVA_OPTIONS", SMALL_JVM.get("JDK_JAVA_OPTIONS"),
                        "QUARKUS_HTTP_HOST", "127.0.0.1",
                        "QUARKUS_HTTP_PORT", Integer.toString(port)),
                Map.of(),
                ""));
    }

    @Override
    public String registryPath() {
        return "/apis/ccompat/v7";
    }

    @Override
    public void close() {
        try {
            Engine.client().removeVolumeCmd(volume).exec();
        } catch (NotFoundException neverMade) {
            // The broker did not come so far.
        }
    }
}
