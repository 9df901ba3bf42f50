package io.rillcast.streams;

import io.rillcast.forecast.CorruptState;
import io.rillcast.forecast.Covariates;
import io.rillcast.forecast.Hints;
import io.rillcast.forecast.Reading;
import io.rillcast.forecast.SeriesState;
import io.rillcast.forecast.SeriesWindow;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The last readings of every series, in one key-value store; owned by one task.
 *
 * <pre>
 * key:    0 length of series, uint16 big-endian   2 series, UTF-8   then slot, int32 big-endian
 * value:  0 time ms, int64 big-endian             8 value, float64 big-endian
 *        16 format 1   17 hints, int16[{@link Hints#COUNT}] big-endian; both missing where all hints are zero
 *           then covariates, float64 big-endian, NaN where missing; nothing where all are
 * </pre>
 *
 * <p>A value with hints is the only one of an odd length, so that those written before there were any, or without experts,
 * are told apart; they read as zeros.
 *
 * <p>Under the empty series, which no reading has, lies the number of slots as int32: a ring stays as long as it was made;
 * as slot 1, how long the task has lived, int64 ms: see {@link IdleSeries}; and as slot 2, how many series the task has,
 * int64: see {@link SeriesStore}.
 *
 * <p>The slot of a reading is its number within the series modulo {@code history.readings}. A slot is written again when
 * the ring comes round, and deleted only with its series. Big-endian, so that the slots of a series lie in order.
 */
final class HistoryRing {
    private static final int VALUE_BYTES = 16;
    private static final byte FORMAT = 1;
    private static final int HINT_BYTES = 1 + Hints.BYTES;

    /** Under which the number of slots lies, int32. */
    static final Bytes LENGTH_KEY = key(new byte[0], 0);

    private static final Bytes LIVED_KEY = key(new byte[0], 1);

    /** Under which the number of series lies, int64. */
    static final Bytes SERIES_KEY = key(new byte[0], 2);

    private final KeyValueStore<Bytes, byte[]> store;
    private final int slots;
    private boolean isLengthKept;

    /** A ring of so many slots, or of as many as it was made with. */
    HistoryRing(KeyValueStore<Bytes, byte[]> store, int wantedSlots) {
        byte[] kept = store.get(LENGTH_KEY);
        this.store = store;
        this.isLengthKept = kept != null;
        this.slots = isLengthKept ? ByteBuffer.wrap(kept).getInt() : wantedSlots;
    }

    /** How many readings of each series it keeps. */
    int slots() {
        return slots;
    }

    /** How long the task has lived, ms, as it was last kept. */
    long livedMs() {
        byte[] kept = store.get(LIVED_KEY);
        return kept == null ? 0 : ByteBuffer.wrap(kept).getLong();
    }

    /** Keeps how long the task has lived. */
    void putLivedMs(long livedMs) {
        store.put(LIVED_KEY, ByteBuffer.allocate(Long.BYTES).putLong(livedMs).array());
    }

    /** How many series there are, as it was last kept; empty if it never was. */
    OptionalLong series() {
        byte[] kept = store.get(SERIES_KEY);
        return kept == null
                ? OptionalLong.empty()
                : OptionalLong.of(ByteBuffer.wrap(kept).getLong());
    }

    /** Keeps how many series there are. */
    void putSeries(long series) {
        store.put(SERIES_KEY, ByteBuffer.allocate(Long.BYTES).putLong(series).array());
    }

    /** Deletes the readings of a series that has had so many. */
    void forget(byte[] series, long readings) {
        for (int slot = 0; slot < Math.min(readings, slots); slot++) {
            store.put(key(series, slot), null);
        }
    }

    /**
     * Keeps a reading, the number-th of its series from 0.
     *
     * @param hints what the experts made of it, short[{@link Hints#COUNT}]
     */
    void put(byte[] series, long number, Reading reading, short[] hints) {
        if (!isLengthKept) {
            store.put(LENGTH_KEY, ByteBuffer.allocate(4).putInt(slots).array());
            isLengthKept = true;
        }
        store.put(key(series, slot(number)), value(reading, hints));
    }

    private static byte[] value(Reading reading, short[] hints) {
        Covariates covariates = reading.covariates();
        boolean isHinted = !Hints.areNone(hints);
        int length = VALUE_BYTES + (isHinted ? HINT_BYTES : 0) + Double.BYTES * covariates.count();
        ByteBuffer value =
                ByteBuffer.allocate(length).putLong(reading.timestampMs()).putDouble(reading.value());
        if (isHinted) {
            value.put(FORMAT);
            for (short hint : hints) {
                value.putShort(hint);
            }
        }
        for (int i = 0; i < covariates.count(); i++) {
            value.putDouble(covariates.value(i));
        }
        return value.array();
    }

    /** The readings of a series since the older checkpoint of its state, as they were admitted. */
    SeriesWindow since(byte[] series, String seriesId, SeriesState state) {
        long first = state.checkpointReadings();
        int length = Math.toIntExact(state.readingsSeen() - first);
        Found found = new Found(length, state);
        while (found.count < length) {
            int from = slot(first + found.count);
            int wanted = Math.min(length - found.count, slots - from);
            int before = found.count;
            read(series, from, wanted, found);
            if (found.count - before != wanted) {
                throw new CorruptState("a series' history must hold what its state has seen; delete the state directory"
                        + " of this instance, so that both are restored from their changelogs: series=" + seriesId
                        + ", from=" + from + ", wanted=" + wanted + ", found=" + (found.count - before));
            }
        }
        return new SeriesWindow(seriesId, state.olderCheckpoint(), found.times, found.values, found.covariates)
                .withHints(found.hints);
    }

    /** What was read so far. */
    private static final class Found {
        private final long[] times;
        private final double[] values;
        private final double[] covariates;
        private final short[] hints;
        private final int each;
        private final long missingUntil;
        private int count;

        Found(int length, SeriesState state) {
            times = new long[length];
            values = new double[length];
            each = state.covariates();
            covariates = new double[length * each];
            hints = new short[length * Hints.COUNT];
            missingUntil = state.covariatesSince() - state.checkpointReadings();
        }

        void add(byte[] value) {
            ByteBuffer in = ByteBuffer.wrap(value);
            times[count] = in.getLong();
            values[count] = in.getDouble();
            if (value.length % 2 == 1) {
                addHints(in);
            }
            boolean isThere = count >= missingUntil && in.remaining() == Double.BYTES * each;
            for (int i = 0; i < each; i++) {
                covariates[count * each + i] = isThere ? in.getDouble() : Double.NaN;
            }
            count++;
        }

        private void addHints(ByteBuffer in) {
            byte format = in.get();
            if (format != FORMAT) {
                throw new CorruptState("unsupported format of a kept reading: format=" + format + ", supported=["
                        + FORMAT + "]; upgrade the forecaster");
            }
            for (int i = 0; i < Hints.COUNT; i++) {
                hints[count * Hints.COUNT + i] = in.getShort();
            }
        }
    }

    private void read(byte[] series, int from, int wanted, Found found) {
        int end = found.count + wanted;
        try (KeyValueIterator<Bytes, byte[]> slotsInOrder =
                store.range(key(series, from), key(series, from + wanted - 1))) {
            while (slotsInOrder.hasNext() && found.count < end) {
                found.add(slotsInOrder.next().value);
            }
        }
    }

    private int slot(long number) {
        return (int) (number % slots);
    }

    /** The key of a slot of a series. */
    static Bytes key(byte[] series, int slot) {
        return Bytes.wrap(ByteBuffer.allocate(2 + series.length + 4)
                .putShort((short) series.length)
                .put(series)
                .putInt(slot)
                .array());
    }
}
