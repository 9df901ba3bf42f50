package io.rillcast.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rillcast.training.TrainingSchedule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class StateHomeIT {
    @TempDir
    private static Path dir;

    private static ServiceHarness harness;
    private static Admin admin;
    private static String cluster;

    @BeforeAll
    static void startCluster() throws Exception {
        harness = new ServiceHarness(
                dir.resolve("cluster"), ForecastTopologyTest.plan(new TrainingSchedule(0, 1024, 1, 600)));
        admin = Admin.create(Map.of("bootstrap.servers", harness.bootstrapServers()));
        cluster = admin.describeCluster().clusterId().get();
    }

    @AfterAll
    static void stopCluster() {
        admin.close();
        harness.close();
    }

    @Test
    void isADirectoryOfTheClusterUnlessNamed() throws Exception {
        Path home = StateHome.of(Map.of("application.id", "a"), admin);

        assertThat(home)
                .isAbsolute()
                .isEqualTo(Path.of("rillcast-state", cluster).toAbsolutePath());
    }

    @Test
    void remembersTheClusterOfEachApplicationInTheOneNamed() throws Exception {
        Path named = dir.resolve("named");

        assertThat(StateHome.of(settings(named, "a"), admin)).isEqualTo(named);
        assertThat(StateHome.of(settings(named, "a"), admin)).isEqualTo(named);

        assertThat(named.resolve("a.cluster-id")).hasContent(cluster);
        assertThat(named.resolve("b.cluster-id")).doesNotExist();
    }

    @Test
    void refusesTheStateOfAnotherCluster() throws Exception {
        Path named = Files.createDirectory(dir.resolve("foreign"));
        Files.writeString(named.resolve("a.cluster-id"), "another\n");

        assertThatThrownBy(() -> StateHome.of(settings(named, "a"), admin))
                .isInstanceOf(StartFailure.class)
                .hasMessage("the state directory must hold state of this cluster: state.dir=" + named
                        + ", application.id=a, cluster=" + cluster + ", found=another; name another state.dir, or"
                        + " remove " + named.resolve("a") + " and " + named.resolve("a.cluster-id"));
        assertThat(StateHome.of(settings(named, "b"), admin)).isEqualTo(named);
    }

    @Test
    void letsNoSecondInstanceIntoTheSameOne() throws Exception {
        Path shared = dir.resolve("shared");
        try (ForecastService first = harness.start(shared)) {
            assertThatThrownBy(() -> harness.start(shared))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageStartingWith("the state directory must be this instance's own: state.dir=" + shared)
                    .hasMessageEndingWith("; give each instance on a machine a state.dir of its own");
            assertThat(first.failure().toCompletableFuture()).isNotDone();
        }
    }

    private static Map<String, Object> settings(Path stateDir, String application) {
        return Map.of("state.dir", stateDir.toString(), "application.id", application);
    }
}
