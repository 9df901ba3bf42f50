package io.rillcast.process;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rillcast.forecast.ForecastPlan;
import io.rillcast.forecast.Reading;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Where the readings topic changes so that {@code run} cannot go on: it stops with a sentence, and what that says helps. In
 * the long runs only.
 */
@Timeout(600)
@EnabledIfSystemProperty(named = "rillcast.faults.full", matches = "true")
class ChangedTopicsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final List<Reading> READINGS = Workload.interleaved(12, Workload.IS_FULL ? 5000 : 150);
    /** A client sees new partitions while the test waits, and a thread that hangs in a rebalance is not waited for. */
    private static final Map<String, String> SOON = Map.of(
            "consumer.metadata.max.age.ms", "1000", "shutdown.timeout.ms", "2000", "retrain.every.readings", "0");

    @TempDir
    private static Path dir;

    private static BrokerProcess broker;

    @BeforeAll
    static void startBroker() {
        broker = BrokerProcess.start(dir.resolve("broker"));
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    private static Path settings(Deployment deployment, boolean repartition) {
        Map<String, String> settings = new HashMap<>(SOON);
        settings.put("readings.repartition", Boolean.toString(repartition));
        return deployment.writeSettings(settings);
    }

    private static void publish(Deployment deployment, int page) {
        try (Publishing publishing = new Publishing(deployment)) {
            publishing.publish(Workload.page(READINGS, page, 2));
        }
    }

    private static void widen(Deployment deployment, int count) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", deployment.bootstrapServers()))) {
            String topic = deployment.topic("readings");
            admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(count)))
                    .all()
                    .get(60, SECONDS);
            await().atMost(PATIENCE)
                    .until(() -> admin.describeTopics(List.of(topic))
                                    .allTopicNames()
                                    .get(60, SECONDS)
                                    .get(topic)
                                    .partitions()
                                    .size()
                            == count);
        }
    }

    private static void assertSaid(String sentence, ServiceProcess service) {
        assertThat(service.awaitExit(PATIENCE)).isEqualTo(1);
        assertThat(service.lines()).anyMatch(line -> line.startsWith("rillcast: ") && line.contains(sentence));
    }

    private static void assertForecastOnce(Deployment deployment, OutputReader reader) {
        reader.readForecasts(READINGS.size(), PATIENCE);
        reader.readToRest(PATIENCE);
        Outputs expected = Replay.of(deployment, ForecastPlan.DEFAULT, Replay.Models.NONE, READINGS);
        assertThat(expected.firstDifference(reader.outputs())).isEmpty();
    }

    @Test
    void refusesMorePartitionsOfReadingsThatAreNotKeyedAnewAndGoesOnWhenTheyAre() throws Exception {
        Deployment deployment = Deployment.on(broker, dir, "wider");
        String sentence = "with readings.repartition=false the readings topic must keep as many partitions as its"
                + " series' states: topic=wider.readings, partitions=6, states=4; set readings.repartition=true,"
                + " under which every series goes on where its state is";
        try (ServiceProcess service = ServiceProcess.start(deployment, settings(deployment, false));
                OutputReader reader = new OutputReader(deployment)) {
            publish(deployment, 0);
            reader.readForecasts(READINGS.size() / 2, PATIENCE);
            widen(deployment, 6);
            assertSaid(sentence, service);

            service.restartInVain();
            assertSaid(sentence, service);

            settings(deployment, true);
            service.restart();
            publish(deployment, 1);
            assertForecastOnce(deployment, reader);
        }
    }

    @Test
    void saysThatTheReadingsTopicIsGoneAndGoesOnWithANewOneOfFewerPartitions() throws Exception {
        Deployment deployment = Deployment.on(broker, dir, "gone");
        try (ServiceProcess service = ServiceProcess.start(deployment, settings(deployment, true));
                OutputReader reader = new OutputReader(deployment)) {
            publish(deployment, 0);
            reader.readForecasts(READINGS.size() / 2, PATIENCE);
            reader.readToRest(PATIENCE);
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", deployment.bootstrapServers()))) {
                admin.deleteTopics(List.of(deployment.topic("readings"))).all().get(60, SECONDS);
            }
            assertSaid(
                    "the topics must stay while the forecaster runs: missing=[gone.readings]; start it again, which"
                            + " makes them anew",
                    service);

            Map<String, String> fewer = new HashMap<>(SOON);
            fewer.put("topics.partitions", "2");
            deployment.writeSettings(fewer);
            service.restart();
            publish(deployment, 1);
            assertForecastOnce(deployment, reader);
        }
    }
}
