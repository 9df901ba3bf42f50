package io.rillcast.app;

import io.rillcast.local.EmbeddedBroker;
import io.rillcast.local.LoopbackPorts;
import io.rillcast.local.RegistryServer;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Stands in for a cluster: a broker and a schema registry on this machine until the process is told to stop. */
@Command(
        name = "local",
        description = "Runs a Kafka broker and a schema registry on this machine, for this machine only, until it is"
                + " told to stop. Their data stays in a directory: started on it again, they go on with it.")
final class LocalCommand implements Callable<Integer> {
    /** A broker with a few thousand partitions closes its files in less. */
    private static final Duration GRACE = Duration.ofSeconds(30);

    private final StopSignal stop;

    @Option(names = "--dir", required = true, paramLabel = "DIR", description = "Where their data is kept.")
    private Path dir;

    @Option(
            names = "--kafka-port",
            paramLabel = "PORT",
            defaultValue = "9092",
            description = "Default: ${DEFAULT-VALUE}; 0 takes a free one.")
    private int kafkaPort;

    @Option(
            names = "--registry-port",
            paramLabel = "PORT",
            defaultValue = "8081",
            description = "Default: ${DEFAULT-VALUE}; 0 takes a free one.")
    private int registryPort;

    @Spec
    private CommandSpec spec;

    LocalCommand(StopSignal stop) {
        this.stop = stop;
    }

    /** Starts both, says where they are, and waits. */
    @Override
    public Integer call() throws InterruptedException {
        requirePort("--kafka-port", kafkaPort);
        requirePort("--registry-port", registryPort);
        WrongUsage.unless(
                spec,
                kafkaPort != registryPort || kafkaPort == 0,
                "--kafka-port and --registry-port must differ: --kafka-port=" + kafkaPort + ", --registry-port="
                        + registryPort);
        Checks checks = new Checks();
        checks.holds(() -> LoopbackPorts.requireFree(kafkaPort, "broker"));
        checks.holds(() -> LoopbackPorts.requireFree(registryPort, "registry"));
        checks.requireAllPassed();
        stop.listen(GRACE);
        say("starting a broker and a schema registry: dir=" + dir.toAbsolutePath());
        try (EmbeddedBroker broker = EmbeddedBroker.start(dir, kafkaPort, Map.of());
                RegistryServer registry = RegistryServer.start(dir, registryPort)) {
            say("ready; settings for programs on this machine:");
            say("bootstrap.servers=" + broker.bootstrapServers());
            say("schema.registry.url=" + registry.url());
            Optional<String> failure = stop.awaitUnless(broker.failure());
            if (failure.isPresent()) {
                throw new CommandFailure(failure.get());
            }
            say("stopping");
        }
        say("stopped");
        return 0;
    }

    private void requirePort(String option, int port) {
        WrongUsage.unless(spec, port >= 0 && port <= 65_535, option + " must be in [0, 65535]: " + option + "=" + port);
    }

    private void say(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
