package io.rillcast.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.rillcast.forecast.ForecastPlan;
import io.rillcast.forecast.Reading;
import io.rillcast.serde.DeadLetterHeaders;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Law 8, exactly once: whatever is killed on the way, the committed outputs are, byte for byte, those of a plain replay in
 * one process, and a reading dated 9999 is one dead letter that harms nothing after it. Each test has topics of its own
 * on one broker; retraining is off.
 */
@Timeout(900)
class ServiceFaultsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(Workload.IS_FULL ? 10 : 2);

    private static final int PAGES = 4;
    private static final long ABSURD_MS = Instant.parse("9999-12-31T00:00:00Z").toEpochMilli();

    @TempDir
    private static Path dir;

    private static BrokerProcess broker;
    private static List<Reading> readings;

    @BeforeAll
    static void startBroker() {
        readings = Workload.chosen();
        broker = BrokerProcess.start(dir.resolve("broker"));
    }

    @AfterAll
    static void stopBroker() {
        if (broker != null) {
            broker.close();
        }
    }

    @Test
    void sendsWhatAPlainReplayGives() {
        try (Scene scene = new Scene("undisturbed", 4)) {
            IntStream.range(0, PAGES).forEach(scene::publishPage);

            scene.requireOutputsOfReplay();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void sendsTheSameWhenKilledTwiceAndItsStateIsLost(int partitions) {
        try (Scene scene = new Scene("killed-" + partitions, partitions)) {
            scene.begin();
            scene.publishPage(1);
            scene.service.kill9();
            scene.requireWorkLeft();
            scene.service.restart();
            scene.awaitMost();
            scene.publishPage(2);
            scene.service.kill9();
            scene.requireWorkLeft();
            scene.service.wipeState();
            scene.service.restart();
            scene.publishPage(3);

            scene.requireOutputsOfReplay();
        }
    }

    @Test
    void sendsTheSameWhenTheBrokerIsKilled() {
        try (Scene scene = new Scene("broker-killed", 4)) {
            scene.begin();
            scene.publishPage(1);
            broker.kill9();
            broker.restart();
            scene.requireWorkLeft();
            scene.publishPage(2);
            scene.publishPage(3);

            scene.requireOutputsOfReplay();
        }
    }

    @Test
    void sendsTheSameWhenToldToStopInTraffic() {
        try (Scene scene = new Scene("told-to-stop", 4)) {
            scene.begin();
            scene.publishPage(1);
            int code = scene.service.stop();
            scene.requireWorkLeft();
            scene.service.restart();
            scene.publishPage(2);
            scene.publishPage(3);

            assertThat(code).isZero();
            scene.requireOutputsOfReplay();
        }
    }

    /** One deployment with its service, its publisher and its reader; the readings go in pages. */
    private static final class Scene implements AutoCloseable {
        private final Deployment deployment;
        private final ServiceProcess service;
        private final Publishing publishing;
        private final OutputReader reader;

        Scene(String name, int partitions) {
            deployment = Deployment.on(broker, dir, name);
            Map<String, String> settings =
                    Map.of("topics.partitions", Integer.toString(partitions), "retrain.every.readings", "0");
            service = ServiceProcess.start(deployment, deployment.writeSettings(settings));
            publishing = new Publishing(deployment);
            reader = new OutputReader(deployment);
        }

        /** The first page, until the service has done most of it. */
        void begin() {
            publishPage(0);
            awaitMost();
        }

        /** In the middle of all comes a reading dated 9999. */
        void publishPage(int number) {
            List<Reading> page = Workload.page(readings, number, PAGES);
            if (number == PAGES / 2) {
                publishing.publish(List.of(new Reading(page.get(0).seriesId(), ABSURD_MS, 1)));
            }
            publishing.publish(page);
        }

        /** Waits until most of what was published is done: a few of a hundred readings are never admitted. */
        void awaitMost() {
            reader.readForecasts(publishing.published() * 9 / 10, PATIENCE);
        }

        /** So that a fault that came too late to do harm does not pass for one that did none. */
        void requireWorkLeft() {
            long done = reader.readCommitted();
            System.out.println(deployment.name() + ": forecasts committed at the fault: " + done + " of "
                    + publishing.published());
            assertThat(done).isPositive().isLessThan(publishing.published() * 97 / 100);
        }

        void requireOutputsOfReplay() {
            Outputs expected = Replay.of(deployment, ForecastPlan.DEFAULT, Replay.Models.NONE, readings);
            try {
                reader.readForecasts(expected.forecastCount(), PATIENCE);
                reader.readToRest(PATIENCE);
            } catch (AssertionError late) {
                throw new AssertionError(late.getMessage() + "; the service said: " + service.lines(), late);
            }
            int code = service.stop();
            reader.readCommitted();
            Outputs outputs = reader.outputs();
            System.out.println(deployment.name() + ": readings published: " + publishing.published() + ", forecasts: "
                    + outputs.forecastCount() + ", scores: " + outputs.scoreCount());

            assertThat(expected.firstDifference(outputs)).isEmpty();
            assertThat(outputs.forecasts().keySet()).isEqualTo(seriesPublished());
            assertThat(outputs.scoreCount())
                    .isEqualTo(outputs.forecastCount() - outputs.forecasts().size());
            assertThat(reader.records("dead-letters"))
                    .singleElement()
                    .satisfies(letter -> assertThat(DeadLetterHeaders.text(letter.headers(), DeadLetterHeaders.CAUSE))
                            .contains("timestamp-too-far-ahead"));
            assertThat(code).isZero();
        }

        private static Set<String> seriesPublished() {
            return readings.stream().map(Reading::seriesId).collect(Collectors.toSet());
        }

        @Override
        public void close() {
            reader.close();
            publishing.close();
            service.close();
        }
    }
}
