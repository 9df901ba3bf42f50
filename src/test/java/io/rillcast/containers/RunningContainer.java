package io.rillcast.containers;

import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Capability;
import com.github.dockerjava.api.model.Volume;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.awaitility.core.ConditionTimeoutException;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.startupcheck.StartupCheckStrategy;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/**
 * A container that can be stopped, killed and started again with the files it has written; owned by one test. Closing it
 * removes it.
 */
final class RunningContainer implements AutoCloseable {
    private static final int READABLE_BY_ALL = 0644;

    private final GenericContainer<?> container;

    /**
     * Starts one as the manifests have it: nothing may be written but {@code /tmp}, from where native code is run, and the
     * volume, and the image's own user has no capabilities.
     *
     * @param plan without files, since there is nowhere to copy them to
     */
    static RunningContainer startLocked(Plan plan) {
        String[] parts = plan.volume().split(":", 2);
        GenericContainer<?> container = container(plan)
                .withCreateContainerCmdModifier(command -> command.getHostConfig()
                        .withReadonlyRootfs(true)
                        .withTmpFs(Map.of("/tmp", "rw,exec,mode=1777,size=256m"))
                        .withCapDrop(Capability.ALL)
                        .withSecurityOpts(List.of("no-new-privileges"))
                        .withBinds(new Bind(parts[0], new Volume(parts[1]))));
        return new RunningContainer(container);
    }

    private RunningContainer(GenericContainer<?> container) {
        this.container = container;
        container.start();
    }

    /**
     * What to run.
     *
     * @param image which the engine has
     * @param entrypoint in place of the image's own; empty for the image's own
     * @param arguments after the entry point
     * @param environment variables
     * @param files copied into it: where to, and which
     * @param volume mounted for what must outlive the container, as {@code name:directory}; empty for none
     */
    record Plan(
            String image,
            List<String> entrypoint,
            List<String> arguments,
            Map<String, String> environment,
            Map<String, Path> files,
            String volume) {}

    /** Starts one; whether it goes on is the caller's to see. */
    static RunningContainer start(Plan plan) {
        GenericContainer<?> container = container(plan);
        container.withCreateContainerCmdModifier(command -> {
            if (!plan.volume().isEmpty()) {
                String[] parts = plan.volume().split(":", 2);
                command.withUser("0").getHostConfig().withBinds(new Bind(parts[0], new Volume(parts[1])));
            }
        });
        return new RunningContainer(container);
    }

    private static GenericContainer<?> container(Plan plan) {
        GenericContainer<?> container = new GenericContainer<>(DockerImageName.parse(plan.image()))
                .withImagePullPolicy(image -> false)
                .withNetworkMode("host")
                .withEnv(plan.environment())
                .withStartupCheckStrategy(new Begun());
        if (!plan.arguments().isEmpty()) {
            container.withCommand(plan.arguments().toArray(String[]::new));
        }
        plan.files()
                .forEach((place, file) ->
                        container.withCopyFileToContainer(MountableFile.forHostPath(file, READABLE_BY_ALL), place));
        container.withCreateContainerCmdModifier(command -> {
            if (!plan.entrypoint().isEmpty()) {
                command.withEntrypoint(plan.entrypoint());
            }
        });
        return container;
    }

    /** A container that has ended by itself has begun too. */
    private static final class Begun extends StartupCheckStrategy {
        @Override
        public StartupStatus checkStartupState(DockerClient client, String containerId) {
            ContainerState state = getCurrentState(client, containerId);
            boolean hasEnded = "exited".equals(state.getStatus()) || "stopped".equals(state.getStatus());
            boolean isRunning = Boolean.TRUE.equals(state.getRunning());
            return isRunning || hasEnded ? StartupStatus.SUCCESSFUL : StartupStatus.NOT_YET_KNOWN;
        }
    }

    /** All it has said on both streams. */
    String output() {
        return container.getLogs();
    }

    /** Waits until it has said a text. */
    void awaitOutput(String text, Duration timeout) {
        awaitTrue("says " + text, timeout, () -> output().contains(text) || !isRunning());
        if (!output().contains(text)) {
            throw new AssertionError("container ended before it said: " + text + "\n" + output());
        }
    }

    private void awaitTrue(String what, Duration timeout, Callable<Boolean> condition) {
        try {
            await(what).atMost(timeout).pollInterval(Duration.ofMillis(200)).until(condition);
        } catch (ConditionTimeoutException late) {
            throw new AssertionError(late.getMessage() + "\n" + output(), late);
        }
    }

    private boolean isRunning() {
        return Boolean.TRUE.equals(state().getRunning());
    }

    private ContainerState state() {
        return Engine.client()
                .inspectContainerCmd(container.getContainerId())
                .exec()
                .getState();
    }

    /** Waits until it has ended by itself; its exit status. */
    long awaitExit(Duration timeout) {
        awaitTrue("ends", timeout, () -> !isRunning());
        return state().getExitCodeLong();
    }

    /** Sends SIGTERM, as an engine or a cluster does, and waits; its exit status. */
    long stop(Duration timeout) {
        Engine.client()
                .killContainerCmd(container.getContainerId())
                .withSignal("SIGTERM")
                .exec();
        return awaitExit(timeout);
    }

    /** Ends it as {@code kill -9} does. */
    void kill(Duration timeout) {
        Engine.client()
                .killContainerCmd(container.getContainerId())
                .withSignal("SIGKILL")
                .exec();
        awaitExit(timeout);
    }

    /** Starts it again after it has ended, with the files it had. */
    void restart() {
        Engine.client().startContainerCmd(container.getContainerId()).exec();
    }

    @Override
    public void close() {
        container.stop();
    }
}
