package io.rillcast.streams;

import io.rillcast.forecast.SeriesWindow;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.utils.Utils;

/** The changelog of an application's {@link GroupReservoir}, read from outside of it. */
public final class ReservoirTopic {
    private static final byte WINDOW = 1;
    /** A value that begins so has the readings of the group, int64, before the window. */
    private static final byte DATED = 3;

    private static final int BEFORE_GROUP = 3;

    private ReservoirTopic() {}

    /** Its name. */
    public static String name(String applicationId) {
        return InternalTopics.changelog(applicationId, TrainingProcessor.RESERVOIR);
    }

    /** The partition of a group, of so many. */
    public static int partition(String group, int partitions) {
        return Utils.toPositive(Utils.murmur2(group.getBytes(StandardCharsets.UTF_8))) % partitions;
    }

    /** The windows of one group, as its changelog's records tell of them one after the other; mutable. */
    public static final class Windows {
        private final NavigableMap<Integer, byte[]> bySlot = new TreeMap<>();
        private final String group;
        private int kept;

        /** None yet. */
        public Windows(String group) {
            this.group = group;
        }

        /**
         * After another record of the changelog; those of other groups change nothing.
         *
         * @param value null where the store forgot the key
         */
        public void add(byte[] key, byte[] value) {
            OptionalInt slot = slot(key, group);
            if (slot.isPresent() && value == null) {
                bySlot.remove(slot.getAsInt());
            } else if (slot.isPresent()) {
                bySlot.put(slot.getAsInt(), value);
            } else if (value != null) {
                GroupReservoir.kept(group, key, value).ifPresent(now -> kept = now);
            }
        }

        /** Those that are kept and that this release can read, in the order of their slots. */
        public Stream<SeriesWindow> kept() {
            return bySlot.headMap(kept).values().stream().flatMap(bytes -> window(bytes).stream());
        }
    }

    private static OptionalInt slot(byte[] key, String group) {
        byte[] name = group.getBytes(StandardCharsets.UTF_8);
        ByteBuffer expected = ByteBuffer.allocate(BEFORE_GROUP + name.length)
                .put(WINDOW)
                .putShort((short) name.length)
                .put(name)
                .flip();
        boolean isOfGroup = key.length == expected.remaining() + Integer.BYTES
                && ByteBuffer.wrap(key, 0, expected.remaining()).equals(expected);
        return isOfGroup ? OptionalInt.of(ByteBuffer.wrap(key).getInt(expected.remaining())) : OptionalInt.empty();
    }

    /** The window in the value of a record with a slot; empty where this release cannot read it. */
    static Optional<SeriesWindow> window(byte[] value) {
        boolean isDated = value.length > 1 + Long.BYTES && value[0] == DATED;
        byte[] window = isDated ? Arrays.copyOfRange(value, 1 + Long.BYTES, value.length) : value;
        try {
            return TrainingInputSerde.decode(window) instanceof TrainingInput.Window input
                    ? Optional.of(input.window())
                    : Optional.empty();
        } catch (SerializationException unreadable) {
            return Optional.empty();
        }
    }
}
