package io.rillcast.streams;

import io.rillcast.forecast.CovariateNames;
import io.rillcast.forecast.ForecastModel;
import io.rillcast.forecast.Hints;
import io.rillcast.forecast.SeriesWindow;
import io.rillcast.serde.MalformedFile;
import io.rillcast.serde.ModelFile;
import io.rillcast.training.ModelCommand;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * The bytes of {@link TrainingInput} in the repartition topic and, for windows, in the reservoir; little-endian.
 *
 * <pre>
 * window:   0 kind 1   1 format 3   2 length of series, uint16   4 new readings, int32   8 readings T, int32
 *          12 covariates C, uint16   14 hints H, uint16   16 series, UTF-8
 *             then checkpoint, T times int64, T values float64, T times C covariates float64, T times H hints int16
 *          read too: format 2, with C as int32 and without hints; format 1, without the four bytes at 12 either, C = 0
 * ended:    0 kind 4   1 format 1   2 ten zeros
 * command:  0 kind 2   1 format 1   2 action, uint16   4 length of group, int32   8 version, int64   16 group, UTF-8
 *           format 2: the same, and then to the end the model to import, as {@link ModelFile} writes it
 * </pre>
 */
final class TrainingInputSerde implements Serde<TrainingInput> {
    private static final byte WINDOW = 1;
    private static final byte COMMAND = 2;
    private static final byte ENDED = 4;
    private static final byte FORMAT = 1;
    private static final byte FORMAT_WITH_COVARIATES = 2;
    private static final byte FORMAT_WITH_MODEL = 2;
    private static final byte FORMAT_WITH_HINTS = 3;
    private static final int FIRST_WINDOW_HEADER = 12;
    private static final int WINDOW_HEADER = 16;
    private static final int COMMAND_HEADER = 16;
    private static final byte[] NOTHING = {};

    @Override
    public Serializer<TrainingInput> serializer() {
        return (topic, input) -> input == null ? null : encode(input);
    }

    @Override
    public Deserializer<TrainingInput> deserializer() {
        return (topic, bytes) -> bytes == null ? null : decode(bytes);
    }

    static byte[] encode(TrainingInput input) {
        if (input instanceof TrainingInput.Window window) {
            return encode(window);
        }
        if (input instanceof TrainingInput.Command command) {
            return encode(command.command());
        }
        if (input instanceof TrainingInput.Ended) {
            return ByteBuffer.allocate(FIRST_WINDOW_HEADER)
                    .put(ENDED)
                    .put(FORMAT)
                    .array();
        }
        throw new AssertionError(input);
    }

