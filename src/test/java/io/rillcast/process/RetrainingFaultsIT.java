package io.rillcast.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.rillcast.forecast.Forecast;
import io.rillcast.forecast.ForecastModel;
import io.rillcast.forecast.ForecastPlan;
import io.rillcast.forecast.QuantileLevels;
import io.rillcast.forecast.Reading;
import io.rillcast.forecast.Support;
import io.rillcast.serde.ForecastDeserializer;
import io.rillcast.serde.ModelSnapshotDeserializer;
import io.rillcast.serde.SchemaRegistryClient;
import io.rillcast.serde.TrainingRecordDeserializer;
import io.rillcast.training.TrainingRecord;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With retraining on, kills lose nothing, double nothing, and no series goes back to an older model. */
@Timeout(600)
class RetrainingFaultsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int WINDOW = 16;
    private static final int PAGES = 40;

    @TempDir
    private Path dir;

    private final List<Reading> readings = Workload.interleaved(6, Workload.IS_FULL ? 40_000 : 8_000);
    private BrokerProcess broker;
    private Deployment deployment;
    private ServiceProcess service;
    private Publishing publishing;
    private OutputReader reader;
    private int nextPage;

    @BeforeEach
    void start() {
        broker = BrokerProcess.start(dir.resolve("broker"));
        deployment = Deployment.on(broker, dir, "retraining");
        service = ServiceProcess.start(deployment, writeSettings("1"));
        publishing = new Publishing(deployment);
        reader = new OutputReader(deployment);
    }

    private Path writeSettings(String cpuShare) {
        return deployment.writeSettings(Map.of(
                "retrain.every.readings", "1500",
                "training.window", Integer.toString(WINDOW),
                "training.truncation.length", "8",
                "training.batch", "8",
                "training.steps", "60",
                "training.cpu.share", cpuShare,
                "network.hidden", "8",
                "history.readings", "64"));
    }

    @AfterEach
    void stop() {
        reader.close();
        publishing.close();
        service.close();
        broker.close();
    }

    @Test
    void losesAndDoublesNothingAndNeverGoesBackWhenKilled() {
        long first = publishUntilServedBeyond(0);
        publishPage();
        service.kill9();
        service.restart();
        long second = publishUntilServedBeyond(first);
        publishPage();
        service.kill9();
        service.wipeState();
        service.restart();
        long third = publishUntilServedBeyond(second);
        publishPage();
        reader.readForecasts(publishing.published(), PATIENCE);
        reader.readToRest(PATIENCE);
        int code = service.stop();
        reader.readCommitted();

        Map<Long, ForecastModel> models = modelsByVersion();
        Map<String, List<Long>> versions = versionsBySeries();
        System.out.println("readings: " + publishing.published() + ", forecasts: "
                + reader.outputs().forecastCount() + ", versions: " + models.keySet() + ", trainings: "
                + reader.records("trainings").size());
        assertThat(code).isZero();
        assertThat(versions.values()).allSatisfy(used -> assertThat(used).isSorted());
        assertThat(used(versions)).contains(first, second, third).isSubsetOf(withNone(models.keySet()));
        assertThat(promotedVersions()).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(models.keySet());
        List<Reading> published = readings.subList(0, (int) publishing.published());
        ForecastPlan plan = new ForecastPlan(QuantileLevels.DEFAULT, WINDOW, Support.AUTO);
        Outputs expected = Replay.of(deployment, plan, new Replay.Models(models, versions), published);
        assertThat(expected.firstDifference(reader.outputs())).isEmpty();
    }

    @Test
    void beginsATrainingAgainThatAStopCutShort() {
        service.stop();
        writeSettings("0.01");
        service.restart();
        publishPage();
        reader.readForecasts(publishing.published(), PATIENCE);
        reader.readToRest(PATIENCE);
        int code = service.stop();
        reader.readCommitted();
        int endedBefore = reader.records("trainings").size();
        writeSettings("1");
        service.restart();

        reader.readUntil(() -> !promotedVersions().isEmpty(), PATIENCE);

        assertThat(code).isZero();
        assertThat(endedBefore).isZero();
    }

    private void publishPage() {
        assertThat(nextPage).as("pages published").isLessThan(PAGES);
        publishing.publish(Workload.page(readings, nextPage, PAGES));
        nextPage++;
    }

    /** Page by page, until a forecast was made by a newer version than this; returns which. */
    private long publishUntilServedBeyond(long version) {
        long newest = version;
        while (newest == version) {
            publishPage();
            reader.readForecasts(publishing.published(), PATIENCE);
            newest = used(versionsBySeries()).stream().reduce(version, Math::max);
        }
        return newest;
    }

    private List<Long> promotedVersions() {
        List<Long> versions = new ArrayList<>();
        try (SchemaRegistryClient registry = deployment.registry()) {
            TrainingRecordDeserializer deserializer = new TrainingRecordDeserializer(registry);
            for (ConsumerRecord<byte[], byte[]> record : reader.records("trainings")) {
                TrainingRecord training = deserializer.deserialize(record.topic(), record.value());
                if (training.decision() == TrainingRecord.Decision.PROMOTED) {
                    versions.add(training.candidateVersion());
                }
            }
        }
        return versions;
    }

    /** Every version that was ever published, whose bytes must always have been the same. */
    private Map<Long, ForecastModel> modelsByVersion() {
        Map<Long, ForecastModel> models = new HashMap<>();
        Map<Long, ByteBuffer> bytes = new HashMap<>();
        try (SchemaRegistryClient registry = deployment.registry()) {
            ModelSnapshotDeserializer deserializer = new ModelSnapshotDeserializer(registry);
            for (ConsumerRecord<byte[], byte[]> record : reader.records("models")) {
                if (record.value() != null) {
                    ForecastModel model = deserializer
                            .deserialize(record.topic(), record.value())
                            .model();
                    ByteBuffer before = bytes.putIfAbsent(model.version(), ByteBuffer.wrap(record.value()));
                    assertThat(before).isIn(null, ByteBuffer.wrap(record.value()));
                    models.put(model.version(), model);
                }
            }
        }
        return models;
    }

    private Map<String, List<Long>> versionsBySeries() {
        Map<String, List<Long>> versions = new HashMap<>();
        try (SchemaRegistryClient registry = deployment.registry()) {
            ForecastDeserializer deserializer = new ForecastDeserializer(registry);
            for (ConsumerRecord<byte[], byte[]> record : reader.records("forecasts")) {
                Forecast.Origin origin =
                        deserializer.deserialize(record.topic(), record.value()).origin();
                versions.computeIfAbsent(origin.seriesId(), name -> new ArrayList<>())
                        .add(origin.modelVersion());
            }
        }
        return versions;
    }

    private static Set<Long> used(Map<String, List<Long>> versions) {
        Set<Long> used = new HashSet<>();
        versions.values().forEach(used::addAll);
        return used;
    }

    private static Set<Long> withNone(Set<Long> published) {
        Set<Long> all = new HashSet<>(published);
        all.add(0L);
        return all;
    }
}
