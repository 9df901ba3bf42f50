package io.rillcast.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.rillcast.forecast.Forecast;
import io.rillcast.forecast.ForecastModel;
import io.rillcast.forecast.OnlineForecaster;
import io.rillcast.forecast.QuantileLevels;
import io.rillcast.forecast.Reading;
import io.rillcast.rnn.CellKind;
import io.rillcast.rnn.Network;
import io.rillcast.rnn.NetworkShape;
import io.rillcast.rnn.RecurrentShape;
import io.rillcast.rnn.Tensor;
import io.rillcast.serde.DeadLetterHeaders;
import io.rillcast.serde.ModelFile;
import io.rillcast.training.ModelCommand;
import io.rillcast.training.ModelCommand.Action;
import io.rillcast.training.ModelSnapshot;
import io.rillcast.training.TrainingRecord;
import io.rillcast.training.TrainingSchedule;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCommandTest {
    private static final List<Reading> READINGS = ForecastTopologyTest.swinging("pump", 1600);

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

            TrainingRecord record = topology.trainings().get(0);
            assertThat(record.decision()).isEqualTo(TrainingRecord.Decision.PROMOTED);
            assertThat(record.reason()).isEqualTo("promoted: a person's word, the weights of version 1 again");
            assertThat(record.candidateVersion()).isEqualTo(2);
            assertThat(record.incumbentVersion()).isEqualTo(1);
            assertThat(topology.models().subList(2, 4))
                    .extracting(ModelSnapshot::training)
                    .containsOnly(record);
            assertThat(versionOfNext(topology, 500)).isEqualTo(2);
            assertThat(versionOfNext(topology, 501)).isEqualTo(2);
        }
    }

    /** What is rolled back to is what was in use before, not the number before; each time further. */
    @Test
    void rollsBackToWhatWasInUseBeforeAndThenFurther() {
        try (TopologyHarness topology = topology()) {
            for (long version = 1; version <= 3; version++) {
                topology.publishArchived(ModelExamples.snapshot("all", version));
            }
            topology.publish(ModelExamples.snapshot("all", 3));

            for (int i = 0; i < 3; i++) {
                topology.command(new ModelCommand("all", Action.ROLL_BACK, 0));
            }

            List<ForecastModel> published =
                    topology.models().stream().map(ModelSnapshot::model).toList();
            assertThat(published.stream().map(ForecastModel::version)).containsExactly(4L, 4L, 5L, 5L);
            assertEqualWeights(published.get(0), ModelExamples.snapshot("all", 2));
            assertEqualWeights(published.get(2), ModelExamples.snapshot("all", 1));
            assertThat(topology.trainings())
                    .extracting(TrainingRecord::decision, TrainingRecord::reason, TrainingRecord::incumbentVersion)
                    .startsWith(
                            tuple(
                                    TrainingRecord.Decision.ROLLED_BACK,
                                    "rolled back: a person's word, the weights of version 2 again",
                                    3L),
                            tuple(
                                    TrainingRecord.Decision.ROLLED_BACK,
                                    "rolled back: a person's word, the weights of version 1 again",
                                    4L))
                    .hasSize(3);
            assertThat(versionOfNext(topology, 500)).isEqualTo(5);
        }
    }

    private static void assertEqualWeights(ForecastModel actual, ModelSnapshot expected) {
        Map<String, Tensor> tensors = actual.network().tensors();
        expected.model()
                .network()
                .tensors()
                .forEach(
                        (name, tensor) -> assertThat(tensors.get(name).values()).isEqualTo(tensor.values()));
    }

    /** The model in use is bad, the one before it was trained: after sixteen windows they have changed places, once. */
    @Test
    void rollsBackAPromotedModelThatIsWorseThanTheOneBeforeByItself() {
        try (TopologyHarness topology = topology()) {
            topology.command(new ModelCommand("all", Action.TRAIN_NOW, 0));
            topology.awaitTraining();
            ModelSnapshot good = topology.models().get(0);
            topology.publish(ModelExamples.snapshot("all", 2));
            GroupReservoir reservoir = topology.reservoir(64);
            reservoir.put("all", reservoir.ledger("all").promoted(2));

            topology.publish(READINGS.subList(500, 1500));

            List<TrainingRecord> records = topology.trainings();
            assertThat(records).hasSize(1);
            TrainingRecord record = records.get(0);
            assertThat(record.decision()).isEqualTo(TrainingRecord.Decision.ROLLED_BACK);
            assertThat(record.incumbentVersion()).isEqualTo(2);
            assertThat(record.candidateVersion()).isEqualTo(3);
            assertThat(record.losses().candidate()).isLessThan(record.losses().incumbent());
            assertThat(record.reason()).contains("the weights of version 1 are in use again as version 3");
            ForecastModel published = topology.models().get(0).model();
            assertThat(published.version()).isEqualTo(3);
            assertEqualWeights(published, good);
            assertThat(topology.totals()).containsEntry("models-rolled-back", 1L);
            assertThat(versionOfNext(topology, 1500)).isEqualTo(3);
        }
    }

    @Test
    void doesNotPublishACandidateThatNeverMetTheModelInUse() {
        try (TopologyHarness topology = topology()) {
            topology.command(new ModelCommand("all", Action.TRAIN_NOW, 0));
            topology.awaitTraining();
            topology.command(new ModelCommand("all", Action.TRAIN_NOW, 0));
            topology.command(new ModelCommand("all", Action.PROMOTE, 1));
            assertThat(topology.trainings()).hasSize(1);

            TrainingRecord overtaken = topology.awaitTraining();

            assertThat(overtaken.decision()).isEqualTo(TrainingRecord.Decision.KEPT);
            assertThat(overtaken.candidateVersion()).isZero();
            assertThat(overtaken.incumbentVersion()).isEqualTo(1);
            assertThat(versionOfNext(topology, 500)).isEqualTo(2);
        }
    }

    @Test
    void publishesAnImportedModelUnderTheNextNumberAndSaysSo() {
        ModelSnapshot foreign = ModelExamples.snapshot("all", 77);
        try (TopologyHarness topology = topology()) {
            topology.command(new ModelCommand("all", Action.TRAIN_NOW, 0));
            topology.awaitTraining();

            topology.command(ModelCommand.toImport(foreign.model()));

            TrainingRecord record = topology.trainings().get(0);
            assertThat(record.decision()).isEqualTo(TrainingRecord.Decision.PROMOTED);
            assertThat(record.reason()).isEqualTo("imported: a person's word, not judged");
            assertThat(record.candidateVersion()).isEqualTo(2);
            assertThat(record.incumbentVersion()).isEqualTo(1);
            assertThat(versionOfNext(topology, 500)).isEqualTo(2);
            ModelSnapshot last = topology.models().get(3);
            assertThat(last.training()).isEqualTo(record);
            assertThat(ModelFile.toBytes(last.model()))
                    .isEqualTo(ModelFile.toBytes(foreign.model().withVersion(2)));
        }
    }

    @Test
    void importsAModelOfAnotherSizeAndCell() {
        List<String> features = OnlineForecaster.features();
        NetworkShape shape = new NetworkShape(
                new RecurrentShape(CellKind.LSTM, features.size(), 3, 2, false), QuantileLevels.DEFAULT.count(), true);
        Network network = Network.initialWithHead(shape, new Random(1));
        try (TopologyHarness topology = topology()) {
            topology.command(
                    ModelCommand.toImport(new ForecastModel("all", 0, features, QuantileLevels.DEFAULT, network)));

            assertThat(versionOfNext(topology, 500)).isEqualTo(1);
            assertThat(topology.models().get(0).model().network().shape()).isEqualTo(shape);
        }
    }

    @Test
    void refusesAnImportOfOtherFeaturesAndSaysWhy() {
        try (TopologyHarness topology = topology()) {
            topology.command(ModelCommand.toImport(
                    ModelExamples.snapshot("all", 1, List.of("sun", "moon")).model()));

            TrainingRecord record = topology.trainings().get(0);
            assertThat(record.decision()).isEqualTo(TrainingRecord.Decision.KEPT);
            assertThat(record.reason())
                    .isEqualTo(
                            "refused: import: a model must have the features and levels of these settings: features=2,"
                                    + " wanted=" + OnlineForecaster.features().size()
                                    + ", firstDifferent=0, found=sun, wantedThere="
                                    + OnlineForecaster.features().get(0));
            assertThat(record.candidateVersion()).isZero();
            assertThat(versionOfNext(topology, 500)).isZero();
        }
    }

    @Test
    void refusesAnImportThatIsTooLargeForTheTopicsOnItsWay() {
        StreamPlan plan = ForecastTopologyTest.plan(new TrainingSchedule(1_000_000, 64, 1, 600));
        StreamPlan narrow = plan.withPlacement(plan.placement().withMostCommandBytes(2000));
        try (TopologyHarness topology = new TopologyHarness(dir, narrow)) {
            topology.command(
                    ModelCommand.toImport(ModelExamples.snapshot("all", 1).model()));

            TestRecord<byte[], byte[]> letter = topology.deadLetters().get(0);
            assertThat(DeadLetterHeaders.text(letter.headers(), DeadLetterHeaders.CAUSE))
                    .contains("too-large");
            assertThat(DeadLetterHeaders.text(letter.headers(), DeadLetterHeaders.MESSAGE)
                            .orElseThrow())
                    .startsWith("a model command must fit the topics that it goes through: group=all, bytes=")
                    .contains(", most=2000; import a smaller network");
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

            assertThat(topology.trainings())
                    .extracting(TrainingRecord::reason)
                    .containsExactly(
                            "refused: promote version 99: the version must be in the archive, with the features and"
                                    + " levels of these settings: newest=0; `rillcast models list` shows the archive",
                            "refused: train now: there must be windows to train on: windows=0");
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
