package io.rillcast.process;

import io.rillcast.local.LoopbackPorts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
    private final int loginPort;
    private final int controllerPort;
    private ChildProcess child;

    private BrokerProcess(Path dir, List<Integer> ports) {
        this.dir = dir;
        this.kafkaPort = ports.get(0);
        this.registryPort = ports.get(1);
        this.loginPort = ports.size() > 2 ? ports.get(2) : 0;
        this.controllerPort = ports.size() > 2 ? ports.get(3) : 0;
        this.child = startChild();
    }

    /** Starts both on free ports, with their data and log in {@code dir}, and returns when clients can use them. */
    public static BrokerProcess start(Path dir) {
        return new BrokerProcess(dir, LoopbackPorts.free(2));
    }

    /** As {@link #start(Path)}, with a second port that lets only user {@code ada} with password {@code right} in. */
    public static BrokerProcess startWithLogin(Path dir) {
        return new BrokerProcess(dir, LoopbackPorts.free(4));
    }

    private ChildProcess startChild() {
        List<String> arguments =
                new ArrayList<>(List.of(dir.toString(), Integer.toString(kafkaPort), Integer.toString(registryPort)));
        if (loginPort > 0) {
            arguments.addAll(loginSettings());
        }
        ChildProcess started = ChildProcess.start(dir.resolve("broker.log"), BrokerMain.class.getName(), arguments);
        try {
            started.awaitLine("^ready: ", START_TIMEOUT);
            return started;
        } catch (AssertionError failed) {
            started.close();
            throw failed;
        }
    }

    private List<String> loginSettings() {
        String plain = "PLAINTEXT://127.0.0.1:" + kafkaPort;
        String login = "LOGIN://127.0.0.1:" + loginPort;
        return List.of(
                "listeners=" + plain + "," + login + ",CONTROLLER://127.0.0.1:" + controllerPort,
                "controller.quorum.voters=1@127.0.0.1:" + controllerPort,
                "advertised.listeners=" + plain + "," + login,
                "listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,LOGIN:SASL_PLAINTEXT",
                "listener.name.login.sasl.enabled.mechanisms=PLAIN",
                "listener.name.login.plain.sasl.jaas.config="
                        + "org.apache.kafka.common.security.plain.PlainLoginModule required user_ada=\"right\";");
    }

    /** What clients connect to that must log in; the same after a restart. */
    public String loginServers() {
        return "127.0.0.1:" + loginPort;
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
