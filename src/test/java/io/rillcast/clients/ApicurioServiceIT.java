package io.rillcast.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.rillcast.forecast.ForecastPlan;
import io.rillcast.forecast.Reading;
import io.rillcast.process.OutputReader;
import io.rillcast.process.Publishing;
import io.rillcast.process.Replay;
import io.rillcast.serde.ModelSnapshotDeserializer;
import io.rillcast.serde.SchemaRegistryClient;
import io.rillcast.serde.TrainingRecordDeserializer;
import io.rillcast.training.ModelSnapshot;
import io.rillcast.training.TrainingRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole service with Apicurio's registry in place of ours. */
@Timeout(900)
class ApicurioServiceIT {
    @TempDir
    private Path dir;

    private Apicurio apicurio;

    @BeforeEach
    void start() {
        apicurio = Apicurio.start(dir);
    }

    @AfterEach
    void stop() {
        if (apicurio != null) {
            apicurio.close();
        }
    }

    @Test
    void forecastsEachReadingOnce() {
        List<Reading> readings = LiveService.readings(5, 100);
        try (LiveService live = LiveService.start(dir, apicurio.url(), Map.of())) {
            publish(live, readings);
            OutputReader outputs = live.awaitForecasts(readings.size());

            var expected = Replay.of(live.deployment(), ForecastPlan.DEFAULT, Replay.Models.NONE, readings);
            assertThat(expected.firstDifference(outputs.outputs())).isEmpty();
            assertThat(outputs.outputs().forecastCount()).isEqualTo(500);
            assertThat(outputs.outputs().scoreCount()).isEqualTo(495);
            assertThat(outputs.records("dead-letters")).isEmpty();
            assertThat(live.service().stop()).isZero();
        }
    }

    /** Trainings and models have schemas of their own, of which the models' is the largest. */
    @Test
    void publishesModelsAndServesThem() {
        List<Reading> readings = LiveService.readings(5, 400);
        Map<String, String> settings = Map.of(
                "retrain.every.readings", "600",
                "training.window", "16",
                "training.truncation.length", "8",
                "training.batch", "8",
                "training.steps", "60",
                "training.cpu.share", "1",
                "network.hidden", "8",
                "history.readings", "64");
        try (LiveService live = LiveService.start(dir, apicurio.url(), settings)) {
            publish(live, readings);
            OutputReader outputs = live.awaitForecasts(readings.size());
            outputs.readUntil(() -> !promoted(live, outputs).isEmpty(), LiveService.PATIENCE);
            outputs.readCommitted();

            assertThat(outputs.outputs().forecastCount()).isEqualTo(2000);
            assertThat(versions(live, outputs)).containsAll(promoted(live, outputs));
            assertThat(live.service().stop()).isZero();
        }
    }

    private static void publish(LiveService live, List<Reading> readings) {
        try (Publishing publishing = new Publishing(live.deployment())) {
            publishing.publish(readings);
        }
    }

    private static List<Long> promoted(LiveService live, OutputReader outputs) {
        try (SchemaRegistryClient registry = live.deployment().registry();
                TrainingRecordDeserializer deserializer = new TrainingRecordDeserializer(registry)) {
            return outputs.records("trainings").stream()
                    .map(record -> deserializer.deserialize(record.topic(), record.value()))
                    .filter(training -> training.decision() == TrainingRecord.Decision.PROMOTED)
                    .map(TrainingRecord::candidateVersion)
                    .toList();
        }
    }

    private static List<Long> versions(LiveService live, OutputReader outputs) {
        try (SchemaRegistryClient registry = live.deployment().registry();
                ModelSnapshotDeserializer deserializer = new ModelSnapshotDeserializer(registry)) {
            return outputs.records("models").stream()
                    .filter(record -> record.value() != null)
                    .map(record -> snapshot(deserializer, record).model().version())
                    .distinct()
                    .toList();
        }
    }

    private static ModelSnapshot snapshot(ModelSnapshotDeserializer reader, ConsumerRecord<byte[], byte[]> record) {
        return reader.deserialize(record.topic(), record.value());
    }
}
