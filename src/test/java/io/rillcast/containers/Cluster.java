package io.rillcast.containers;

import static org.awaitility.Awaitility.await;

import io.rillcast.local.LoopbackPorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

/** A Kafka broker and a schema registry, each in a container of its own; owned by one test class. */
final class Cluster implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final ClusterImages images;
    private final RunningContainer broker;
    private final RunningContainer registry;
    private final String bootstrapServers;
    private final String registryUrl;

    private Cluster(ClusterImages images, Path dir) {
        List<Integer> ports = LoopbackPorts.free(3);
        this.images = images;
        this.bootstrapServers = "127.0.0.1:" + ports.get(0);
        this.registryUrl = "http://127.0.0.1:" + ports.get(2) + images.registryPath();
        this.broker = images.startBroker(writeBrokerSettings(dir, ports.get(0), ports.get(1)));
        try {
            awaitBroker(ports.get(0));
            this.registry = images.startRegistry(ports.get(2), bootstrapServers);
        } catch (RuntimeException | Error failed) {
            System.out.println(broker.output());
            broker.close();
            throw failed;
        }
    }

    /**
     * Starts both and returns when clients can use them.
     *
     * @param dir for the broker's settings
     */
    static Cluster start(ClusterImages images, Path dir) {
        Cluster cluster = new Cluster(images, dir);
        try {
            cluster.awaitRegistry();
            return cluster;
        } catch (RuntimeException | Error failed) {
            System.out.println(cluster.registry.output());
            cluster.close();
            throw failed;
        }
    }

    /** One node, broker and controller at once, with Kafka's defaults but for what one node cannot do. */
    private static Path writeBrokerSettings(Path dir, int port, int controllerPort) {
        Map<String, String> settings = new TreeMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", "1");
        settings.put("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        settings.put("listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        settings.put("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        settings.put("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("log.dirs", ClusterImages.BROKER_DATA);
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("auto.create.topics.enable", "false");
        // Each of the 50 partitions costs a small machine time and files at the first use.
        settings.put("offsets.topic.num.partitions", "8");
        settings.put("transaction.state.log.num.partitions", "8");
        settings.put("group.initial.rebalance.delay.ms", "0");
        StringBuilder text = new StringBuilder();
        settings.forEach(
                (key, value) -> text.append(key).append('=').append(value).append('\n'));
        try {
            return Files.writeString(dir.resolve("server.properties"), text);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The port first: an Admin client at a closed port wastes ten seconds. */
    private void awaitBroker(int port) {
        awaitTrue("broker answers", () -> {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return true;
            } catch (IOException closed) {
                return false;
            }
        });
        Properties settings = new Properties();
        settings.put("bootstrap.servers", bootstrapServers);
        try (Admin admin = Admin.create(settings)) {
            awaitTrue("broker is registered", () -> {
                try {
                    return admin.describeCluster().nodes().get().size() == 1;
                } catch (ExecutionException early) {
                    return false;
                }
            });
        }
    }

    private void awaitRegistry() {
        HttpClient http = HttpClient.newHttpClient();
        HttpRequest question = HttpRequest.newBuilder(URI.create(registryUrl + "/subjects"))
                .timeout(Duration.ofSeconds(10))
                .build();
        awaitTrue("registry answers", () -> {
            try {
                return http.send(question, HttpResponse.BodyHandlers.discarding())
                                .statusCode()
                        == 200;
            } catch (IOException closed) {
                return false;
            }
        });
    }

    private static void awaitTrue(String what, Callable<Boolean> condition) {
        await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(condition);
    }

    /** What clients connect to, inside containers and outside. */
    String bootstrapServers() {
        return bootstrapServers;
    }

    /** Where the registry is, inside containers and outside. */
    String registryUrl() {
        return registryUrl;
    }

    @Override
    public void close() {
        registry.close();
        broker.close();
        images.close();
    }
}
