package io.rillcast.app;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.rillcast.process.ChildProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The command as a process of its own. */
@Timeout(120)
class LocalCommandIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    @Test
    void servesUntilToldToStopAndEndsWithZero() throws Exception {
        try (ChildProcess local = start("local.txt")) {
            String servers =
                    local.awaitLine("^bootstrap.servers=(.+)", PATIENCE).group(1);

            int brokers;
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
                brokers = admin.describeCluster().nodes().get(60, SECONDS).size();
            }
            local.sigterm();

            assertThat(brokers).isEqualTo(1);
            assertThat(local.awaitExit(PATIENCE)).isZero();
            assertThat(local.lines()).contains("stopped").noneMatch(line -> line.startsWith("\tat "));
        }
    }

    @Test
    void saysInOneSentenceThatADirectoryIsInUse() {
        try (ChildProcess first = start("first.txt")) {
            first.awaitLine("^bootstrap.servers=", PATIENCE);

            try (ChildProcess second = start("second.txt")) {
                int status = second.awaitExit(PATIENCE);

                assertThat(status).isEqualTo(1);
                assertThat(second.lines()).hasSize(2).last().asString().matches("rillcast: .* in use.*");
            }
        }
    }

    private ChildProcess start(String output) {
        return ChildProcess.start(
                directory.resolve(output),
                "io.rillcast.app.Rillcast",
                List.of("local", "--dir", directory.resolve("data").toString(), "--kafka-port=0", "--registry-port=0"));
    }
}
