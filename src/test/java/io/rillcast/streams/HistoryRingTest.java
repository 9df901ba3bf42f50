package io.rillcast.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rillcast.forecast.CorruptState;
import io.rillcast.forecast.CovariateNames;
import io.rillcast.forecast.Covariates;
import io.rillcast.forecast.ForecastPlan;
import io.rillcast.forecast.Hints;
import io.rillcast.forecast.OnlineForecaster;
import io.rillcast.forecast.QuantileLevels;
import io.rillcast.forecast.Reading;
import io.rillcast.forecast.SeriesState;
import io.rillcast.forecast.SeriesWindow;
import io.rillcast.forecast.Step;
import io.rillcast.forecast.Support;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

class HistoryRingTest {
    private static final ForecastPlan EVERY_8 = new ForecastPlan(QuantileLevels.DEFAULT, 8, Support.AUTO);
    /** More than twice the window, and no multiple of it, so that the ring's end falls into windows. */
    private static final int SLOTS = 20;

    private static final CovariateNames TWO = new CovariateNames(List.of("a", "b"));

    private final KeyValueStore<Bytes, byte[]> store = MemoryStore.open("history");
    private final HistoryRing ring = new HistoryRing(store, SLOTS);

    private static final short[] NONE = new short[Hints.COUNT];

    /** Those of a reading by its number; all zero for the first. */
    private static short[] hints(int number) {
        short[] hints = new short[Hints.COUNT];
        for (int i = 0; i < hints.length; i++) {
            hints[i] = (short) ((i % 2 == 0 ? 1000 : -1000) * number + (number == 0 ? 0 : i));
        }
        return hints;
    }

    private static short[] hints(SeriesWindow window, int index) {
        return Arrays.copyOfRange(window.hintsView(), index * Hints.COUNT, (index + 1) * Hints.COUNT);
    }

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
            ring.put(bytes(series), i, reading, hints(i));
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

    private static Reading withCovariates(int number, double... covariates) {
        return new Reading("pump", 1000L * number, number, Covariates.of(TWO.fingerprint(), covariates));
    }

    @Test
    void keepsCovariatesIn8BytesEachAndWhatIsMissingAsMissing() {
        SeriesTape tape = new SeriesTape(new ForecastPlan(QuantileLevels.DEFAULT, 8, Support.AUTO, TWO));
        for (int i = 0; i < 31; i++) {
            Reading reading = i % 3 == 0 ? new Reading("pump", 1000L * i, i) : withCovariates(i, i, Double.NaN);
            tape.step(reading);
            ring.put(bytes("pump"), i, reading, NONE);
        }

        SeriesWindow window = ring.since(bytes("pump"), "pump", tape.state());

        assertThat(readings(window)).hasSize(15).isEqualTo(readings(tape.sinceOlderCheckpoint()));
        assertThat(window.reading(0)).isEqualTo(withCovariates(16, 16, Double.NaN));
        assertThat(window.reading(2)).isEqualTo(new Reading("pump", 18_000, 18));
        assertThat(store.get(slotKey(16)).length).isEqualTo(32);
        assertThat(store.get(slotKey(18)).length).isEqualTo(16);
    }

    @Test
    void takesCovariatesFromBeforeTheListBeganAsMissing() {
        CovariateNames turned = new CovariateNames(List.of("b", "a"));
        SeriesTape tape = new SeriesTape(new ForecastPlan(QuantileLevels.DEFAULT, 8, Support.AUTO, TWO));
        for (int i = 0; i < 12; i++) {
            tape.step(withCovariates(i, 1, 2));
            ring.put(bytes("pump"), i, withCovariates(i, 1, 2), hints(i));
        }
        OnlineForecaster changed =
                new OnlineForecaster(new ForecastPlan(QuantileLevels.DEFAULT, 8, Support.AUTO, turned));
        SeriesState state = changed.ofThisPlan(tape.state());
        Covariates next = Covariates.of(turned.fingerprint(), new double[] {3, 4});
        Reading reading = new Reading("pump", 12_000, 12, next);
        state = ((Step.Advanced) changed.step("all", Optional.empty(), state, reading)).state();
        ring.put(bytes("pump"), 12, reading, hints(12));

        SeriesWindow window = ring.since(bytes("pump"), "pump", state);

        assertThat(readings(window)).hasSize(13);
        assertThat(readings(window).subList(0, 12))
                .allMatch(one -> one.covariates().equals(Covariates.NONE));
        assertThat(window.reading(12)).isEqualTo(reading);
        assertThat(changed.rebuild(ModelExamples.snapshot("all", 1).model(), state, window)
                        .modelVersion())
                .isEqualTo(1);
    }

