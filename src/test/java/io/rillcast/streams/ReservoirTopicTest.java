package io.rillcast.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.rillcast.forecast.SeriesWindow;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
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

        ReservoirTopic.Windows windows = new ReservoirTopic.Windows("pumps");
        changelog(windows);

        assertThat(windows.kept()).extracting(SeriesWindow::seriesId).containsExactly("s1", "s2");
    }

    private void changelog(ReservoirTopic.Windows windows) {
        try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
            all.forEachRemaining(entry -> windows.add(entry.key.get(), entry.value));
        }
    }

    /** A group that ended leaves keys without values behind, and may have come back since. */
    @Test
    void forgetsTheWindowsThatTheReservoirForgot() {
        offer("pumps", 1);
        offer("pumps", 2);
        ReservoirTopic.Windows windows = new ReservoirTopic.Windows("pumps");
        changelog(windows);
        List<Bytes> keys = new ArrayList<>();
        try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
            all.forEachRemaining(entry -> keys.add(entry.key));
        }

        keys.forEach(key -> windows.add(key.get(), null));
        assertThat(windows.kept()).isEmpty();

        reservoir.retire("pumps");
        offer("pumps", 3);
        changelog(windows);
        assertThat(windows.kept()).extracting(SeriesWindow::seriesId).containsExactly("s3");
    }

    @Test
    void leavesOutWhatALargerReservoirLeftBehind() {
        for (int i = 0; i < 16; i++) {
            offer("pumps", i);
        }
        SeriesWindow last =
                new SeriesWindow("last", new byte[SeriesWindow.checkpointBytes(0)], new long[] {99}, new double[] {99});
        new GroupReservoir(store, 8).offer("pumps", new TrainingInput.Window(4, last));
        ReservoirTopic.Windows windows = new ReservoirTopic.Windows("pumps");

        changelog(windows);

        assertThat(windows.kept()).hasSize(8).extracting(SeriesWindow::seriesId).contains("last");
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
