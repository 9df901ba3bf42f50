package io.rillcast.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract kit: what holds for every serde of ours. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SerdeRoundTripTest {
    private static final String FOREIGN =
            "{\"type\":\"record\",\"name\":\"Foreign\",\"fields\":[{\"name\":\"a\",\"type\":\"string\"}]}";

    private ProtocolServer server;
    private SchemaRegistryClient registry;

    /** One serde, examples made from a seed, and what of a value must survive. */
    record Kit<T>(
            String name,
            Function<SchemaRegistryClient, Serializer<T>> serializer,
            Function<SchemaRegistryClient, Deserializer<T>> deserializer,
            Function<Random, T> example,
            Function<T, Object> content) {
        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeAll
    void startRegistry() {
        server = ProtocolServer.start();
        registry = server.client(Map.of());
    }

    @AfterAll
    void stopRegistry() {
        registry.close();
        server.close();
    }

    static List<Kit<?>> kits() {
        return List.of(
                new Kit<>(
                        "Forecast",
                        ForecastSerializer::new,
                        ForecastDeserializer::new,
                        SerdeExamples::forecast,
                        f -> List.of(f.origin(), f.levels(), Arrays.hashCode(f.quantiles()), f.parts())),
                new Kit<>("Score", ScoreSerializer::new, ScoreDeserializer::new, SerdeExamples::score, score -> score),
                new Kit<>(
                        "ModelSnapshot",
                        ModelSnapshotSerializer::new,
                        ModelSnapshotDeserializer::new,
                        SerdeExamples::snapshot,
                        SerdeExamples::contentOf),
                new Kit<>(
                        "TrainingRecord",
                        TrainingRecordSerializer::new,
                        TrainingRecordDeserializer::new,
                        SerdeExamples::training,
                        training -> training),
                new Kit<>(
                        "ModelCommand",
                        ModelCommandSerializer::new,
                        ModelCommandDeserializer::new,
                        SerdeExamples::command,
                        SerdeExamples::contentOf));
    }

    @ParameterizedTest
    @MethodSource("kits")
    <T> void readsWhatItWrote(Kit<T> kit) {
        Serializer<T> serializer = kit.serializer().apply(registry);
        Deserializer<T> deserializer = kit.deserializer().apply(registry);

        for (int seed = 0; seed < 200; seed++) {
            T value = kit.example().apply(new Random(seed));
            T read = deserializer.deserialize("t", serializer.serialize("t", value));
            assertThat(kit.content().apply(read))
                    .as("seed %d", seed)
                    .isEqualTo(kit.content().apply(value));
        }
    }

    @ParameterizedTest
    @MethodSource("kits")
    <T> void writesEqualBytesForEqualValues(Kit<T> kit) {
        byte[] first =
                kit.serializer().apply(registry).serialize("t", kit.example().apply(new Random(7)));

        byte[] second =
                kit.serializer().apply(registry).serialize("t", kit.example().apply(new Random(7)));

        assertThat(second).isEqualTo(first);
    }

    @ParameterizedTest
    @MethodSource("kits")
    <T> void passesTombstones(Kit<T> kit) {
        assertThat(kit.serializer().apply(registry).serialize("t", null)).isNull();
        assertThat(kit.deserializer().apply(registry).deserialize("t", null)).isNull();
    }

    @ParameterizedTest
    @MethodSource("kits")
    <T> void refusesEveryTruncation(Kit<T> kit) {
        byte[] whole =
                kit.serializer().apply(registry).serialize("t", kit.example().apply(new Random(1)));
        Deserializer<T> deserializer = kit.deserializer().apply(registry);

        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> deserializer.deserialize("t", cut)).isInstanceOf(MalformedRecord.class);
        }
    }

    @ParameterizedTest
    @MethodSource("kits")
    <T> void survivesEveryFlippedByte(Kit<T> kit) {
        byte[] whole =
                kit.serializer().apply(registry).serialize("t", kit.example().apply(new Random(2)));
        Deserializer<T> deserializer = kit.deserializer().apply(registry);

        for (int i = WireHeader.SIZE_BYTES; i < whole.length; i++) {
            byte[] flipped = whole.clone();
            flipped[i] ^= (byte) 0xff;
            try {
                deserializer.deserialize("t", flipped);
            } catch (MalformedRecord e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("kits")
    <T> void refusesWrongMagic(Kit<T> kit) {
        byte[] value =
                kit.serializer().apply(registry).serialize("t", kit.example().apply(new Random(1)));
        value[0] = 7;

        assertThatThrownBy(() -> kit.deserializer().apply(registry).deserialize("t", value))
                .isInstanceOf(MalformedRecord.class)
                .hasMessageStartingWith("value must begin with magic byte 0 and a schema id: firstByte=7;");
    }

    @ParameterizedTest
    @MethodSource("kits")
    <T> void refusesTrailingBytes(Kit<T> kit) {
        byte[] value =
                kit.serializer().apply(registry).serialize("t", kit.example().apply(new Random(1)));

        assertThatThrownBy(() ->
                        kit.deserializer().apply(registry).deserialize("t", Arrays.copyOf(value, value.length + 3)))
                .isInstanceOf(MalformedRecord.class)
                .hasMessageEndingWith("bytesLeft=3");
    }

    @ParameterizedTest
    @MethodSource("kits")
    <T> void refusesAnotherRecordsSchema(Kit<T> kit) {
        int id = server.hold("foreign", FOREIGN);
        byte[] value = {0, 0, 0, 0, (byte) id, 2, 'x'};

        assertThatThrownBy(() -> kit.deserializer().apply(registry).deserialize("t", value))
                .isInstanceOf(MalformedRecord.class)
                .hasMessage("record must be of its topic's schema: expected=io.rillcast.avro." + kit.name()
                        + ", found=Foreign");
    }
}
