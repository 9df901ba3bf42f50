package io.rillcast.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.rillcast.forecast.SeriesWindow;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.Test;

class ReservoirTopicTest {
    private final KeyValueStore<Bytes, byte[]> store = MemoryStore.open("reservoir");
    private final GroupReservoir reservoir = new GroupReservoir(store, 16);

    private void offer(String group, int number) {
        SeriesWindow window = new SeriesWindow(
                "s" + number, new byte[SeriesWindow.checkpointBytes(0)], new long[] {number}, new double[] {number});
        reservoir.offer(group, new TrainingInput.Window(4, window));
    }

    /** What a changelog of the store would hold. */
    @Test
    void findsTheWindowsOfOneGroupInWhatTheReservoirWrites() {
        offer("pumps", 1);
        offer("pumps", 2);
        offer("pump", 3);
        offer("pumps2", 4);
        List<String> found = new ArrayList<>();
        List<Integer> slots = new ArrayList<>();

        try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
            all.forEachRemaining(entry -> {
                OptionalInt slot = ReservoirTopic.slot(entry.key.get(), "pumps");
                if (slot.isPresent()) {
                    slots.add(slot.getAsInt());
                    found.add(ReservoirTopic.window(entry.value).orElseThrow().seriesId());
                }
            });
        }

        assertThat(found).containsExactly("s1", "s2");
        assertThat(slots).containsExactly(0, 1);
    }

    @Test
    void passesOverAWindowOfALaterRelease() {
        assertThat(ReservoirTopic.window(new byte[] {1, 99, 0, 0})).isEmpty();
        assertThat(ReservoirTopic.window(new byte[0])).isEmpty();
    }

    /** As Kafka's own partitioner places the key, and so the task that trains the group. */
    @Test
    void knowsThePartitionOfAGroup() {
        assertThat(ReservoirTopic.partition("all", 4)).isEqualTo(partitionOfKafka("all", 4));
        assertThat(ReservoirTopic.partition("höhe/7", 13)).isEqualTo(partitionOfKafka("höhe/7", 13));
    }

    private static int partitionOfKafka(String key, int partitions) {
        return BuiltInPartitioner.partitionForKey(key.getBytes(StandardCharsets.UTF_8), partitions);
    }
}
