package io.rillcast.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rillcast.avro.ModelSnapshot;
import io.rillcast.avro.ParameterTensor;
import io.rillcast.avro.TrainingDecision;
import io.rillcast.avro.TrainingRecord;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ModelSnapshotsTest {
    /**
     * One parameter "a" of shape [1] that holds 1.0f. The checksum is that of the bytes 01000000 61 01000000 01000000
     * 0000803f, computed with the sha256sum command.
     */
    private static final String CHECKSUM = "sha256:53f3d5a344faf23739a3ac6cfa2bd2b23d5664050f57ac1a959bdfe1f47ffd16";

    @Test
    void sumsNamesShapesAndData() {
        assertThat(ModelSnapshots.checksum(new TreeMap<>(Map.of("a", one())))).isEqualTo(CHECKSUM);
    }

    @Test
    void refusesDamagedParameters() {
        ModelSnapshot damaged = snapshot("gru", "sha256:x" + CHECKSUM.substring(8));

        assertThatThrownBy(() -> ModelSnapshots.fromAvro(damaged))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        "checksum must be that of the parameters: group=all, version=7, stated=sha256:x")
                .hasMessageEndingWith("; the record was damaged, publish the model again");
    }

    @Test
    void refusesACellThatItDoesNotKnow() {
        assertThatThrownBy(() -> ModelSnapshots.fromAvro(snapshot("mamba", CHECKSUM)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "cell must be one of rnn, rnn-relu, lstm, gru: cell=mamba, group=all, version=7; upgrade to the"
                                + " writer's release");
    }

    @Test
    void refusesADecisionThatItDoesNotKnow() {
        TrainingRecord unknown = training();
        unknown.setDecision(TrainingDecision.UNKNOWN);

        assertThatThrownBy(() -> TrainingRecords.fromAvro(unknown))
                .hasMessage("decision must be known: group=all; upgrade to the writer's release");
    }

    private static ModelSnapshot snapshot(String cell, String checksum) {
        return new ModelSnapshot(
                "all", 7L, cell, 1, 1, List.of(0.5), List.of("z"), Map.of("a", one()), training(), checksum);
    }

    private static ParameterTensor one() {
        return new ParameterTensor(List.of(1), ByteBuffer.wrap(HexFormat.of().parseHex("0000803f")));
    }

    private static TrainingRecord training() {
        TrainingRecord training = new TrainingRecord();
        training.setGroup("all");
        training.setDecision(TrainingDecision.PROMOTED);
        training.setReason("better");
        training.setFrom(Instant.EPOCH);
        training.setTo(Instant.EPOCH);
        training.setStarted(Instant.EPOCH);
        return training;
    }
}
