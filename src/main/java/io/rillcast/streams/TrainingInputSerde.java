package io.rillcast.streams;

import io.rillcast.forecast.CovariateNames;
import io.rillcast.forecast.SeriesWindow;
import io.rillcast.training.ModelCommand;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * The bytes of {@link TrainingInput} in the repartition topic and, for windows, in the reservoir; little-endian.
 *
 * <pre>
 * window:   0 kind 1   1 format 1   2 length of series, uint16   4 new readings, int32   8 readings T, int32
 *          12 series, UTF-8   then checkpoint, T times int64, T values float64
 *          with covariates   1 format 2   12 covariates C, int32   16 series, UTF-8   and at the end T times C float64
 * command:  0 kind 2   1 format 1   2 action, uint16   4 length of group, int32   8 version, int64   16 group, UTF-8
 * </pre>
 */
final class TrainingInputSerde implements Serde<TrainingInput> {
    private static final byte WINDOW = 1;
    private static final byte COMMAND = 2;
    private static final byte FORMAT = 1;
    private static final byte FORMAT_WITH_COVARIATES = 2;
    private static final int WINDOW_HEADER = 12;
    private static final int COMMAND_HEADER = 16;

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
        throw new AssertionError(input);
    }

    private static byte[] encode(TrainingInput.Window input) {
        SeriesWindow window = input.window();
        byte[] series = window.seriesId().getBytes(StandardCharsets.UTF_8);
        int covariates = window.covariateCount();
        ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(windowBytes(series.length, window.length(), covariates)))
                .order(ByteOrder.LITTLE_ENDIAN);
        out.put(WINDOW).put(covariates == 0 ? FORMAT : FORMAT_WITH_COVARIATES).putShort((short) series.length);
        out.putInt(input.newReadings()).putInt(window.length());
        if (covariates > 0) {
            out.putInt(covariates);
        }
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
        return out.array();
    }

    private static long windowBytes(int series, int readings, int covariates) {
        long header = (long) WINDOW_HEADER + (covariates == 0 ? 0 : Integer.BYTES);
        return header + series + SeriesWindow.checkpointBytes(covariates) + readings * (16L + 8L * covariates);
    }

    private static byte[] encode(ModelCommand command) {
        byte[] group = command.group().getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(COMMAND_HEADER + group.length).order(ByteOrder.LITTLE_ENDIAN);
        out.put(COMMAND).put(FORMAT).putShort((short) command.action().code());
        out.putInt(group.length).putLong(command.version()).put(group);
        return out.array();
    }

    static TrainingInput decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int format = bytes.length < WINDOW_HEADER ? -1 : bytes[1];
        boolean isOfCovariates = format == FORMAT_WITH_COVARIATES && bytes[0] == WINDOW;
        if (format != FORMAT && !isOfCovariates) {
            throw new SerializationException("unsupported training input: length=" + bytes.length + ", format="
                    + (bytes.length > 1 ? bytes[1] : -1) + ", supported=[" + FORMAT + ", " + FORMAT_WITH_COVARIATES
                    + "]; upgrade the forecaster");
        }
        return switch (bytes[0]) {
            case WINDOW -> decodeWindow(in);
            case COMMAND -> decodeCommand(in);
            default ->
                throw new SerializationException("unsupported training input: kind=" + bytes[0] + ", supported=["
                        + WINDOW + ", " + COMMAND + "]; upgrade the forecaster");
        };
    }

    private static TrainingInput decodeWindow(ByteBuffer in) {
        byte[] series = new byte[in.getShort(2) & 0xffff];
        int newReadings = in.getInt(4);
        int length = in.getInt(8);
        in.position(WINDOW_HEADER);
        int covariates = in.get(1) == FORMAT || in.remaining() < Integer.BYTES ? 0 : in.getInt();
        boolean isCount = covariates >= 0 && covariates <= CovariateNames.MOST && length >= 0;
        if (!isCount || in.capacity() != windowBytes(series.length, length, covariates)) {
            throw new SerializationException("a window must be as long as its header says: length=" + in.capacity()
                    + ", readings=" + length + ", covariates=" + covariates);
        }
        byte[] checkpoint = new byte[SeriesWindow.checkpointBytes(covariates)];
        in.get(series).get(checkpoint);
        long[] times = new long[length];
        in.asLongBuffer().get(times);
        in.position(in.position() + Long.BYTES * length);
        double[] values = doubles(in, length);
        double[] known = doubles(in, length * covariates);
        String seriesId = new String(series, StandardCharsets.UTF_8);
        return new TrainingInput.Window(newReadings, new SeriesWindow(seriesId, checkpoint, times, values, known));
    }

    private static double[] doubles(ByteBuffer in, int count) {
        double[] numbers = new double[count];
        in.asDoubleBuffer().get(numbers);
        in.position(in.position() + Double.BYTES * count);
        return numbers;
    }

    private static TrainingInput decodeCommand(ByteBuffer in) {
        int length = in.getInt(4);
        if (in.capacity() != (long) COMMAND_HEADER + length) {
            throw new SerializationException(
                    "a command must be as long as its header says: length=" + in.capacity() + ", group=" + length);
        }
        byte[] group = new byte[length];
        in.position(COMMAND_HEADER);
        in.get(group);
        ModelCommand.Action action = ModelCommand.Action.of(in.getShort(2));
        return new TrainingInput.Command(
                new ModelCommand(new String(group, StandardCharsets.UTF_8), action, in.getLong(8)));
    }
}
