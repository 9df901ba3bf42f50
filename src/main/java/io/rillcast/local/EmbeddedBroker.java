package io.rillcast.local;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka broker and controller in this process, on the loopback address, with its data in one directory. Started again
 * on the same directory, also after a kill, it goes on with the same cluster id and the same data. Safe for use by
 * several threads.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);

    /** A free port can be lost to another process before Kafka binds it; not so three times. */
    private static final int ATTEMPTS = 3;

    private final DirectoryLock lock;
    private final KafkaRaftServer server;
    private final int port;
    private final String clusterId;
    private final CompletableFuture<String> failure;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedBroker(
            DirectoryLock lock, KafkaRaftServer server, int port, String clusterId, CompletableFuture<String> failure) {
        this.lock = lock;
        this.server = server;
        this.port = port;
        this.clusterId = clusterId;
        this.failure = failure;
    }

    /**
     * Starts the broker and returns once clients can use it (about two seconds the first time in a JVM).
     *
     * @param dir where its data lives, below {@code kafka/}; made where missing
     * @param port the port for clients; 0 picks a free one
     * @param overrides Kafka broker settings by their own names, in place of ours
     * @throws LocalStartFailure when the port or the directory is in use, the directory is not a broker's own, or Kafka's
     *     server is not on the class path
     */
    public static EmbeddedBroker start(Path dir, int port, Map<String, String> overrides) {
        Objects.requireNonNull(dir, "dir");
        requirePresent();
        LoopbackPorts.claim(port, "broker");
        Path root = dir.toAbsolutePath().normalize();
        DirectoryLock lock = DirectoryLock.take(root, "kafka.lock");
        try {
            Path logDir = root.resolve("kafka");
            String clusterId = BrokerDirectory.prepare(logDir);
            EmbeddedBroker broker = startOn(lock, logDir, port, clusterId, overrides);
            LOG.info("broker started: bootstrapServers={}, dir={}", broker.bootstrapServers(), root);
            return broker;
        } catch (RuntimeException failed) {
            lock.close();
            throw failed;
        }
    }

    /** The container image leaves it out. */
    private static void requirePresent() {
        if (EmbeddedBroker.class.getResource("/kafka/server/KafkaRaftServer.class") == null) {
            throw new LocalStartFailure("the embedded broker must be on the class path: missing=kafka.server;"
                    + " the image has none, start this command outside a container");
        }
    }

    private static EmbeddedBroker startOn(
            DirectoryLock lock, Path logDir, int port, String clusterId, Map<String, String> overrides) {
        for (int attempt = 1; ; attempt++) {
            List<Integer> free = LoopbackPorts.free(2);
            int clientPort = port == 0 ? free.get(0) : LoopbackPorts.claim(port, "broker");
            int controllerPort = free.get(clientPort == free.get(1) ? 0 : 1);
            CompletableFuture<String> failure = new CompletableFuture<>();
            reportExitsTo(failure);
            try {
                KafkaRaftServer server = startServer(
                        new KafkaConfig(BrokerSettings.of(logDir, clientPort, controllerPort, overrides), false));
                return new EmbeddedBroker(lock, server, clientPort, clusterId, failure);
            } catch (RuntimeException failed) {
                boolean portLost = !LoopbackPorts.isFree(clientPort) || !LoopbackPorts.isFree(controllerPort);
                if (!portLost || attempt == ATTEMPTS) {
                    throw new LocalStartFailure(
                            "broker must be able to start: dir=" + logDir + ", port=" + clientPort + ", cause="
                                    + rootOf(failed).getMessage() + "; see the log",
                            failed);
                }
            }
        }
    }

    private static KafkaRaftServer startServer(KafkaConfig config) {
        KafkaRaftServer server = new KafkaRaftServer(config, Time.SYSTEM);
        try {
            server.startup();
            return server;
        } catch (RuntimeException failed) {
            try {
                server.shutdown();
                server.awaitShutdown();
            } catch (RuntimeException alsoFailed) {
                failed.addSuppressed(alsoFailed);
            }
            throw failed;
        }
    }

    /** Kafka has one way out per JVM, so a failure is reported to the broker that was started last. */
    private static void reportExitsTo(CompletableFuture<String> failure) {
        Exit.Procedure report = (status, message) -> {
            String reason = "broker must keep running: status=" + status + ", cause=" + message + "; see the log";
            if (failure.complete(reason)) {
                LOG.error("broker stopped itself: status={}, cause={}", status, message);
            }
            throw new IllegalStateException(reason);
        };
        Exit.setExitProcedure(report);
        Exit.setHaltProcedure(report);
    }

    private static Throwable rootOf(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    /** What clients connect to, as {@code host:port}. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** The port that clients connect to. */
    public int port() {
        return port;
    }

    /** The cluster's id, which stays with the directory. */
    public String clusterId() {
        return clusterId;
    }

    /** Completes, with a sentence, when Kafka gives up by itself, as on a full disk; never after a normal close. */
    public CompletionStage<String> failure() {
        return failure.minimalCompletionStage();
    }

    /** Stops the broker, waiting until its data is on disk; a second call does nothing. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        try {
            server.shutdown();
            server.awaitShutdown();
            LOG.info("broker stopped: bootstrapServers={}", bootstrapServers());
        } finally {
            lock.close();
        }
    }
}
