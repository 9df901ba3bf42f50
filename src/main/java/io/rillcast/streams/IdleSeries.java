package io.rillcast.streams;

import io.rillcast.forecast.SeriesState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.common.utils.Bytes;

/**
 * Finds the series of a task to which no reading was admitted for too long, and forgets them; owned by that task.
 *
 * <p>Time is <em>lived</em> time: it passes while the task runs, is kept beside the history, and goes on from there after
 * a restart or on another instance. So a series is never forgotten for a time in which nobody could have read it, and
 * neither a reading's time nor the clock of a producer counts. Each tick looks at a bounded number of entries and the next
 * one goes on behind them; a round over all is begun again after an eighth of the time allowed.
 */
final class IdleSeries {
    /** How often to tick. */
    static final long TICK_MS = 1_000;

    /** Looked at or deleted in one tick: some 50 ms of a stream thread. */
    static final int ENTRIES_A_TICK = 5_000;

    /** Longer than this between two ticks, and the task did not run in between. */
    static final long LONGEST_STEP_MS = 10_000;

    private static final int ROUNDS = 8;
    /** Lost by a crash, and so the most by which a series is forgotten too late: a hundredth, at least a second. */
    private static final int KEPT_PARTS = 100;

    private static final long MOST_UNKEPT_MS = 60_000;

    private final long idleMs;
    private final SeriesStore store;
    private final Consumer<Bytes> onForgotten;
    private long livedMs;
    private long keptMs;
    private long lastTickMs;
    private long nextRoundMs;
    private Bytes from;
    private int budget;

    /**
     * Begins where the task stopped.
     *
     * @param idleMs the time allowed; 0 for ever
     * @param nowMs the clock
     * @param onForgotten told each series
     */
    IdleSeries(long idleMs, SeriesStore store, long nowMs, Consumer<Bytes> onForgotten) {
        this.idleMs = idleMs;
        this.store = store;
        this.onForgotten = onForgotten;
        this.lastTickMs = nowMs;
        this.livedMs = store.history().livedMs();
        this.keptMs = livedMs;
    }

    /** Whether series are ever forgotten. */
    boolean isOn() {
        return idleMs > 0;
    }

    /** A state to which a reading came now. */
    SeriesState arrived(SeriesState state) {
        return isOn() ? state.withArrival(livedMs) : state.withoutArrival();
    }

    /** Lets time pass up to now, and forgets some of the series that are due. */
    void tick(long nowMs) {
        livedMs += Math.max(0, Math.min(LONGEST_STEP_MS, nowMs - lastTickMs));
        lastTickMs = nowMs;
        if (livedMs - keptMs >= Math.max(TICK_MS, Math.min(MOST_UNKEPT_MS, idleMs / KEPT_PARTS))) {
            store.history().putLivedMs(livedMs);
            keptMs = livedMs;
        }
        if (from != null || livedMs >= nextRoundMs) {
            sweep();
        }
    }

    private void sweep() {
        if (from == null) {
            nextRoundMs = livedMs + Math.max(TICK_MS, idleMs / ROUNDS);
        }
        List<Map.Entry<Bytes, SeriesState>> idle = new ArrayList<>();
        List<Map.Entry<Bytes, SeriesState>> unmarked = new ArrayList<>();
        budget = ENTRIES_A_TICK;
        from = store.visit(from, (series, state) -> {
            budget--;
            if (state.arrivedMs().isEmpty()) {
                unmarked.add(Map.entry(series, state.withArrival(livedMs)));
                budget--;
            } else if (livedMs - state.arrivedMs().getAsLong() >= idleMs) {
                idle.add(Map.entry(series, state));
                budget -= store.entries(state);
            }
            return budget > 0;
        });
        unmarked.forEach(entry -> store.put(entry.getKey(), entry.getValue()));
        idle.forEach(entry -> {
            store.forget(entry.getKey(), entry.getValue());
            onForgotten.accept(entry.getKey());
        });
    }
}
