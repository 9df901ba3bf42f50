package io.rillcast.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rillcast.forecast.SeriesWindow;
import io.rillcast.training.GroupLedger;
import io.rillcast.training.Lineage;
import io.rillcast.training.PageHinkley;
import io.rillcast.training.Probation;
import io.rillcast.training.SkillDrift;
import io.rillcast.training.TrainingRecord.Losses;
import io.rillcast.training.TrainingSample;
import java.util.ArrayList;
import java.util.HexFormat;
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
                .map(bytes -> (int) GroupReservoir.decode(bytes).window().timeMs(0))
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
        assertThat(reservoir.ledger("all")).isEqualTo(GroupLedger.of(16, 1000, 4000, 0, 0, 0, false));
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

    /** What was left behind when the reservoir was made smaller is old when it is made larger again. */
    @Test
    void leavesOutWhatASmallerReservoirLeftBehind() {
        for (int i = 0; i < 16; i++) {
            reservoir.offer("all", window(i));
        }
        new GroupReservoir(store, 8).offer("all", window(16));

        assertThat(numbers(reservoir, "all")).hasSize(8).contains(16);
        reservoir.offer("all", window(17));
        assertThat(numbers(reservoir, "all")).hasSize(9).endsWith(17);
    }

    @Test
    void deletesTheWindowsBeyondThoseItKeepsToo() {
        for (int i = 0; i < 16; i++) {
            reservoir.offer("gone", window(i));
            reservoir.offer("gonf", window(i));
        }
        GroupReservoir smaller = new GroupReservoir(store, 8);
        smaller.offer("gone", window(16));

        smaller.retire("gone");

        reservoir.retire("gonf");
        try (KeyValueIterator<Bytes, byte[]> left = store.all()) {
            assertThat(left.hasNext()).isFalse();
        }
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
        GroupLedger ledger = GroupLedger.of(7, 1L << 40, 1L << 41, 1L << 39, 12, 1L << 38, true)
                .with(new Lineage(List.of(3L, 7L, 1L << 38)), probation(), drift());

        reservoir.put("all", ledger);

        assertThat(reservoir.ledger("all")).isEqualTo(ledger);
    }

    private static Probation probation() {
        return new Probation(7, 5, 240, -0.25, 0.125, new Losses(1.5, 2.5, 3.5), -7, 1L << 42);
    }

    private static SkillDrift drift() {
        PageHinkley worse = new PageHinkley(9, -0.5, 0.25, 1.5, 1L << 33);
        return new SkillDrift(worse, new PageHinkley(8, 0.5, 0.75, 2.5, 1L << 34), 1L << 35, 1L << 36);
    }

    /** The bytes of a release that knew no predecessors: each version took the place of the one before it. */
    @Test
    void readsALedgerOfTheFirstFormat() {
        String hex = "00000001" + "00000007" + "0000000000000009" + "00000000000001b0" + "0000000000000180"
                + "0000000000000004" + "0000000000000003" + "0000000000000001";
        reservoir.offer("all", window(0));
        KeyValue<Bytes, byte[]> stored = storedLedger();
        store.put(stored.key, HexFormat.of().parseHex(hex));

        GroupLedger ledger = reservoir.ledger("all");

        assertThat(ledger).isEqualTo(GroupLedger.of(7, 9, 432, 384, 4, 3, true));
        assertThat(ledger.lineage().versions()).containsExactly(1L, 2L, 3L);
        assertThat(ledger.probation().isOn()).isFalse();
    }

    @Test
    void readsAWindowOfAReleaseThatDidNotDateIt() {
        reservoir.offer("all", window(0));
        reservoir.offer("all", window(1));
        store.put(windowKey(0), TrainingInputSerde.encode(window(5)));

        assertThat(numbers(reservoir, "all")).containsExactly(5, 1);
        assertThat(reservoir.windows("all").stream().map(GroupReservoir::decode).map(TrainingSample.Kept::atReadings))
                .containsExactly(0L, 8L);
    }

    /** One series offers four windows of five. */
    @Test
    void leavesPlacesToSeriesThatOfferLess() {
        GroupReservoir larger = new GroupReservoir(MemoryStore.open("larger"), 64);
        for (int i = 0; i < 3000; i++) {
            larger.offer("all", window(i % 5 == 0 ? i : 1));
        }

        List<Integer> kept = numbers(larger, "all");
        assertThat(kept.stream().filter(n -> n == 1)).hasSizeBetween(16, 40);
        assertThat(kept.stream().filter(n -> n > 2000)).hasSizeGreaterThan(10);
    }

    @Test
    void countsATrainingAndAVersion() {
        GroupLedger ledger = reservoir.offer("all", window(0));

        GroupLedger trained = ledger.trained(ledger.readings()).promoted(3);

        assertThat(trained)
                .isEqualTo(GroupLedger.of(1, 1, 4, 4, 1, 3, false)
                        .with(new Lineage(List.of(3L)), Probation.NONE, SkillDrift.NONE));
    }

    @Test
    void listsTheGroupsItHasSeenAndKeepsThemApart() {
        List<String> names = List.of("a", "a\0", "aa", "b/1", "\u00FF");
        names.forEach(name -> reservoir.offer(name, window(names.indexOf(name))));

        assertThat(reservoir.groupsAfter("", 100)).containsExactlyInAnyOrderElementsOf(names);
        assertThat(names).allMatch(name -> numbers(reservoir, name).equals(List.of(names.indexOf(name))));
    }

    @Test
    void listsGroupsSomeAtATime() {
        for (int i = 0; i < 250; i++) {
            reservoir.offer("group-" + i, window(i));
        }

        GroupSweep sweep = new GroupSweep(reservoir);
        List<String> met = new ArrayList<>();
        List<Integer> sizes = new ArrayList<>();
        for (List<String> some = sweep.next(); !some.isEmpty(); some = sweep.next()) {
            sizes.add(some.size());
            met.addAll(some);
        }

        assertThat(sizes).containsExactly(100, 100, 50);
        assertThat(met).hasSize(250).doesNotHaveDuplicates();
    }

    @Test
    void keepsALedgerButNoWindowOfAGroupThatEnded() {
        for (int i = 0; i < 40; i++) {
            reservoir.offer("gone", window(i));
            reservoir.offer("all", window(i));
        }
        GroupLedger ledger = reservoir.ledger("gone").promoted(1);
        reservoir.put("gone", ledger);

        reservoir.retire("gone");

        assertThat(reservoir.windows("gone")).isEmpty();
        assertThat(reservoir.ledger("gone")).isEqualTo(ledger.retired());
        assertThat(reservoir.windows("all")).hasSize(16);
    }

    @Test
    void keepsNothingOfAGroupThatEndedWithoutAVersion() {
        reservoir.offer("gone", window(0));

        reservoir.retire("gone");

        assertThat(reservoir.groupsAfter("", 10)).isEmpty();
        assertThat(reservoir.windows("gone")).isEmpty();
    }

    @Test
    void refusesALedgerOfAnotherFormat() {
        reservoir.offer("all", window(0));
        ledgerBytes()[3] = 9;

        assertThatThrownBy(() -> reservoir.ledger("all"))
                .isInstanceOf(SerializationException.class)
                .hasMessage("unsupported ledger of a model group: format=9, length=232, supported=[1, 2]; upgrade the"
                        + " forecaster or reset the store");
    }

    /** The stored ledger itself: the store in memory keeps the array that it was given. */
    private byte[] ledgerBytes() {
        return storedLedger().value;
    }

    private KeyValue<Bytes, byte[]> storedLedger() {
        try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
            return all.next();
        }
    }

    private Bytes windowKey(int number) {
        try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
            for (int i = 0; i <= number; i++) {
                all.next();
            }
            return all.next().key;
        }
    }
}
