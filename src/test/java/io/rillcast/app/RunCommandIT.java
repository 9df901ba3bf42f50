package io.rillcast.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.rillcast.local.EmbeddedBroker;
import io.rillcast.local.RegistryServer;
import io.rillcast.process.ChildProcess;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(180)
class RunCommandIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    private static Path directory;

    private static EmbeddedBroker broker;
    private static RegistryServer registry;
    private static Path config;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void startCluster() throws Exception {
        broker = EmbeddedBroker.start(directory, 0, Map.of());
        registry = RegistryServer.start(directory, 0);
        config = Files.writeString(
                directory.resolve("r.properties"),
                "bootstrap.servers=" + broker.bootstrapServers() + "\nschema.registry.url=" + registry.url()
                        + "\nhttp.port=0\nstate.dir=" + directory.resolve("state") + "\n");
    }

    @AfterAll
    static void stopCluster() {
        registry.close();
        broker.close();
    }

    @Test
    void saysInOneSentenceThatNoBrokerIsThere() {
        int status = execute("run", "--config", config.toString(), "-Dbootstrap.servers=127.0.0.1:1");

        assertThat(status).isEqualTo(1);
        assertThat(err)
                .hasToString("rillcast: a broker must be reachable: bootstrap.servers=127.0.0.1:1; start it, or mend"
                        + " the setting\n");
    }

    @Test
    void saysInOneSentenceThatNoRegistryIsThere() {
        int status = execute("run", "--config", config.toString(), "-Dschema.registry.url=http://127.0.0.1:1");

        assertThat(status).isEqualTo(1);
        assertThat(err)
                .hasToString("rillcast: schema registry must answer: urls=[http://127.0.0.1:1], request=/config,"
                        + " attempts=4, lastProblem=ConnectException; check that it runs and that schema.registry.url"
                        + " is right\n");
    }

    @Test
    void saysInOneSentenceThatTheDeserializerIsMissing() {
        int status = execute("run", "--config", config.toString(), "-Dreadings.deserializer=org.example.Missing");

        assertThat(status).isEqualTo(1);
        assertThat(err)
                .hasToString("rillcast: readings.deserializer must be a class on the class path:"
                        + " readings.deserializer=org.example.Missing, source=-D\n");
    }

    @Test
    void runsUntilToldToStopAndEndsWithZero() {
        Path output = directory.resolve("run.txt");
        try (ChildProcess run =
                ChildProcess.start(output, "io.rillcast.app.Rillcast", List.of("run", "--config", config.toString()))) {
            run.awaitLine("^forecasting: application.id=rillcast, readings.topic=rillcast.readings", PATIENCE);
            run.awaitLine("stream running", PATIENCE);

            run.sigterm();

            assertThat(run.awaitExit(PATIENCE)).isZero();
            assertThat(run.lines())
                    .contains("stopping")
                    .anyMatch(line -> line.startsWith("stopped: {"))
                    .noneMatch(line -> line.startsWith("\tat "));
        }
    }

    private int execute(String... arguments) {
        StopSignal stop = new StopSignal();
        CommandLine program = Rillcast.commandLine(stop);
        program.setOut(new PrintWriter(out, true));
        program.setErr(new PrintWriter(err, true));
        int status = program.execute(arguments);
        stop.finished(status);
        return status;
    }
}
