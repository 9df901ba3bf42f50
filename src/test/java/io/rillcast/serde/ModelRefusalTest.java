package io.rillcast.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.rillcast.avro.ModelSnapshot;
import io.rillcast.avro.ParameterTensor;
import io.rillcast.local.RegistryServer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real bytes with a real registry behind them, each wrong in one way. */
class ModelRefusalTest {
    private static final String TOPIC = "models";

    @TempDir
    private Path dir;

    private RegistryServer server;
    private SchemaRegistryClient registry;

    @BeforeEach
    void startRegistry() {
        server = RegistryServer.start(dir, 0);
        registry = new SchemaRegistryClient(SchemaRegistrySettings.of(Map.of("schema.registry.url", server.url())));
    }

    @AfterEach
    void stopRegistry() {
        registry.close();
        server.close();
    }

    /** A good snapshot, changed. */
    private byte[] bytes(Consumer<ModelSnapshot> change) {
        ModelSnapshot snapshot = ModelSnapshots.toAvro(SerdeExamples.snapshot(new Random(3)));
        change.accept(snapshot);
        return new AvroWriter<ModelSnapshot>(registry, ModelSnapshot.getClassSchema()).write(TOPIC, snapshot);
    }

    private static void sumUp(ModelSnapshot snapshot) {
        snapshot.setChecksum(ModelSnapshots.checksum(new TreeMap<>(snapshot.getParameters())));
    }

    private ModelRefusal refusal(byte[] bytes) {
        SerializationException refused = catchThrowableOfType(
                SerializationException.class, () -> new ModelSnapshotDeserializer(registry).deserialize(TOPIC, bytes));
        return ModelRefusal.of(refused);
    }

    @Test
    void readsWhatIsGood() {
        assertThat(new ModelSnapshotDeserializer(registry).deserialize(TOPIC, bytes(snapshot -> {})))
                .isNotNull();
    }

    @Test
    void tellsWhatIsNoSnapshotAtAll() {
        byte[] cut = bytes(snapshot -> {});
        byte[] otherId = cut.clone();
        otherId[4] = 99;

        assertThat(refusal("hello".getBytes(StandardCharsets.UTF_8))).isEqualTo(ModelRefusal.UNREADABLE);
        assertThat(refusal(Arrays.copyOf(cut, cut.length - 9))).isEqualTo(ModelRefusal.UNREADABLE);
        assertThat(refusal(otherId)).isEqualTo(ModelRefusal.UNREADABLE);
    }

    @Test
    void tellsARecordOfAnotherSchema() {
        byte[] training =
                new TrainingRecordSerializer(registry).serialize("trainings", SerdeExamples.training(new Random(1)));

        assertThat(refusal(training)).isEqualTo(ModelRefusal.FOREIGN);
    }

    @Test
    void tellsAWrongChecksum() {
        assertThat(refusal(bytes(snapshot -> snapshot.setChecksum("sha256:0")))).isEqualTo(ModelRefusal.CHECKSUM);
    }

    @Test
    void tellsACellOfALaterRelease() {
        assertThat(refusal(bytes(snapshot -> snapshot.setCell("mamba")))).isEqualTo(ModelRefusal.CELL);
    }

    @Test
    void tellsAWeightThatIsNoNumber() {
        for (float wrong : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            assertThat(refusal(bytes(snapshot -> {
                        ParameterTensor bias = snapshot.getParameters().get("head.bias");
                        ByteBuffer data = ByteBuffer.allocate(bias.getData().remaining())
                                .order(ByteOrder.LITTLE_ENDIAN)
                                .putFloat(4, wrong);
                        bias.setData(data);
                        sumUp(snapshot);
                    })))
                    .isEqualTo(ModelRefusal.NOT_FINITE);
        }
    }

    @Test
    void tellsSizesThatDoNotFitTheTensors() {
        assertThat(refusal(bytes(snapshot -> snapshot.setHidden(4)))).isEqualTo(ModelRefusal.INVALID);
        assertThat(refusal(bytes(snapshot -> snapshot.setHidden(1 << 30)))).isEqualTo(ModelRefusal.INVALID);
        assertThat(refusal(bytes(snapshot -> snapshot.setFeatures(List.of("one")))))
                .isEqualTo(ModelRefusal.INVALID);
        assertThat(refusal(bytes(snapshot -> snapshot.setLevels(List.of(0.9, 0.1, 0.5)))))
                .isEqualTo(ModelRefusal.INVALID);
        assertThat(refusal(bytes(snapshot -> {
                    snapshot.getParameters().remove("head.bias");
                    sumUp(snapshot);
                })))
                .isEqualTo(ModelRefusal.INVALID);
    }
}
