package io.rillcast.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code rillcast run} in a child JVM, which can be killed or stopped and started again on the same settings and state
 * directory. Owned by one test.
 */
public final class ServiceProcess implements AutoCloseable {
    /** The default of shutdown.timeout.ms. */
    public static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(30);

    private static final Duration START_TIMEOUT = Duration.ofSeconds(90);

    private final Path log;
    private final Path stateDir;
    private final List<String> arguments;
    private ChildProcess child;

    private ServiceProcess(Path log, Path stateDir, List<String> arguments) {
        this.log = log;
        this.stateDir = stateDir;
        this.arguments = arguments;
        this.child = startChild();
    }

    /** Starts it and returns when its topics are there. */
    public static ServiceProcess start(Deployment deployment, Path settings) {
        return started(new ServiceProcess(
                deployment.dir().resolve("run.log"),
                deployment.stateDir(),
                List.of("run", "--config", settings.toString())));
    }

    /** Starts one of several instances of a deployment, with a state directory and a log of its own. */
    public static ServiceProcess start(Deployment deployment, Path settings, String instance) {
        Path stateDir = deployment.dir().resolve("state-" + instance);
        return started(new ServiceProcess(
                deployment.dir().resolve("run-" + instance + ".log"),
                stateDir,
                List.of("run", "--config", settings.toString(), "-D", "state.dir=" + stateDir)));
    }

    private static ServiceProcess started(ServiceProcess service) {
        service.awaitTopics();
        return service;
    }

    private ChildProcess startChild() {
        return ChildProcess.start(log, "io.rillcast.app.Rillcast", arguments);
    }

    private void awaitTopics() {
        try {
            child.awaitLine("^forecasting: ", START_TIMEOUT);
        } catch (AssertionError failed) {
            child.close();
            throw failed;
        }
    }

    /** Ends it as {@code kill -9} does. */
    public void kill9() {
        child.close();
    }

    /** Asks it to end, and waits for that as long as it may take; its exit code. */
    public int stop() {
        child.sigterm();
        int code = child.awaitExit(SHUTDOWN_TIMEOUT.plusSeconds(5));
        child.close();
        return code;
    }

    /** Waits for it to end by itself; its exit code. */
    public int awaitExit(Duration timeout) {
        return child.awaitExit(timeout);
    }

    /** Its process id since it was started last. */
    public long pid() {
        return child.pid();
    }

    /** Whether it still runs. */
    public boolean isAlive() {
        return child.isAlive();
    }

    /** Stops all its threads where they are, as a machine that hangs does. */
    public void freeze() {
        child.signal("STOP");
    }

    /** Lets a frozen one go on as if no time had passed. */
    public void thaw() {
        child.signal("CONT");
    }

    /** What it has said since it was started last. */
    public List<String> lines() {
        return child.lines();
    }

    /** Deletes its state directory, as when its disk is lost. */
    public void wipeState() {
        requireStopped();
        try (Stream<Path> files = Files.walk(stateDir)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Starts it again after {@link #kill9()} or {@link #stop()}. */
    public void restart() {
        requireStopped();
        child = startChild();
        awaitTopics();
    }

    /** Starts it again where it is to end by itself before its topics are checked. */
    public void restartInVain() {
        requireStopped();
        child = startChild();
    }

    private void requireStopped() {
        if (child.isAlive()) {
            throw new IllegalStateException("service must be stopped first: pid=" + child.pid());
        }
    }

    /** Kills it if it still runs. */
    @Override
    public void close() {
        child.close();
    }
}
