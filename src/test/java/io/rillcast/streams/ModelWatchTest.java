package io.rillcast.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.rillcast.forecast.Reading;
import io.rillcast.training.GroupLedger;
import io.rillcast.training.ModelCommand;
import io.rillcast.training.ModelCommand.Action;
import io.rillcast.training.ModelSnapshot;
import io.rillcast.training.Probation;
import io.rillcast.training.TrainingRecord;
import io.rillcast.training.TrainingRecord.Losses;
import io.rillcast.training.TrainingSchedule;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelWatchTest {
    private static final List<Reading> READINGS = ForecastTopologyTest.swinging("pump", 1600);

    @TempDir
    Path dir;

    /** With a trained version 1 in use; no other training comes, for the interval is never reached. */
    private TopologyHarness topology() {
        TopologyHarness topology =
                new TopologyHarness(dir, ForecastTopologyTest.plan(new TrainingSchedule(1_000_000, 64, 1, 600)));
        topology.publish(READINGS.subList(0, 500));
        topology.command(new ModelCommand("all", Action.TRAIN_NOW, 0));
        topology.awaitTraining();
        topology.models();
        return topology;
    }

    private static void putOnProbationAgainst(long version, GroupReservoir reservoir) {
        GroupLedger ledger = reservoir.ledger("all");
        Probation against = new Probation(version, 0, 0, 0, 0, new Losses(0, 0, 0), Long.MAX_VALUE, Long.MIN_VALUE);
        reservoir.put("all", ledger.with(ledger.lineage(), against, ledger.drift()));
    }

    @Test
    void endsAProbationAgainstWhatCannotBeRun() {
        try (TopologyHarness topology = topology()) {
            putOnProbationAgainst(77, topology.reservoir(64));

            topology.publish(READINGS.subList(500, 700));

            assertThat(topology.reservoir(64).ledger("all").probation()).isEqualTo(Probation.NONE);
        }
    }

    /** One predecessor that was gone says nothing about the next. */
    @Test
    void comparesWithTheNextPredecessorWhereOneCouldNotBeRun() {
        try (TopologyHarness topology = topology()) {
            putOnProbationAgainst(77, topology.reservoir(64));
            topology.publish(READINGS.subList(500, 700));
            topology.publish(ModelExamples.snapshot("all", 2));
            GroupReservoir reservoir = topology.reservoir(64);
            reservoir.put("all", reservoir.ledger("all").promoted(2));

            topology.publish(READINGS.subList(700, 1600));

            assertThat(topology.trainings())
                    .extracting(TrainingRecord::decision)
                    .containsExactly(TrainingRecord.Decision.ROLLED_BACK);
        }
    }

    /** What the lists show of a version is why it is in use, not how its weights were once got. */
    @Test
    void publishesWithTheWeightsThatTheyWereRolledBackTo() {
        try (TopologyHarness topology = topology()) {
            topology.publish(ModelExamples.snapshot("all", 2));
            GroupReservoir reservoir = topology.reservoir(64);
            reservoir.put("all", reservoir.ledger("all").promoted(2));

            topology.publish(READINGS.subList(500, 1500));

            List<TrainingRecord> records = topology.trainings();
            assertThat(records).hasSize(1);
            assertThat(topology.models())
                    .extracting(ModelSnapshot::training)
                    .containsExactly(records.get(0), records.get(0));
        }
    }
}
