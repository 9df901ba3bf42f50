package io.rillcast.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rillcast.forecast.ForecastPlan;
import io.rillcast.forecast.Hints;
import io.rillcast.forecast.OnlineForecaster;
import io.rillcast.forecast.Reading;
import io.rillcast.forecast.SeriesState;
import io.rillcast.forecast.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

/** Which series are forgotten when, at 0 what has no arrival yet, with a clock that the test turns. */
class IdleSeriesTest {
    private static final long IDLE_MS = 60_000;
    private static final long HOUR_MS = 3_600_000;

    private final KeyValueStore<Bytes, byte[]> states = MemoryStore.open("states");
    private final KeyValueStore<Bytes, byte[]> readings = MemoryStore.open("readings");
    private final List<String> forgotten = new ArrayList<>();
    private SeriesStore store = new SeriesStore(states, new HistoryRing(readings, 16), "0_0");
    private long nowMs = 5 * HOUR_MS;
    private IdleSeries idle = idle();

    private IdleSeries idle() {
        return new IdleSeries(IDLE_MS, store, nowMs, series -> forgotten.add("one"));
    }

    /** Another instance, or this one again, with the stores as they were kept. */
    private void restartAfter(long downMs) {
        nowMs += downMs;
        store = new SeriesStore(states, new HistoryRing(readings, 16), "0_0");
        idle = idle();
    }

    private void run(int seconds) {
        for (int i = 0; i < seconds; i++) {
            nowMs += IdleSeries.TICK_MS;
            idle.tick(nowMs);
        }
    }

    private void arrives(String series) {
        byte[] key = series.getBytes(UTF_8);
        boolean isNew = store.state(key).isEmpty();
        store.put(key, idle.arrived(SeriesState.empty(7)), new Reading(series, 0, 1), new short[Hints.COUNT], isNew);
    }

    private void lay(String series) {
        store.put(Bytes.wrap(series.getBytes(UTF_8)), SeriesState.empty(7));
    }

    private int kept() {
        int count = 0;
        try (KeyValueIterator<Bytes, byte[]> all = states.all()) {
            for (; all.hasNext(); all.next()) {
                count++;
            }
        }
        return count;
    }

    @Test
    void keepsASeriesForTheTimeAllowedAndAnEighthAtMost() {
        arrives("a");

        run(59);
        assertThat(kept()).isEqualTo(1);
        run(9);

        assertThat(kept()).isZero();
        assertThat(forgotten).hasSize(1);
    }

    @Test
    void countsNoTimeInWhichItDidNotRun() {
        arrives("a");
        run(30);

        restartAfter(1_000 * HOUR_MS);
        run(29);
        assertThat(kept()).isEqualTo(1);
        run(12);

        assertThat(kept()).isZero();
    }

    @Test
    void forgetsInSpiteOfRestartsMoreOftenThanTheTimeAllowed() {
        arrives("a");

        for (int restart = 0; restart < 12; restart++) {
            run(10);
            restartAfter(HOUR_MS);
        }

        assertThat(kept()).isZero();
    }

    @Test
    void countsAPauseOfTheThreadAsTenSecondsAtMost() {
        arrives("a");

        nowMs += HOUR_MS;
        run(40);

        assertThat(kept()).isEqualTo(1);
    }

    @Test
    void countsAClockSetBackAsNothing() {
        arrives("a");
        run(30);

        nowMs -= HOUR_MS;
        run(25);

        assertThat(kept()).isEqualTo(1);
    }

    @Test
    void countsStatesOfFormerReleasesFromWhenItFirstSeesThem() {
        lay("a");
        restartAfter(HOUR_MS);
        run(50);
        assertThat(kept()).isEqualTo(1);

        run(30);

        assertThat(kept()).isZero();
    }

    @Test
    void keepsNoArrivalWhileItIsOff() {
        arrives("a");
        SeriesState marked = store.state("a".getBytes(UTF_8)).orElseThrow();

        IdleSeries off = new IdleSeries(0, store, nowMs, series -> {});

        assertThat(off.isOn()).isFalse();
        assertThat(marked.arrivedMs()).isPresent();
        assertThat(off.arrived(marked).arrivedMs()).isEmpty();
        assertThat(off.arrived(marked).sizeBytes()).isEqualTo(marked.sizeBytes() - Long.BYTES);
    }

    @Test
    void looksAtABoundedNumberInATickAndGoesOnBehindThem() {
        int series = 3 * IdleSeries.ENTRIES_A_TICK;
        for (int i = 0; i < series; i++) {
            arrives("series-" + i);
        }
        run(60);
        assertThat(forgotten).isEmpty();
        int before = 0;
        int ticks = 0;

        while (forgotten.size() < series) {
            run(1);
            assertThat(forgotten.size() - before).isLessThanOrEqualTo(IdleSeries.ENTRIES_A_TICK / 2 + 1);
            before = forgotten.size();
            ticks++;
            assertThat(ticks).isLessThan(30);
        }

        assertThat(kept()).isZero();
    }

    /** 5,000 slots and more: deleted whole, since half a series must not be left, and the tick ends there. */
    @Test
    void forgetsASeriesWholeThatTakesMoreThanATick() {
        HistoryRing large = new HistoryRing(MemoryStore.open("large"), 2 * IdleSeries.ENTRIES_A_TICK);
        store = new SeriesStore(states, large, "0_0");
        idle = idle();
        ForecastPlan plan = ForecastPlan.DEFAULT;
        OnlineForecaster forecaster = new OnlineForecaster(plan);
        for (String series : List.of("a", "b")) {
            SeriesState state = forecaster.empty();
            for (int i = 0; i < IdleSeries.ENTRIES_A_TICK; i++) {
                Reading reading = new Reading(series, i, i % 3);
                state = ((Step.Advanced) forecaster.step("g", Optional.empty(), state, reading)).state();
                byte[] key = series.getBytes(UTF_8);
                store.put(key, idle.arrived(state), reading, new short[Hints.COUNT], i == 0);
            }
        }

        while (forgotten.isEmpty()) {
            run(1);
        }
        assertThat(forgotten).hasSize(1);
        run(1);

        assertThat(forgotten).hasSize(2);
        assertThat(kept()).isZero();
    }
}
