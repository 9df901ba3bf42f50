package io.rillcast.app;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.apache.kafka.common.utils.Exit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(180)
class DemoCommandIT {
    private static final String BROKER_FAILURE =
            "rillcast: broker must keep running: status=1, cause=disk is full; see the log\n";

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    /** Two series in turn, so many readings of each, and one duplicate that is counted and not forecast. */
    private Path csv(int each) throws Exception {
        StringBuilder text = new StringBuilder("series,timestamp,value\n");
        for (int i = 0; i < each; i++) {
            text.append("tank/level," + i * 3_600_000L + "," + (5 + Math.sin(i / 4.0)) + "\n");
            text.append("tank/flow," + i * 3_600_000L + "," + (i % 5) + "\n");
        }
        text.append("tank/flow," + (each - 1) * 3_600_000L + "," + ((each - 1) % 5) + "\n");
        return Files.writeString(directory.resolve("tank.csv"), text);
    }

    @Test
    void forecastsAFileAndPrintsTheTable() throws Exception {
        Path file = csv(120);

        int status = execute("demo", "--port", "0", "--once", "--data", file.toString(), "--speed", "0");

        assertThat(err.toString()).isEmpty();
        assertThat(status).isZero();
        assertThat(out.toString())
                .contains("replaying 241 readings")
                .containsPattern("(?m)^series +readings +MAE +skill vs naive +80% covered +model$")
                .containsPattern("(?m)^tank/flow +120 ")
                .containsPattern("(?m)^tank/level +120 ")
                .contains("mean scaled pinball loss over the series")
                .contains("trainings with a recorded decision: ");
    }

    @Test
    void forecastsTheBundledSetsBetterThanNaive() {
        int status = execute("demo", "--port", "0", "--once", "--speed", "3000");

        assertThat(err.toString()).isEmpty();
        assertThat(status).isZero();
        assertThat(out.toString())
                .contains("replaying 59579 readings")
                .containsPattern("Rillcast [0-9.]+, naive with empirical quantiles [0-9.]+: better by ")
                .containsPattern("trainings with a recorded decision: ([3-9]|[1-9][0-9])");
        assertThat(forecastsInTheTable()).isEqualTo(59_579);
    }

    @Test
    void endsAtOnceWhenTheBrokerFailsWhileReadingsCome() throws Exception {
        Path file = csv(1000);
        CompletableFuture<Integer> status =
                start("demo", "--port", "0", "--once", "--data", file.toString(), "--speed", "1");
        awaitOutput(status, "replaying");

        failBroker();

        assertThat(status.get(90, SECONDS)).isEqualTo(1);
        assertThat(err).hasToString(BROKER_FAILURE);
    }

    @Test
    void endsAtOnceWhenTheBrokerFailsWhileItStaysUp() throws Exception {
        Path file = csv(20);
        CompletableFuture<Integer> status = start("demo", "--port", "0", "--data", file.toString(), "--speed", "0");
        awaitOutput(status, "stay up for your own clients");

        failBroker();

        assertThat(status.get(90, SECONDS)).isEqualTo(1);
        assertThat(err).hasToString(BROKER_FAILURE);
    }

    /** What Kafka itself does when its disk is full. */
    private static void failBroker() {
        assertThatThrownBy(() -> Exit.halt(1, "disk is full")).isInstanceOf(IllegalStateException.class);
    }

    private long forecastsInTheTable() {
        return Pattern.compile("(?m)^\\S+/\\S+ +([0-9,]+) ")
                .matcher(out.toString())
                .results()
                .mapToLong(line -> Long.parseLong(line.group(1).replace(",", "")))
                .sum();
    }

    @Test
    void namesABadLineBeforeAnythingIsStarted() throws Exception {
        Path file = Files.writeString(
                directory.resolve("bad.csv"), "series,timestamp,value\na,2026-01-01,1\na,2026-01-02,high\n");

        int status = execute("demo", "--port", "0", "--once", "--data", file.toString());

        assertThat(status).isEqualTo(1);
        assertThat(out.toString()).isEmpty();
        assertThat(err)
                .hasToString(
                        "rillcast: value must be a finite number: file=bad.csv, line=3, column=value, text=\"high\"\n");
    }

    @Test
    void namesAMissingFileBeforeAnythingIsStarted() {
        int status = execute("demo", "--port", "0", "--once", "--data", "none.csv");

        assertThat(status).isEqualTo(1);
        assertThat(out.toString()).isEmpty();
        assertThat(err).hasToString("rillcast: file must exist: file=none.csv\n");
    }

    @Test
    void refusesADirectoryThatIsNotEmpty() throws Exception {
        Path used = Files.createDirectory(directory.resolve("used"));
        Files.writeString(used.resolve("mine.txt"), "mine");

        int status = execute("demo", "--port", "0", "--once", "--dir", used.toString());

        assertThat(status).isEqualTo(1);
        assertThat(err)
                .hasToString("rillcast: the directory must be new or empty: dir=" + used
                        + "; name another, or go on with it by `rillcast local` and `rillcast run`\n");
        assertThat(used.resolve("mine.txt")).hasContent("mine");
    }

    /** In a thread of its own: one that is stuck must not keep the next from starting. */
    private CompletableFuture<Integer> start(String... arguments) {
        CompletableFuture<Integer> status = new CompletableFuture<>();
        Thread thread = new Thread(() -> status.complete(execute(arguments)), "demo");
        thread.setDaemon(true);
        thread.start();
        return status;
    }

    private void awaitOutput(CompletableFuture<Integer> status, String text) {
        await().atMost(120, SECONDS)
                .until(() -> status.isDone() || out.toString().contains(text));
        assertThat(out.toString()).as("output, with errors: " + err).contains(text);
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
