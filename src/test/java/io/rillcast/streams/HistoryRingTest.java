package io.rillcast.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rillcast.forecast.CorruptState;
import io.rillcast.forecast.ForecastPlan;
import io.rillcast.forecast.QuantileLevels;
import io.rillcast.forecast.Reading;
import io.rillcast.forecast.SeriesWindow;
import io.rillcast.forecast.Support;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

class HistoryRingTest {
    private static final ForecastPlan EVERY_8 = new ForecastPlan(QuantileLevels.DEFAULT, 8, Support.AUTO);
    /** More than twice the window, and no multiple of it, so that the ring's end falls into windows. */
    private static final int SLOTS = 20;

    private final KeyValueStore<Bytes, byte[]> store = MemoryStore.open("history");
    private final HistoryRing ring = new HistoryRing(store, SLOTS);

    private static byte[] bytes(String series) {
        return series.getBytes(StandardCharsets.UTF_8);
    }

    private SeriesTape record(String series, int count, double base) {
        return record(ring, series, count, base);
    }

    private static SeriesTape record(HistoryRing ring, String series, int count, double base) {
        SeriesTape tape = new SeriesTape(EVERY_8);
        for (int i = 0; i < count; i++) {
            Reading reading = new Reading(series, 1000L * i, base + i);
            tape.step(reading);
            ring.put(bytes(series), i, reading);
        }
        return tape;
    }

    private static List<Reading> readings(SeriesWindow window) {
        return IntStream.range(0, window.length()).mapToObj(window::reading).toList();
    }

    @Test
    void staysAsLongAsItWasMade() {
        SeriesTape tape = record("pump", 30, 0);

        HistoryRing longer = new HistoryRing(store, 2 * SLOTS);

        assertThat(longer.slots()).isEqualTo(SLOTS);
        SeriesWindow window = longer.since(bytes("pump"), "pump", tape.state());
        assertThat(readings(window)).first().isEqualTo(new Reading("pump", 16_000, 16));
    }

    @Test
    void givesTheReadingsSinceTheOlderCheckpoint() {
        SeriesTape tape = record("pump", 18, 0);

        SeriesWindow window = ring.since(bytes("pump"), "pump", tape.state());

        assertThat(window.firstReading()).isEqualTo(8);
        assertThat(readings(window)).hasSize(10).first().isEqualTo(new Reading("pump", 8000, 8));
    }

    @Test
    void goesOnAtTheBeginningWhereTheRingEnds() {
        SeriesTape tape = record("pump", 31, 0);

        SeriesWindow window = ring.since(bytes("pump"), "pump", tape.state());

        assertThat(readings(window)).hasSize(15).isEqualTo(readings(tape.sinceOlderCheckpoint()));
        assertThat(window.checkpointView())
                .isEqualTo(tape.sinceOlderCheckpoint().checkpointView());
    }

    @Test
    void takesNoMoreSlotsThanItHas() {
        record("pump", 100, 0);

        assertThat(store.approximateNumEntries()).isEqualTo(SLOTS + 1); // and how many they are
    }

    @Test
    void holdsWhatIsNeededWithTwiceTheWindow() {
        HistoryRing least = new HistoryRing(store, 16);
        SeriesTape tape = record(least, "pump", 39, 0);

        SeriesWindow window = least.since(bytes("pump"), "pump", tape.state());

        assertThat(readings(window)).hasSize(15).isEqualTo(readings(tape.sinceOlderCheckpoint()));
    }

    @Test
    void keepsSeriesApartWhoseNamesBeginAlikeOrHoldAnyCharacter() {
        List<String> names = List.of("a", "aa", "a\0", "a\0\0\0\0\1", "\0", "a/1", "\uD83D\uDE00", "\u00FF");
        List<SeriesTape> tapes = names.stream()
                .map(name -> record(name, 31, 100 * names.indexOf(name)))
                .toList();

        for (int i = 0; i < names.size(); i++) {
            SeriesWindow window =
                    ring.since(bytes(names.get(i)), names.get(i), tapes.get(i).state());
            assertThat(readings(window)).isEqualTo(readings(tapes.get(i).sinceOlderCheckpoint()));
        }
    }

    @Test
    void refusesAHistoryWithAMissingSlot() {
        SeriesTape tape = record("pump", 18, 0);
        store.delete(Bytes.wrap(ByteBuffer.allocate(10)
                .putShort((short) 4)
                .put(bytes("pump"))
                .putInt(9)
                .array()));

        assertThatThrownBy(() -> ring.since(bytes("pump"), "pump", tape.state()))
                .isInstanceOf(CorruptState.class)
                .hasMessage("a series' history must hold what its state has seen; delete the state directory of this"
                        + " instance, so that both are restored from their changelogs: series=pump, from=8, wanted=10,"
                        + " found=9");
    }
}
