package io.rillcast.streams;

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
 * command:  0 kind 2   1 format 1   2 action, uint16   4 length of group, int32   8 version, int64   16 group, UTF-8
 * </pre>
 */
final class TrainingInputSerde implements Serde<TrainingInput> {
    private static final byte WINDOW = 1;
    private static final byte COMMAND = 2;
    private static final byte FORMAT = 1;
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
        int length = WINDOW_HEADER + series.length + SeriesWindow.checkpointBytes() + 16 * window.length();
        ByteBuffer out = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        out.put(WINDOW).put(FORMAT).putShort((short) series.length);
        out.putInt(input.newReadings()).putInt(window.length());
        out.put(series).put(window.checkpointView());
        for (int i = 0; i < window.length(); i++) {
            out.putLong(window.timeMs(i));
        }
        for (int i = 0; i < window.length(); i++) {
            out.putDouble(window.value(i));
        }
        return out.array();
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
        if (bytes.length < WINDOW_HEADER || bytes[1] != FORMAT) {
            throw new SerializationException("unsupported training input: length=" + bytes.length + ", format="
                    + (bytes.length > 1 ? bytes[1] : -1) + ", supported=[" + FORMAT + "]");
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
        byte[] checkpoint = new byte[SeriesWindow.checkpointBytes()];
        if (in.capacity() != WINDOW_HEADER + series.length + checkpoint.length + 16L * length) {
            throw new SerializationException(
                    "a window must be as long as its header says: length=" + in.capacity() + ", readings=" + length);
        }
        in.position(WINDOW_HEADER);
        in.get(series).get(checkpoint);
        long[] times = new long[length];
        double[] values = new double[length];
        for (int i = 0; i < length; i++) {
            times[i] = in.getLong();
        }
        for (int i = 0; i < length; i++) {
            values[i] = in.getDouble();
        }
        String seriesId = new String(series, StandardCharsets.UTF_8);
        return new TrainingInput.Window(newReadings, new SeriesWindow(seriesId, checkpoint, times, values));
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
