package io.rillcast.containers;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Kafka's own image, and that of Confluent's registry. */
final class PublishedImages implements ClusterImages {
    private static final String BROKER = "apache/kafka:" + Engine.property("rillcast.kafka.version");
    private static final String REGISTRY = "confluentinc/cp-schema-registry:7.9.0";

    /** Whether the engine has them now. */
    static boolean canBeFetched() {
        return Engine.fetch(BROKER) && Engine.fetch(REGISTRY);
    }

    /** The image formats its data directory by itself, after the settings that lie here. */
    @Override
    public RunningContainer startBroker(Path settings) {
        return RunningContainer.start(new RunningContainer.Plan(
                BROKER,
                List.of(),
                List.of(),
                Map.of("KAFKA_HEAP_OPTS", "-Xmx512m"),
                Map.of("/mnt/shared/config/server.properties", settings),
                ""));
    }

    @Override
    public RunningContainer startRegistry(int port, String bootstrapServers) {
        return RunningContainer.start(new RunningContainer.Plan(
                REGISTRY,
                List.of(),
                List.of(),
                Map.of(
                        "SCHEMA_REGISTRY_HOST_NAME", "127.0.0.1",
                        "SCHEMA_REGISTRY_LISTENERS", "http://127.0.0.1:" + port,
                        "SCHEMA_REGISTRY_KAFKASTORE_BOOTSTRAP_SERVERS", "PLAINTEXT://" + bootstrapServers),
                Map.of(),
                ""));
    }

    @Override
    public String registryPath() {
        return "";
    }

    @Override
    public void close() {
        // What was fetched may stay.
    }
}
