package io.rillcast.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rillcast.forecast.SeriesWindow;
import io.rillcast.training.GroupLedger;
import java.util.List;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

class GroupReservoirTest {
    private final KeyValueStore<Bytes, byte[]> store = MemoryStore.open("reservoir");
    private final GroupReservoir reservoir = new GroupReservoir(store, 16);

    private static TrainingInput.Window window(int number) {
        byte[] checkpoint = new byte[SeriesWindow.checkpointBytes(0)];
        return new TrainingInput.Window(
                4, new SeriesWindow("s" + number, checkpoint, new long[] {number}, new double[] {number}));
    }

    private static List<Integer> numbers(GroupReservoir reservoir, String group) {
        return reservoir.windows(group).stream()
                .map(bytes -> (TrainingInput.Window) TrainingInputSerde.decode(bytes))
                .map(input -> (int) input.window().timeMs(0))
                .toList();
    }

    @Test
    void keepsEveryWindowUntilItIsFull() {
        for (int i = 0; i < 16; i++) {
            reservoir.offer("all", window(i));
        }

        assertThat(numbers(reservoir, "all")).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
    }

    @Test
    void neverKeepsMoreThanItsSlots() {
        for (int i = 0; i < 1000; i++) {
            reservoir.offer("all", window(i));
        }

        assertThat(reservoir.windows("all")).hasSize(16);
        assertThat(reservoir.ledger("all")).isEqualTo(new GroupLedger(16, 1000, 4000, 0, 0, 0, false));
    }

    @Test
    void keepsNoMoreThanItsSlotsWhereItHadMoreBefore() {
        for (int i = 0; i < 16; i++) {
            reservoir.offer("all", window(i));
        }

        GroupReservoir smaller = new GroupReservoir(store, 8);
        smaller.offer("all", window(16));

        assertThat(numbers(smaller, "all")).hasSize(8).contains(16);
        assertThat(smaller.ledger("all").kept()).isEqualTo(8);
    }

    @Test
    void favoursTheNewest() {
        for (int i = 0; i < 1000; i++) {
            reservoir.offer("all", window(i));
        }

        List<Integer> kept = numbers(reservoir, "all");
        // A window stays through k more offers with the chance (15/16)^k: half of them are among the last 11.
        assertThat(kept).contains(999);
        assertThat(kept.stream().filter(n -> n >= 900)).hasSizeGreaterThanOrEqualTo(14);
    }

    @Test
    void choosesAlikeWhenReplayed() {
        GroupReservoir again = new GroupReservoir(MemoryStore.open("again"), 16);
        for (int i = 0; i < 300; i++) {
            reservoir.offer("all", window(i));
            again.offer("all", window(i));
        }

        assertThat(numbers(again, "all")).isEqualTo(numbers(reservoir, "all"));
    }

    @Test
    void givesBackTheLedgerAsItWasPut() {
        GroupLedger ledger = new GroupLedger(7, 1L << 40, 1L << 41, 1L << 39, 12, 1L << 38, true);

        reservoir.put("all", ledger);

        assertThat(reservoir.ledger("all")).isEqualTo(ledger);
    }

    @Test
    void countsATrainingAndAVersion() {
        GroupLedger ledger = reservoir.offer("all", window(0));

        GroupLedger trained = ledger.trained(ledger.readings()).published(3);

        assertThat(trained).isEqualTo(new GroupLedger(1, 1, 4, 4, 1, 3, false));
    }

    @Test
    void listsTheGroupsItHasSeenAndKeepsThemApart() {
        List<String> names = List.of("a", "a\0", "aa", "b/1", "\u00FF");
        names.forEach(name -> reservoir.offer(name, window(names.indexOf(name))));

        assertThat(reservoir.groups()).containsExactlyInAnyOrderElementsOf(names);
        assertThat(names).allMatch(name -> numbers(reservoir, name).equals(List.of(names.indexOf(name))));
    }

    @Test
    void refusesALedgerOfAnotherFormat() {
        reservoir.offer("all", window(0));
        ledgerBytes()[3] = 9;

        assertThatThrownBy(() -> reservoir.ledger("all"))
                .isInstanceOf(SerializationException.class)
                .hasMessage("unsupported ledger of a model group: format=9, length=56, supported=[1]; upgrade the"
                        + " forecaster or reset the store");
    }

    /** The stored ledger itself: the store in memory keeps the array that it was given. */
    private byte[] ledgerBytes() {
        try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
            KeyValue<Bytes, byte[]> first = all.next();
            return first.value;
        }
    }
}
