package io.rillcast.process;

import io.rillcast.serde.SchemaRegistryClient;
import io.rillcast.serde.SchemaRegistrySettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * One application on a broker and a registry: its name, its topics, its settings and its directory. Several live side by
 * side on one broker.
 */
public final class Deployment {
    private final Path dir;
    private final String name;
    private final String bootstrapServers;
    private final String registryUrl;

    /** With all its files below {@code dir/name}, and all its topics beginning with the name. */
    public Deployment(Path dir, String name, String bootstrapServers, String registryUrl) {
        this.dir = dir.resolve(name);
        this.name = name;
        this.bootstrapServers = bootstrapServers;
        this.registryUrl = registryUrl;
    }

    /** One on a broker process. */
    public static Deployment on(BrokerProcess broker, Path dir, String name) {
        return new Deployment(dir, name, broker.bootstrapServers(), broker.registryUrl());
    }

    /** Where its files are. */
    public Path dir() {
        return dir;
    }

    /** Where the service keeps its stores. */
    public Path stateDir() {
        return dir.resolve("state");
    }

    /** Also its {@code application.id}. */
    public String name() {
        return name;
    }

    /** What clients connect to. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** The name of one of its topics: readings, forecasts, scores, models, model-commands, trainings, dead-letters. */
    public String topic(String kind) {
        return name + "." + kind;
    }

    /** A topic that Kafka Streams makes for it. */
    public String internalTopic(String kind) {
        return name + "-" + kind;
    }

    /** A client of its registry, the caller's to close. */
    public SchemaRegistryClient registry() {
        return new SchemaRegistryClient(SchemaRegistrySettings.of(Map.of("schema.registry.url", registryUrl)));
    }

    /**
     * Writes its settings: such as find out soon that an instance is gone, and commit often, so that a kill falls between
     * commits that are many.
     *
     * @param more settings that win over these
     */
    public Path writeSettings(Map<String, String> more) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("bootstrap.servers", bootstrapServers);
        settings.put("schema.registry.url", registryUrl);
        settings.put("application.id", name);
        settings.put("readings.topic", topic("readings"));
        settings.put("forecasts.topic", topic("forecasts"));
        settings.put("scores.topic", topic("scores"));
        settings.put("models.topic", topic("models"));
        settings.put("model.commands.topic", topic("model-commands"));
        settings.put("trainings.topic", topic("trainings"));
        settings.put("dead.letters.topic", topic("dead-letters"));
        settings.put("state.dir", stateDir().toString());
        settings.put("consumer.session.timeout.ms", "6000");
        settings.put("consumer.heartbeat.interval.ms", "1500");
        settings.put("producer.transaction.timeout.ms", "6000");
        settings.put("commit.interval.ms", "100");
        // Several run side by side.
        settings.put("http.port", "-1");
        settings.putAll(more);
        StringBuilder text = new StringBuilder();
        settings.forEach(
                (key, value) -> text.append(key).append('=').append(value).append('\n'));
        try {
            Files.createDirectories(dir);
            return Files.writeString(dir.resolve("service.properties"), text);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