    private static byte[] encode(TrainingInput.Window input) {
        SeriesWindow window = input.window();
        byte[] series = window.seriesId().getBytes(StandardCharsets.UTF_8);
        int covariates = window.covariateCount();
        Sizes sizes = new Sizes(WINDOW_HEADER + series.length, window.length(), covariates, Hints.COUNT);
        ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(sizes.bytes())).order(ByteOrder.LITTLE_ENDIAN);
        out.put(WINDOW).put(FORMAT_WITH_HINTS).putShort((short) series.length);
        out.putInt(input.newReadings()).putInt(window.length());
        out.putShort((short) covariates).putShort((short) Hints.COUNT);
        out.put(series).put(window.checkpointView());
        for (int i = 0; i < window.length(); i++) {
            out.putLong(window.timeMs(i));
        }
        for (int i = 0; i < window.length(); i++) {
            out.putDouble(window.value(i));
        }
        for (int i = 0; i < window.length(); i++) {
            for (int covariate = 0; covariate < covariates; covariate++) {
                out.putDouble(window.covariate(i, covariate));
            }
        }
        for (short hint : window.hintsView()) {
            out.putShort(hint);
        }
        return out.array();
    }

    /**
     * What a window's length follows from.
     *
     * @param before the bytes before the checkpoint
     * @param readings T
     * @param covariates C
     * @param hints H
     */
    private record Sizes(int before, int readings, int covariates, int hints) {
        long bytes() {
            return before + SeriesWindow.checkpointBytes(covariates) + readings * (16L + 8L * covariates + 2L * hints);
        }
    }

    private static byte[] encode(ModelCommand command) {
        byte[] group = command.group().getBytes(StandardCharsets.UTF_8);
        byte[] model = command.model().map(ModelFile::toBytes).orElse(NOTHING);
        int size = Math.addExact(COMMAND_HEADER + group.length, model.length);
        ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        byte format = command.model().isPresent() ? FORMAT_WITH_MODEL : FORMAT;
        out.put(COMMAND).put(format).putShort((short) command.action().code());
        out.putInt(group.length).putLong(command.version()).put(group).put(model);
        return out.array();
    }

    static TrainingInput decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int format = bytes.length < FIRST_WINDOW_HEADER ? -1 : bytes[1];
        boolean isOfWindow = format >= FORMAT && format <= FORMAT_WITH_HINTS && bytes[0] == WINDOW;
        boolean isOfCommand = format == FORMAT_WITH_MODEL && bytes[0] == COMMAND;
        if (format != FORMAT && !isOfWindow && !isOfCommand) {
            throw new SerializationException("unsupported training input: length=" + bytes.length + ", format="
                    + (bytes.length > 1 ? bytes[1] : -1) + ", supported=[" + FORMAT + ", " + FORMAT_WITH_COVARIATES
                    + ", " + FORMAT_WITH_HINTS + "]; upgrade the forecaster");
        }
        return switch (bytes[0]) {
            case WINDOW -> decodeWindow(in);
            case COMMAND -> decodeCommand(in);
            case ENDED -> new TrainingInput.Ended();
            default ->
                throw new SerializationException("unsupported training input: kind=" + bytes[0] + ", supported=["
                        + WINDOW + ", " + COMMAND + "]; upgrade the forecaster");
        };
    }

    /** Whether the bytes of a window are of a series, in UTF-8; nothing else of them is read. */
    static boolean isOf(byte[] series, byte[] window) {
        ByteBuffer in = ByteBuffer.wrap(window).order(ByteOrder.LITTLE_ENDIAN);
        int at = window[1] == FORMAT ? FIRST_WINDOW_HEADER : WINDOW_HEADER;
        int length = in.getShort(2) & 0xffff;
        return length == series.length && Arrays.equals(window, at, at + length, series, 0, length);
    }

    private static TrainingInput decodeWindow(ByteBuffer in) {
        byte[] series = new byte[in.getShort(2) & 0xffff];
        int newReadings = in.getInt(4);
        Sizes sizes = sizes(in, series.length);
        boolean isCount = sizes.covariates >= 0 && sizes.covariates <= CovariateNames.MOST && sizes.readings >= 0;
        if (!isCount || in.capacity() != sizes.bytes()) {
            throw new SerializationException("a window must be as long as its header says: length=" + in.capacity()
                    + ", readings=" + sizes.readings + ", covariates=" + sizes.covariates + ", hints=" + sizes.hints);
        }
        in.position(sizes.before - series.length);
        byte[] checkpoint = new byte[SeriesWindow.checkpointBytes(sizes.covariates)];
        in.get(series).get(checkpoint);
        int length = sizes.readings;
        long[] times = new long[length];
        in.asLongBuffer().get(times);
        in.position(in.position() + Long.BYTES * length);
        double[] values = doubles(in, length);
        double[] known = doubles(in, length * sizes.covariates);
        // Those of a release that has others say nothing here.
        short[] hints = new short[length * Hints.COUNT];
        if (sizes.hints == Hints.COUNT) {
            in.asShortBuffer().get(hints);
        }
        String seriesId = new String(series, StandardCharsets.UTF_8);
        return new TrainingInput.Window(
                newReadings, new SeriesWindow(seriesId, checkpoint, times, values, known).withHints(hints));
    }

    /** What the header of a window of any format says. */
    private static Sizes sizes(ByteBuffer in, int series) {
        int readings = in.getInt(8);
        byte format = in.get(1);
        if (format == FORMAT || in.capacity() < WINDOW_HEADER) {
            return new Sizes(FIRST_WINDOW_HEADER + series, readings, 0, 0);
        }
        boolean isHinted = format == FORMAT_WITH_HINTS;
        int covariates = isHinted ? in.getShort(12) & 0xffff : in.getInt(12);
        return new Sizes(WINDOW_HEADER + series, readings, covariates, isHinted ? in.getShort(14) & 0xffff : 0);
    }

    private static double[] doubles(ByteBuffer in, int count) {
        double[] numbers = new double[count];
        in.asDoubleBuffer().get(numbers);
        in.position(in.position() + Double.BYTES * count);
        return numbers;
    }

    private static TrainingInput decodeCommand(ByteBuffer in) {
        int length = in.capacity() < COMMAND_HEADER ? -1 : in.getInt(4);
        boolean hasModel = in.get(1) == FORMAT_WITH_MODEL;
        long rest = in.capacity() - ((long) COMMAND_HEADER + length);
        if (length < 0 || rest < 0 || hasModel == (rest == 0)) {
            throw new SerializationException(
                    "a command must be as long as its header says: length=" + in.capacity() + ", group=" + length);
        }
        byte[] group = new byte[length];
        in.position(COMMAND_HEADER);
        in.get(group);
        ModelCommand.Action action = ModelCommand.Action.of(in.getShort(2));
        byte[] model = new byte[in.remaining()];
        in.get(model);
        return new TrainingInput.Command(new ModelCommand(
                new String(group, StandardCharsets.UTF_8),
                action,
                in.getLong(8),
                hasModel ? Optional.of(decodeModel(model)) : Optional.empty()));
    }

    private static ForecastModel decodeModel(byte[] bytes) {
        try {
            return ModelFile.read(bytes);
        } catch (MalformedFile malformed) {
            throw new SerializationException(
                    "a command's model must be readable: " + malformed.getMessage(), malformed);
        }
    }
}
