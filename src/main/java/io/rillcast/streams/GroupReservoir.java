package io.rillcast.streams;

import io.rillcast.training.GroupLedger;
import io.rillcast.training.TrainingSample;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
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
 * ledger:           as {@link LedgerBytes} writes it
 * window:           0 kind 3    1 readings of the group when it came, int64   9 as {@link TrainingInputSerde} writes it
 *                   of earlier releases without the first nine bytes, and so with kind 1: those readings were not kept
 * </pre>
 *
 * <p>All big-endian. Which window takes whose place is {@link GroupLedger}'s rule.
 */
final class GroupReservoir {
    private static final byte LEDGER = 0;
    private static final byte WINDOW = 1;
    private static final byte DATED = 3;
    private static final int DATED_HEADER = 1 + Long.BYTES;

    private final KeyValueStore<Bytes, byte[]> store;
    private final int slots;

    GroupReservoir(KeyValueStore<Bytes, byte[]> store, int slots) {
        this.store = store;
        this.slots = slots;
    }

    /** The ledger of a group; a new one if the group was never seen. */
    GroupLedger ledger(String group) {
        byte[] bytes = store.get(key(LEDGER, group, 0));
        return bytes == null ? GroupLedger.NEW : LedgerBytes.decode(bytes);
    }

    void put(String group, GroupLedger ledger) {
        store.put(key(LEDGER, group, 0), LedgerBytes.encode(ledger));
    }

    /** Takes a window in and counts its readings. */
    GroupLedger offer(String group, TrainingInput.Window input) {
        GroupLedger ledger = ledger(group);
        byte[] series = input.window().seriesId().getBytes(StandardCharsets.UTF_8);
        int slot = ledger.nextSlot(group, slots, at -> isOf(series, store.get(key(WINDOW, group, at))));
        GroupLedger next = ledger.offered(slot, slots, input.newReadings());
        byte[] window = TrainingInputSerde.encode(input);
        byte[] dated = ByteBuffer.allocate(DATED_HEADER + window.length)
                .put(DATED)
                .putLong(next.readings())
                .put(window)
                .array();
        store.put(key(WINDOW, group, slot), dated);
        put(group, next);
        return next;
    }

    private static boolean isOf(byte[] series, byte[] stored) {
        return stored != null && TrainingInputSerde.isOf(series, windowOf(stored));
    }

    private static byte[] windowOf(byte[] stored) {
        return stored[0] == DATED ? Arrays.copyOfRange(stored, DATED_HEADER, stored.length) : stored;
    }

    /** What {@link #windows} gives for a slot, decoded; for any thread. */
    static TrainingSample.Kept decode(byte[] stored) {
        long atReadings = stored[0] == DATED ? ByteBuffer.wrap(stored).getLong(1) : 0;
        if (TrainingInputSerde.decode(windowOf(stored)) instanceof TrainingInput.Window input) {
            return new TrainingSample.Kept(input.window(), atReadings);
        }
        throw new SerializationException("a slot of the reservoir must hold a window: kind=" + stored[0]);
    }

    /** The encoded windows of a group, in slot order; what a larger reservoir left behind is left out. */
    List<byte[]> windows(String group) {
        int kept = Math.min(ledger(group).kept(), slots);
        List<byte[]> windows = new ArrayList<>();
        if (kept > 0) {
            try (KeyValueIterator<Bytes, byte[]> inOrder =
                    store.range(key(WINDOW, group, 0), key(WINDOW, group, kept - 1))) {
                inOrder.forEachRemaining(entry -> windows.add(entry.value));
            }
        }
        return windows;
    }

    /** Deletes the windows of a group, which has ended, and its ledger, unless that knows of versions given out. */
    void retire(String group) {
        GroupLedger ledger = ledger(group);
        List<Bytes> slotsOfAnySize = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> all =
                store.range(key(WINDOW, group, 0), key(WINDOW, group, Integer.MAX_VALUE))) {
            all.forEachRemaining(entry -> slotsOfAnySize.add(entry.key));
        }
        slotsOfAnySize.forEach(store::delete);
        if (ledger.highestVersion() > 0) {
            put(group, ledger.retired());
        } else {
            store.delete(key(LEDGER, group, 0));
        }
    }

    /**
     * Some of the groups that this task has seen, in the order of their keys.
     *
     * @param last those behind it; empty for the first ones
     */
    List<String> groupsAfter(String last, int most) {
        List<String> groups = new ArrayList<>();
        byte[] begin =
                last.isEmpty() ? new byte[] {LEDGER} : key(LEDGER, last, 0).get();
        Bytes first = Bytes.wrap(last.isEmpty() ? begin : Arrays.copyOf(begin, begin.length + 1));
        Bytes end = Bytes.wrap(new byte[] {WINDOW});
        try (KeyValueIterator<Bytes, byte[]> inOrder = store.range(first, end)) {
            while (inOrder.hasNext() && groups.size() < most) {
                groups.add(groupOf(inOrder.next().key.get()));
            }
        }
        return groups;
    }

    private static String groupOf(byte[] key) {
        return new String(key, 3, key.length - 3, StandardCharsets.UTF_8);
    }

    /** How many windows a group keeps, if the record is its ledger. */
    static OptionalInt kept(String group, byte[] key, byte[] value) {
        return Bytes.wrap(key).equals(key(LEDGER, group, 0))
                ? OptionalInt.of(LedgerBytes.decode(value).kept())
                : OptionalInt.empty();
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
