package io.rillcast.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rillcast.local.EmbeddedBroker;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(180)
class BenchCommandIT {
    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void printsBothSpeedsAndTheirRatioAsJson() throws Exception {
        int status = execute("bench", "--readings", "2000", "--series", "100", "--rounds", "1", "--json");

        assertThat(err.toString()).isEmpty();
        assertThat(status).isZero();
        JsonNode report = new JsonMapper().readTree(out.toString());
        assertThat(report.get("readings").asInt()).isEqualTo(2000);
        assertThat(report.get("guarantee").asText()).isEqualTo("exactly_once_v2");
        assertThat(report.get("stateBytes").asInt()).isGreaterThan(500);
        assertThat(report.get("rounds")).hasSize(1);
        double ratio = report.at("/rillcast/median").asDouble()
                / report.at("/yardstick/median").asDouble();
        assertThat(report.at("/ratio/median").asDouble()).isPositive().isEqualTo(ratio);
    }

    @Test
    void printsWhatTrainingCostsAsJson() throws Exception {
        int status = execute(
                "bench",
                "--training",
                "--readings",
                "4000",
                "--series",
                "10",
                "--rounds",
                "1",
                "--rate",
                "200",
                "--seconds",
                "1",
                "--guarantee",
                "at_least_once",
                "--json",
                "-Dtraining.steps=25",
                "-Dtraining.cpu.share=1");

        assertThat(err.toString()).isEmpty();
        assertThat(status).isZero();
        JsonNode report = new JsonMapper().readTree(out.toString());
        assertThat(report.get("rounds")).hasSize(1);
        JsonNode serving = report.at("/rounds/0/serving");
        JsonNode training = report.at("/rounds/0/training");
        assertThat(serving.get("trainings").asInt()).isZero();
        assertThat(serving.get("trainerShare").asDouble()).isZero();
        assertThat(training.get("trainings").asInt()).isPositive();
        assertThat(training.get("trainerShare").asDouble()).isPositive();
        assertThat(serving.get("p99Ms").asDouble())
                .isGreaterThanOrEqualTo(serving.get("p50Ms").asDouble());
        assertThat(report.at("/throughputRatio/median").asDouble())
                .isEqualTo(training.get("readingsPerSecond").asDouble()
                        / serving.get("readingsPerSecond").asDouble());
    }

    @Test
    void leavesNothingOnTheClusterThatItIsGiven() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory, 0, Map.of());
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            Path config = Files.writeString(
                    directory.resolve("r.properties"),
                    "bootstrap.servers=" + broker.bootstrapServers() + "\nschema.registry.url=http://127.0.0.1:1\n");

            int status = execute(
                    "bench",
                    "--config",
                    config.toString(),
                    "--readings",
                    "500",
                    "--series",
                    "10",
                    "--rounds",
                    "1",
                    "--guarantee",
                    "at_least_once");

            assertThat(err.toString()).isEmpty();
            assertThat(status).isZero();
            assertThat(out.toString()).contains("round 1: rillcast ").contains("ratio: ");
            Set<String> topics = admin.listTopics().names().get();
            assertThat(topics).noneMatch(name -> name.startsWith("rillcast"));
            assertThat(admin.listGroups().all().get()).isEmpty();
        }
    }

    @Test
    void refusesMoreSeriesThanReadings() {
        int status = execute("bench", "--readings", "5", "--series", "6");

        assertThat(status).isEqualTo(2);
        assertThat(err)
                .hasToString("rillcast: a bench needs a round, and a reading of each series: readings=5, series=6,"
                        + " rounds=3\nsee: rillcast bench --help\n");
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
