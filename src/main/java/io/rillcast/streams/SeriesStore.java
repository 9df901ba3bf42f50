package io.rillcast.streams;

import io.rillcast.forecast.CorruptState;
import io.rillcast.forecast.Reading;
import io.rillcast.forecast.SeriesState;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * State and history of the series of one task, kept, counted and forgotten together; owned by that task. The count lies in
 * the history's store, so that it is committed and restored with what it counts.
 */
final class SeriesStore {
    private final KeyValueStore<Bytes, byte[]> states;
    private final HistoryRing history;
    private final String task;
    private boolean isCountKept;
    private long series;

    /** Counts the series once, where that was never kept. */
    SeriesStore(KeyValueStore<Bytes, byte[]> states, HistoryRing history, String task) {
        this.states = states;
        this.history = history;
        this.task = task;
        OptionalLong kept = history.series();
        this.isCountKept = kept.isPresent();
        this.series = kept.isPresent() ? kept.getAsLong() : counted(states);
    }

    private static long counted(KeyValueStore<Bytes, byte[]> states) {
        long count = 0;
        try (KeyValueIterator<Bytes, byte[]> all = states.all()) {
            while (all.hasNext()) {
                all.next();
                count++;
            }
        }
        return count;
    }

    private void count(int change) {
        if (change != 0 || !isCountKept) {
            series += change;
            history.putSeries(series);
            isCountKept = true;
        }
    }

    HistoryRing history() {
        return history;
    }

    /** The state of a series; empty if it was never seen, or was forgotten. */
    Optional<SeriesState> state(byte[] series) {
        byte[] stored = states.get(Bytes.wrap(series));
        return stored == null ? Optional.empty() : Optional.of(checked(Bytes.wrap(series), stored));
    }

    private SeriesState checked(Bytes series, byte[] stored) {
        try {
            return SeriesState.of(stored);
        } catch (CorruptState corrupt) {
            throw new CorruptState("series=" + new String(series.get(), StandardCharsets.UTF_8) + ", task=" + task
                    + ": " + corrupt.getMessage());
        }
    }

    /**
     * Keeps a state, and the reading that led to it with what the experts made of it.
     *
     * @param isNew whether nothing was kept of the series
     */
    void put(byte[] series, SeriesState state, Reading last, short[] hints, boolean isNew) {
        put(Bytes.wrap(series), state);
        count(isNew ? 1 : 0);
        history.put(series, state.readingsSeen() - 1, last, hints);
    }

    /** Keeps a state that no reading changed. */
    void put(Bytes series, SeriesState state) {
        states.put(series, state.sealedView());
    }

    /** Forgets all that is kept of a series. */
    void forget(Bytes series, SeriesState state) {
        states.put(series, null);
        count(-1);
        history.forget(series.get(), state.readingsSeen());
    }

    /** How many entries of the stores a series takes. */
    int entries(SeriesState state) {
        return 1 + (int) Math.min(state.readingsSeen(), history.slots());
    }

    /** What is done with each series looked at; false to look at no more. */
    interface Visitor {
        boolean visit(Bytes series, SeriesState state);
    }

    /**
     * Shows the series from one on, in the order of their keys, to a visitor that changes nothing.
     *
     * @param from null for the first
     * @return the series at which to go on; null once the last was shown
     */
    Bytes visit(Bytes from, Visitor visitor) {
        try (KeyValueIterator<Bytes, byte[]> inOrder = states.range(from, null)) {
            boolean goesOn = true;
            while (goesOn && inOrder.hasNext()) {
                KeyValue<Bytes, byte[]> entry = inOrder.next();
                goesOn = visitor.visit(entry.key, checked(entry.key, entry.value));
            }
            return inOrder.hasNext() ? inOrder.peekNextKey() : null;
        }
    }
}