    @Test
    void keepsTheHintsOfEachReading() {
        SeriesTape tape = record("pump", 31, 0);

        SeriesWindow window = ring.since(bytes("pump"), "pump", tape.state());

        assertThat(IntStream.range(0, window.length()))
                .allSatisfy(t -> assertThat(hints(window, t)).isEqualTo(hints(16 + t)));
    }

    /** Layout: time 1000, value 1.5, format 1, hints 1, -2 and zeros, covariate 2. */
    @Test
    void keepsHintsBetweenValueAndCovariates() {
        short[] hints = new short[Hints.COUNT];
        hints[0] = 1;
        hints[1] = -2;
        CovariateNames one = new CovariateNames(List.of("a"));

        ring.put(
                bytes("pump"),
                3,
                new Reading("pump", 1000, 1.5, Covariates.of(one.fingerprint(), new double[] {2})),
                hints);

        assertThat(HexFormat.of().formatHex(store.get(slotKey(3))))
                .isEqualTo("00000000000003e8" + "3ff8000000000000" + "01" + "0001fffe" + "0000".repeat(Hints.COUNT - 2)
                        + "4000000000000000");
    }

    /** An older release kept time and value, and then covariates: an even number of bytes, and slots with hints have an odd one. */
    @Test
    void readsWhatWasKeptWithoutHintsAsZeros() {
        CovariateNames one = new CovariateNames(List.of("a"));
        SeriesTape tape = new SeriesTape(new ForecastPlan(QuantileLevels.DEFAULT, 8, Support.AUTO, one));
        for (int i = 0; i < 10; i++) {
            Reading reading = i % 2 == 0
                    ? new Reading("pump", i, i)
                    : new Reading("pump", i, i, Covariates.of(one.fingerprint(), new double[] {-i}));
            tape.step(reading);
            ring.put(bytes("pump"), i, reading, i < 5 ? NONE : hints(i));
        }
        store.put(slotKey(1), HexFormat.of().parseHex("0000000000000001" + "3ff0000000000000" + "bff0000000000000"));
        store.put(slotKey(2), HexFormat.of().parseHex("0000000000000002" + "4000000000000000"));

        SeriesWindow window = ring.since(bytes("pump"), "pump", tape.state());

        assertThat(readings(window)).isEqualTo(readings(tape.sinceOlderCheckpoint()));
        assertThat(IntStream.range(0, 10))
                .allSatisfy(t -> assertThat(hints(window, t)).isEqualTo(t < 5 ? NONE : hints(t)));
        assertThat(IntStream.range(0, 10).map(i -> store.get(slotKey(i)).length))
                .containsExactly(16, 24, 16, 24, 16, 35, 27, 35, 27, 35);
    }

    @Test
    void refusesASlotOfALaterFormat() {
        SeriesTape tape = record("pump", 18, 0);
        byte[] slot = store.get(slotKey(9)).clone();
        slot[16] = 2;
        store.put(slotKey(9), slot);

        assertThatThrownBy(() -> ring.since(bytes("pump"), "pump", tape.state()))
                .isInstanceOf(CorruptState.class)
                .hasMessage("unsupported format of a kept reading: format=2, supported=[1]; upgrade the forecaster");
    }

    private static Bytes slotKey(int slot) {
        return Bytes.wrap(ByteBuffer.allocate(10)
                .putShort((short) 4)
                .put(bytes("pump"))
                .putInt(slot)
                .array());
    }

    @Test
    void refusesAHistoryWithAMissingSlot() {
        SeriesTape tape = record("pump", 18, 0);
        store.delete(slotKey(9));

        assertThatThrownBy(() -> ring.since(bytes("pump"), "pump", tape.state()))
                .isInstanceOf(CorruptState.class)
                .hasMessage("a series' history must hold what its state has seen; delete the state directory of this"
                        + " instance, so that both are restored from their changelogs: series=pump, from=8, wanted=10,"
                        + " found=9");
    }
}
