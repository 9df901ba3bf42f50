package io.rillcast.process;

import io.rillcast.local.LoopbackPorts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A broker and a registry in a child JVM, which can be killed and started again on the same directory and ports.
 * Owned by one test.
 */
public final class BrokerProcess implements AutoCloseable {
    private static final Duration START_TIMEOUT = Duration.ofSeconds(90);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(60);

    private final Path dir;
    private final int kafkaPort;
    private final int registryPort;
    private ChildProcess child;

    private BrokerProcess(Path dir, int kafkaPort, int registryPort) {
        this.dir = dir;
        this.kafkaPort = kafkaPort;
        this.registryPort = registryPort;
        this.child = startChild();
    }

    /** Starts both on free ports, with their data and log in {@code dir}, and returns when clients can use them. */
    public static BrokerProcess start(Path dir) {
        List<Integer> ports = LoopbackPorts.free(2);
        return new BrokerProcess(dir, ports.get(0), ports.get(1));
    }

    private ChildProcess startChild() {
        ChildProcess started = ChildProcess.start(
                dir.resolve("broker.log"),
                BrokerMain.class.getName(),
                List.of(dir.toString(), Integer.toString(kafkaPort), Integer.toString(registryPort)));
        try {
            started.awaitLine("^ready: ", START_TIMEOUT);
            return started;
        } catch (AssertionError failed) {
            started.close();
            throw failed;
        }
    }

    /** What clients connect to; the same after a restart. */
    public String bootstrapServers() {
        return "127.0.0.1:" + kafkaPort;
    }

    /** Where the registry is; the same after a restart. */
    public String registryUrl() {
        return "http://127.0.0.1:" + registryPort;
    }

    /** Ends both as {@code kill -9} does. */
    public void kill9() {
        child.close();
    }

    /** Ends both in good order. */
    public void stop() {
        child.sigterm();
        child.awaitExit(STOP_TIMEOUT);
        child.close();
    }

    /** Starts both again after {@link #kill9()} or {@link #stop()}, and returns when clients can use them. */
    public void restart() {
        if (child.isAlive()) {
            throw new IllegalStateException("broker must be stopped before a restart: pid=" + child.pid());
        }
        child = startChild();
    }

    /** Kills both: what they wrote goes with the test's directory. */
    @Override
    public void close() {
        child.close();
    }
}
