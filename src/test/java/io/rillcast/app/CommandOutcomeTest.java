package io.rillcast.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rillcast.forecast.ForecastModel;
import io.rillcast.forecast.OnlineForecaster;
import io.rillcast.forecast.QuantileLevels;
import io.rillcast.rnn.CellKind;
import io.rillcast.rnn.Network;
import io.rillcast.rnn.NetworkShape;
import io.rillcast.rnn.RecurrentShape;
import io.rillcast.training.ModelCommand;
import io.rillcast.training.ModelCommand.Action;
import io.rillcast.training.ModelSnapshot;
import io.rillcast.training.TrainingRecord;
import io.rillcast.training.TrainingRecord.Data;
import io.rillcast.training.TrainingRecord.Decision;
import io.rillcast.training.TrainingRecord.Effort;
import io.rillcast.training.TrainingRecord.Losses;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CommandOutcomeTest {
    private static final ModelCommand PROMOTE = new ModelCommand("all", Action.PROMOTE, 3);
    private static final ModelCommand ROLL_BACK = new ModelCommand("all", Action.ROLL_BACK, 0);
    private static final ModelCommand TRAIN = new ModelCommand("all", Action.TRAIN_NOW, 0);

    private static ForecastModel model(long version, long seed) {
        List<String> features = OnlineForecaster.features();
        RecurrentShape body = new RecurrentShape(CellKind.GRU, features.size(), 2, 1, false);
        NetworkShape shape = new NetworkShape(body, QuantileLevels.DEFAULT.count(), true);
        Network network = Network.initialWithHead(shape, new Random(seed));
        return new ForecastModel("all", version, features, QuantileLevels.DEFAULT, network);
    }

    private static TrainingRecord training(Decision decision, String reason, long version, long startedMs) {
        return new TrainingRecord(
                "all",
                decision,
                reason,
                version,
                7,
                new Losses(0.5, 0.6, 0.7),
                new Data(0, 0, 0, 0, 0, 0),
                new Effort(9, 1, 1, startedMs, 5, 5));
    }

    private static TrainingRecord obeyed(ModelCommand command, long earlier, long version) {
        return TrainingRecord.ofCommand(command, command.obeyed(earlier), version, version - 1, 1000);
    }

    /** A training was promoted, and a person promoted another version, while this one's command was on its way. */
    @Test
    void doesNotTakeAnotherModelForTheOneThatWasAskedFor() {
        CommandOutcome outcome = new CommandOutcome(PROMOTE, 1000);

        assertThat(outcome.published(model(8, 1))).isEmpty();
        assertThat(outcome.recorded(training(Decision.PROMOTED, "promoted: candidate beats incumbent", 8, 1000)))
                .isEmpty();
        assertThat(outcome.published(model(9, 1))).isEmpty();
        assertThat(outcome.recorded(obeyed(new ModelCommand("all", Action.PROMOTE, 33), 33, 9)))
                .isEmpty();
        assertThat(outcome.published(model(10, 1))).isEmpty();
        assertThat(outcome.recorded(obeyed(PROMOTE, 3, 10)))
                .contains("published: group=all, version=10, action=PROMOTE");
    }

    @Test
    void doesNotTakeTheServicesOwnRollbackForAPersons() {
        CommandOutcome outcome = new CommandOutcome(ROLL_BACK, 1000);

        outcome.published(model(8, 1));
        assertThat(outcome.recorded(training(Decision.ROLLED_BACK, "rolled back: after its promotion ...", 8, 1000)))
                .isEmpty();
        assertThat(outcome.recorded(obeyed(ROLL_BACK, 5, 9))).isEmpty();
        assertThat(outcome.published(model(9, 1))).contains("published: group=all, version=9, action=ROLL_BACK");
    }

    @Test
    void knowsAnImportByItsWeights() {
        ModelCommand mine = ModelCommand.toImport(model(0, 2));
        CommandOutcome outcome = new CommandOutcome(mine, 1000);

        outcome.recorded(ModelSnapshot.imported(model(8, 1), 7, 1000).training());
        assertThat(outcome.published(model(8, 1))).isEmpty();
        outcome.recorded(ModelSnapshot.imported(model(9, 2), 8, 1000).training());
        assertThat(outcome.published(model(9, 2))).contains("published: group=all, version=9, action=IMPORT");
    }

    @Test
    void doesNotTakeTheEndOfATrainingThatWasUnderWay() {
        CommandOutcome outcome = new CommandOutcome(TRAIN, 1000);

        assertThat(outcome.recorded(training(Decision.KEPT, "kept: early", 0, 999)))
                .isEmpty();
        assertThat(outcome.recorded(obeyed(PROMOTE, 3, 8))).isEmpty();
        assertThat(outcome.recorded(ModelSnapshot.imported(model(9, 1), 8, 1000).training()))
                .isEmpty();
        assertThat(outcome.recorded(training(Decision.KEPT, "kept: late", 0, 1000)))
                .contains("trained: group=all, decision=KEPT, version=0; kept: late");
    }

    @Test
    void failsWhereTheCommandIsRefusedAndNotWhereAnothersIs() {
        CommandOutcome outcome = new CommandOutcome(PROMOTE, 1000);
        ModelCommand other = new ModelCommand("all", Action.PROMOTE, 33);
        TrainingRecord refused = TrainingRecord.ofCommand(PROMOTE, PROMOTE.refusalStart() + "why", 0, 7, 1000);

        assertThat(outcome.recorded(TrainingRecord.ofCommand(other, other.refusalStart() + "why", 0, 7, 1000)))
                .isEmpty();
        assertThatThrownBy(() -> outcome.recorded(refused))
                .isInstanceOf(CommandFailure.class)
                .hasMessage("refused: promote version 3: why");
    }
}
