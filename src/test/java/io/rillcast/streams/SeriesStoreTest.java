package io.rillcast.streams;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rillcast.forecast.Hints;
import io.rillcast.forecast.Reading;
import io.rillcast.forecast.SeriesState;
import java.nio.ByteBuffer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

/** How many series a task has, as everybody may read it in its store. */
class SeriesStoreTest {
    private final KeyValueStore<Bytes, byte[]> states = MemoryStore.open("states");
    private final KeyValueStore<Bytes, byte[]> readings = MemoryStore.open("readings");

    private SeriesStore open() {
        return new SeriesStore(states, new HistoryRing(readings, 16), "0_0");
    }

    private long count() {
        return ByteBuffer.wrap(readings.get(HistoryRing.SERIES_KEY)).getLong();
    }

    private static void arrives(SeriesStore store, String series) {
        byte[] key = series.getBytes(UTF_8);
        boolean isNew = store.state(key).isEmpty();
        store.put(key, SeriesState.empty(7), new Reading(series, 0, 1), new short[Hints.COUNT], isNew);
    }

    private static void forget(SeriesStore store, String series) {
        byte[] key = series.getBytes(UTF_8);
        store.forget(Bytes.wrap(key), store.state(key).orElseThrow());
    }

    private static SeriesStore filled(SeriesStore store) {
        for (int reading = 0; reading < 3; reading++) {
            for (int series = 0; series < 600; series++) {
                arrives(store, "s" + series);
            }
        }
        return store;
    }

    @Test
    void countsEachSeriesOnceAndNoneThatIsForgotten() {
        SeriesStore store = filled(open());
        assertThat(count()).isEqualTo(600);

        forget(store, "s77");
        assertThat(count()).isEqualTo(599);

        arrives(store, "s77");
        assertThat(count()).isEqualTo(600);
    }

    @Test
    void goesOnCountingFromWhatWasRestored() {
        forget(filled(open()), "s5");

        SeriesStore restored = open();
        assertThat(count()).isEqualTo(599);
        arrives(restored, "one more");
        arrives(restored, "s6");

        assertThat(count()).isEqualTo(600);
    }

    @Test
    void countsStoresOfFormerReleasesWithTheFirstReading() {
        filled(open());
        readings.delete(HistoryRing.SERIES_KEY);

        arrives(open(), "s6");

        assertThat(count()).isEqualTo(600);
    }
}
