package io.rillcast.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rillcast.forecast.Forecast;
import io.rillcast.forecast.Reading;
import io.rillcast.serde.DeadLetterHeaders;
import io.rillcast.training.ModelCommand;
import io.rillcast.training.ModelCommand.Action;
import io.rillcast.training.TrainingRecord;
import io.rillcast.training.TrainingSchedule;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCommandTest {
    private static final List<Reading> READINGS = ForecastTopologyTest.swinging("pump", 1000);

    @TempDir
    Path dir;

    /** Trains on command alone: the interval is never reached. */
    private TopologyHarness topology() {
        TopologyHarness topology =
                new TopologyHarness(dir, ForecastTopologyTest.plan(new TrainingSchedule(1_000_000, 64, 1, 600)));
        topology.publish(READINGS.subList(0, 500));
        return topology;
    }

    private static long versionOfNext(TopologyHarness topology, int reading) {
        topology.publish(READINGS.get(reading));
        List<Forecast> forecasts = topology.forecasts();
        return forecasts.get(forecasts.size() - 1).origin().modelVersion();
    }

    @Test
    void trainsWhenTold() {
        try (TopologyHarness topology = topology()) {
            topology.command(new ModelCommand("all", Action.TRAIN_NOW, 0));
            TrainingRecord training = topology.awaitTraining();

            assertThat(training.decision()).isEqualTo(TrainingRecord.Decision.PROMOTED);
            assertThat(versionOfNext(topology, 500)).isEqualTo(1);
        }
    }

    @Test
    void publishesAnArchivedVersionAgainUnderANewNumber() {
        try (TopologyHarness topology = topology()) {
            topology.command(new ModelCommand("all", Action.TRAIN_NOW, 0));
            topology.awaitTraining();

            topology.command(new ModelCommand("all", Action.PROMOTE, 1));

            assertThat(versionOfNext(topology, 500)).isEqualTo(2);
            assertThat(versionOfNext(topology, 501)).isEqualTo(2);
        }
    }

    @Test
    void doesNotPublishACandidateThatNeverMetTheModelInUse() {
        try (TopologyHarness topology = topology()) {
            topology.command(new ModelCommand("all", Action.TRAIN_NOW, 0));
            topology.awaitTraining();
            topology.command(new ModelCommand("all", Action.TRAIN_NOW, 0));
            topology.command(new ModelCommand("all", Action.PROMOTE, 1));

            TrainingRecord overtaken = topology.awaitTraining();

            assertThat(overtaken.decision()).isEqualTo(TrainingRecord.Decision.KEPT);
            assertThat(overtaken.candidateVersion()).isZero();
            assertThat(overtaken.incumbentVersion()).isEqualTo(1);
            assertThat(versionOfNext(topology, 500)).isEqualTo(2);
        }
    }

    @Test
    void refusesAnImportWhichItCannotDoYet() {
        try (TopologyHarness topology = topology()) {
            topology.command(new ModelCommand("all", Action.IMPORT, 0));

            assertThat(topology.deadLetters())
                    .extracting(letter -> DeadLetterHeaders.text(letter.headers(), DeadLetterHeaders.CAUSE)
                            .orElse(""))
                    .containsExactly("unsupported-command");
        }
    }

    @Test
    void stopsWhereAnotherApplicationPublishesToTheSameTopic() {
        try (TopologyHarness topology = topology()) {
            topology.command(new ModelCommand("all", Action.TRAIN_NOW, 0));
            topology.awaitTraining();
            topology.publish(ModelExamples.snapshot("all", 2));

            assertThatThrownBy(() -> topology.command(new ModelCommand("all", Action.PROMOTE, 1)))
                    .rootCause()
                    .hasMessage("a models topic must have one application at a time: topic=rillcast.models, group=all,"
                            + " published=1, found=2; stop the other one, then start this one again, or set a"
                            + " models.topic of its own for a new application.id");
        }
    }

    @Test
    void goesOnAfterACommandThatCannotBeObeyed() {
        try (TopologyHarness topology = topology()) {
            topology.command(new ModelCommand("all", Action.PROMOTE, 99));
            topology.command(new ModelCommand("unknown", Action.TRAIN_NOW, 0));

            assertThat(versionOfNext(topology, 500)).isZero();
        }
    }

    @Test
    void sendsACommandThatCannotBeReadToTheDeadLetters() {
        try (TopologyHarness topology = topology()) {
            topology.commandRaw("train now!".getBytes(StandardCharsets.UTF_8));
            topology.commandRaw(null);

            List<TestRecord<byte[], byte[]>> letters = topology.deadLetters();
            assertThat(letters)
                    .extracting(letter -> DeadLetterHeaders.text(letter.headers(), DeadLetterHeaders.CAUSE)
                            .orElse(""))
                    .containsExactly("no-wire-header", "null-value");
            assertThat(versionOfNext(topology, 500)).isZero();
        }
    }
}
