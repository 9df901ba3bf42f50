package io.rillcast.streams;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** Reads the last readings of a series out of the store of {@link HistoryRing}, from any thread. */
final class HistoryTail {
    private HistoryTail() {}

    /**
     * The last readings of a series, oldest first; at most so many, and no more than the ring holds. While readings come
     * the oldest may already be the place of newer ones.
     *
     * @param store of the series' partition
     * @param series its name in UTF-8
     * @param readings of it so far
     * @param most how many are wanted
     */
    static List<SeriesView.Point> read(
            ReadOnlyKeyValueStore<Bytes, byte[]> store, byte[] series, long readings, int most) {
        byte[] kept = store.get(HistoryRing.LENGTH_KEY);
        List<SeriesView.Point> points = new ArrayList<>();
        if (kept == null || readings == 0) {
            return points;
        }
        int slots = ByteBuffer.wrap(kept).getInt();
        int wanted = (int) Math.min(Math.min(most, slots), readings);
        int from = (int) ((readings - wanted) % slots);
        int untilEnd = Math.min(wanted, slots - from);
        add(store, HistoryRing.key(series, from), HistoryRing.key(series, from + untilEnd - 1), points);
        if (untilEnd < wanted) {
            add(store, HistoryRing.key(series, 0), HistoryRing.key(series, wanted - untilEnd - 1), points);
        }
        points.sort(Comparator.comparingLong(SeriesView.Point::timestampMs));
        return points;
    }

    private static void add(
            ReadOnlyKeyValueStore<Bytes, byte[]> store, Bytes from, Bytes to, List<SeriesView.Point> points) {
        try (KeyValueIterator<Bytes, byte[]> slots = store.range(from, to)) {
            while (slots.hasNext()) {
                ByteBuffer value = ByteBuffer.wrap(slots.next().value);
                points.add(new SeriesView.Point(value.getLong(), value.getDouble()));
            }
        }
    }
}
