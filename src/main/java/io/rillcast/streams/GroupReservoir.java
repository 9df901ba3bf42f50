package io.rillcast.streams;

import io.rillcast.training.GroupLedger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * A bounded sample of recent windows of each group, and the group's ledger; in one key-value store, owned by one task.
 *
 * <pre>
 * key of a ledger:  0 kind 0    1 length of group, uint16   3 group, UTF-8
 * key of a window:  0 kind 1    1 length of group, uint16   3 group, UTF-8   then slot, int32
 * ledger:           0 format 1, int32    4 windows kept, int32    8 windows offered, int64   16 readings, int64
 *                  24 readings at the last training, int64   32 trainings, int64   40 highest version, int64
 *                  48 flags, int64: bit 0 a person wants a training
 * window:           as {@link TrainingInputSerde} writes it
 * </pre>
 *
 * <p>All big-endian. Which window takes whose place is {@link GroupLedger}'s rule.
 */
final class GroupReservoir {
    private static final byte LEDGER = 0;
    private static final byte WINDOW = 1;
    private static final int FORMAT = 1;
    private static final int LEDGER_BYTES = 56;
    private static final long ASKED = 1;

    private final KeyValueStore<Bytes, byte[]> store;
    private final int slots;

    GroupReservoir(KeyValueStore<Bytes, byte[]> store, int slots) {
        this.store = store;
        this.slots = slots;
    }

    /** The ledger of a group; a new one if the group was never seen. */
    GroupLedger ledger(String group) {
        byte[] bytes = store.get(key(LEDGER, group, 0));
        return bytes == null ? GroupLedger.NEW : decode(bytes);
    }

    void put(String group, GroupLedger ledger) {
        byte[] bytes = ByteBuffer.allocate(LEDGER_BYTES)
                .putInt(FORMAT)
                .putInt(ledger.kept())
                .putLong(ledger.offered())
                .putLong(ledger.readings())
                .putLong(ledger.atLastTraining())
                .putLong(ledger.trainings())
                .putLong(ledger.highestVersion())
                .putLong(ledger.isAsked() ? ASKED : 0)
                .array();
        store.put(key(LEDGER, group, 0), bytes);
    }

    private static GroupLedger decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        int format = bytes.length == LEDGER_BYTES ? in.getInt() : -1;
        if (format != FORMAT) {
            throw new SerializationException("unsupported ledger of a model group: format=" + format + ", length="
                    + bytes.length + ", supported=[" + FORMAT + "]; upgrade the forecaster or reset the store");
        }
        return new GroupLedger(
                in.getInt(),
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getLong(),
                (in.getLong() & ASKED) != 0);
    }

    /** Takes a window in and counts its readings. */
    GroupLedger offer(String group, TrainingInput.Window input) {
        GroupLedger ledger = ledger(group);
        int slot = ledger.nextSlot(group, slots);
        store.put(key(WINDOW, group, slot), TrainingInputSerde.encode(input));
        GroupLedger next = ledger.offered(slot, slots, input.newReadings());
        put(group, next);
        return next;
    }

    /** The encoded windows of a group, in slot order; those of a larger reservoir before are left out. */
    List<byte[]> windows(String group) {
        List<byte[]> windows = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> inOrder =
                store.range(key(WINDOW, group, 0), key(WINDOW, group, slots - 1))) {
            inOrder.forEachRemaining(entry -> windows.add(entry.value));
        }
        return windows;
    }

    /** The groups that this task has seen. */
    List<String> groups() {
        List<String> groups = new ArrayList<>();
        Bytes first = Bytes.wrap(new byte[] {LEDGER});
        Bytes end = Bytes.wrap(new byte[] {WINDOW});
        try (KeyValueIterator<Bytes, byte[]> inOrder = store.range(first, end)) {
            inOrder.forEachRemaining(entry -> groups.add(groupOf(entry.key.get())));
        }
        return groups;
    }

    private static String groupOf(byte[] key) {
        return new String(key, 3, key.length - 3, StandardCharsets.UTF_8);
    }

    private static Bytes key(byte kind, String group, int slot) {
        byte[] name = group.getBytes(StandardCharsets.UTF_8);
        ByteBuffer key = ByteBuffer.allocate(3 + name.length + (kind == WINDOW ? 4 : 0))
                .put(kind)
                .putShort((short) name.length)
                .put(name);
        if (kind == WINDOW) {
            key.putInt(slot);
        }
        return Bytes.wrap(key.array());
    }
}
