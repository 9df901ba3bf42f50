package io.rillcast.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rillcast.forecast.SeriesWindow;
import io.rillcast.serde.ModelFile;
import io.rillcast.training.ModelCommand;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The golden bytes are made by {@code src/test/golden/make_training_inputs.py} from the layout alone. */
class TrainingInputSerdeTest {
    private final TrainingInputSerde serde = new TrainingInputSerde();

    private static byte[] golden(String name) throws Exception {
        try (InputStream in = TrainingInputSerdeTest.class.getResourceAsStream("/golden/" + name + ".hex")) {
            String hex = new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll("\\s", "");
            return HexFormat.of().parseHex(hex);
        }
    }

    private static TrainingInput.Window window() {
        byte[] checkpoint = new byte[SeriesWindow.checkpointBytes(0)];
        IntStream.range(0, checkpoint.length).forEach(i -> checkpoint[i] = (byte) i);
        return new TrainingInput.Window(
                48, new SeriesWindow("höhe/1", checkpoint, new long[] {-6_847_804_800_000L, 0, 1000}, new double[] {
                    1.5, -0.0, 1e300
                }));
    }

    private static Object contentOf(TrainingInput.Window input) {
        SeriesWindow window = input.window();
        return Arrays.asList(
                input.newReadings(),
                window.seriesId(),
                HexFormat.of().formatHex(window.checkpointView()),
                IntStream.range(0, window.length()).mapToObj(window::timeMs).toList(),
                IntStream.range(0, window.length()).mapToObj(window::value).toList(),
                IntStream.range(0, window.length())
                        .mapToObj(i -> window.reading(i).covariates())
                        .toList(),
                Arrays.toString(window.hintsView()));
    }

    private static TrainingInput.Window windowWithCovariates() {
        byte[] checkpoint = new byte[SeriesWindow.checkpointBytes(2)];
        IntStream.range(0, checkpoint.length).forEach(i -> checkpoint[i] = (byte) i);
        return new TrainingInput.Window(
                48,
                new SeriesWindow(
                        "höhe/1",
                        checkpoint,
                        new long[] {-6_847_804_800_000L, 0},
                        new double[] {1.5, -0.0},
                        new double[] {7.25, Double.NaN, Double.NaN, Double.NaN}));
    }

    /** As {@link #windowWithCovariates}, or without them, with hints. */
    private static TrainingInput.Window windowWithHints(int covariates) {
        byte[] checkpoint = new byte[SeriesWindow.checkpointBytes(covariates)];
        IntStream.range(0, checkpoint.length).forEach(i -> checkpoint[i] = (byte) i);
        return new TrainingInput.Window(
                48,
                new SeriesWindow(
                                "höhe/1",
                                checkpoint,
                                new long[] {-6_847_804_800_000L, 0},
                                new double[] {1.5, -0.0},
                                covariates == 0
                                        ? new double[0]
                                        : new double[] {7.25, Double.NaN, Double.NaN, Double.NaN})
                        .withHints(new short[] {1, -2, 20480, -20480, 3, 0, 0, 0, 0, 7}));
    }

    @ParameterizedTest
    @CsvSource({"0, training-window-3-alone", "2, training-window-3"})
    void writesAndReadsAWindowAsItsLayoutSays(int covariates, String name) throws Exception {
        TrainingInput.Window window = windowWithHints(covariates);

        TrainingInput read = serde.deserializer().deserialize("t", golden(name));

        assertThat(serde.serializer().serialize("t", window)).isEqualTo(golden(name));
        assertThat(contentOf((TrainingInput.Window) read)).isEqualTo(contentOf(window));
    }

    /** Hints that another release makes mean something else. */
    @Test
    void leavesOutHintsOfAnotherNumber() throws Exception {
        byte[] bytes = golden("training-window-3-alone");
        byte[] more = Arrays.copyOf(bytes, bytes.length + 2 * Short.BYTES);
        more[14]++;

        TrainingInput.Window read = (TrainingInput.Window) TrainingInputSerde.decode(more);

        assertThat(read.window().hintsView()).containsOnly(0);
        assertThat(read.window().value(0)).isEqualTo(1.5);
    }

    @Test
    void readsAWindowWithCovariatesOfTheFormatBefore() throws Exception {
        TrainingInput.Window window = windowWithCovariates();

        TrainingInput read = TrainingInputSerde.decode(golden("training-window-2"));
        assertThat(contentOf((TrainingInput.Window) read)).isEqualTo(contentOf(window));
        assertThat(((TrainingInput.Window) read)
                        .window()
                        .reading(0)
                        .covariates()
                        .value(0))
                .isEqualTo(7.25);
    }

    @Test
    void refusesWrongNumbersOfCovariates() throws Exception {
        for (int count : new int[] {-1, 0, 1, 3, 17, Integer.MAX_VALUE}) {
            byte[] bytes = golden("training-window-2");
            ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(12, count);
            assertRefused(bytes);
        }
    }

    @Test
    void readsAWindowOfTheFirstFormat() throws Exception {
        TrainingInput input = serde.deserializer().deserialize("t", golden("training-window-1"));

        assertThat(contentOf((TrainingInput.Window) input)).isEqualTo(contentOf(window()));
    }

    @Test
    void writesAndReadsACommandAsItsLayoutSays() throws Exception {
        TrainingInput command =
                new TrainingInput.Command(new ModelCommand("höhe", ModelCommand.Action.PROMOTE, 0x0102030405060708L));

        assertThat(TrainingInputSerde.encode(command)).isEqualTo(golden("training-command-1"));
        assertThat(TrainingInputSerde.decode(golden("training-command-1"))).isEqualTo(command);
    }

    @Test
    void carriesTheModelOfAnImport() {
        ModelCommand command =
                ModelCommand.toImport(ModelExamples.snapshot("höhe", 4).model());

        byte[] bytes = TrainingInputSerde.encode(new TrainingInput.Command(command));

        ModelCommand read = ((TrainingInput.Command) TrainingInputSerde.decode(bytes)).command();
        assertThat(read.group()).isEqualTo("höhe");
        assertThat(read.action()).isEqualTo(ModelCommand.Action.IMPORT);
        assertThat(ModelFile.toBytes(read.model().orElseThrow()))
                .isEqualTo(ModelFile.toBytes(command.model().orElseThrow()));
        for (int length : new int[] {1, 12, 15, 21, 500, bytes.length - 1}) {
            assertRefused(Arrays.copyOf(bytes, length));
        }
    }

    @ParameterizedTest
    @EnumSource(value = ModelCommand.Action.class, mode = EnumSource.Mode.EXCLUDE, names = "IMPORT")
    void carriesEveryAction(ModelCommand.Action action) {
        TrainingInput command = new TrainingInput.Command(new ModelCommand("", action, -1));

        assertThat(TrainingInputSerde.decode(TrainingInputSerde.encode(command)))
                .isEqualTo(command);
    }

    @Test
    void keepsNullAsNull() {
        assertThat(serde.serializer().serialize("t", null)).isNull();
        assertThat(serde.deserializer().deserialize("t", (byte[]) null)).isNull();
    }

    @Test
    void refusesAnotherFormat() throws Exception {
        byte[] bytes = golden("training-command-1");
        bytes[1] = 9;

        assertThatThrownBy(() -> TrainingInputSerde.decode(bytes))
                .isInstanceOf(SerializationException.class)
                .hasMessage("unsupported training input: length=21, format=9, supported=[1, 2, 3]; upgrade the"
                        + " forecaster");
    }

    @Test
    void refusesAnotherKind() throws Exception {
        byte[] bytes = golden("training-command-1");
        bytes[0] = 7;

        assertThatThrownBy(() -> TrainingInputSerde.decode(bytes))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("kind=7");
    }

    @Test
    void refusesEveryCutOffWindowAndCommand() throws Exception {
        byte[] window = golden("training-window-1");
        byte[] command = golden("training-command-1");
        byte[] covariates = golden("training-window-2");
        byte[] hints = golden("training-window-3");

        assertThat(IntStream.range(0, hints.length).mapToObj(n -> Arrays.copyOf(hints, n)))
                .allSatisfy(TrainingInputSerdeTest::assertRefused);
        assertThat(IntStream.range(0, covariates.length).mapToObj(n -> Arrays.copyOf(covariates, n)))
                .allSatisfy(TrainingInputSerdeTest::assertRefused);
        assertThat(IntStream.range(0, window.length).mapToObj(n -> Arrays.copyOf(window, n)))
                .allSatisfy(TrainingInputSerdeTest::assertRefused);
        assertThat(IntStream.range(0, command.length).mapToObj(n -> Arrays.copyOf(command, n)))
                .allSatisfy(TrainingInputSerdeTest::assertRefused);
    }

    private static void assertRefused(byte[] bytes) {
        assertThatThrownBy(() -> TrainingInputSerde.decode(bytes)).isInstanceOf(SerializationException.class);
    }
}
