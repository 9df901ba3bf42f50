package io.rillcast.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rillcast.forecast.Reading;
import io.rillcast.training.TrainingPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/**
 * Series that live for three readings and then are idle: the stores shrink back to what they were before. 20,000 of them,
 * or a million with {@code -Pfaults-full}.
 */
class ShortLivedSeriesIT {
    private static final int SERIES = Boolean.getBoolean("rillcast.faults.full") ? 1_000_000 : 20_000;
    private static final int READINGS_EACH = 3;
    private static final long HOUR_MS = 3_600_000;
    /** More than the ticks that a publishing of all of them lasts, none of which comes before its end. */
    private static final long IDLE_MS = 60_000;

    @TempDir
    Path dir;

    @Test
    void leaveNothingBehind() {
        TrainingSchedule never = new TrainingSchedule(0, 1024, 1, 600);
        StreamPlan plan = new StreamPlan(
                Topics.DEFAULT,
                GroupRule.ALL,
                TrainingPlan.DEFAULT,
                never,
                new StreamPlan.Placement(true, 1),
                512,
                IDLE_MS);
        Map<String, Object> settings = Map.of(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, RocksDbMemory.class);
        long empty;
        long full;
        long after;
        try (TopologyHarness topology = new TopologyHarness(dir, plan, settings)) {
            topology.publish(new Reading("long-lived", 0, 1));
            empty = compactedBytes(topology, "empty");

            for (int series = 0; series < SERIES; series++) {
                for (int i = 0; i < READINGS_EACH; i++) {
                    topology.publish(new Reading("short-lived-" + series, i * HOUR_MS, series % 100 + i));
                }
                topology.dropOutputs();
            }
            assertThat(topology.entries("series-state")).isEqualTo(SERIES + 1);
            full = compactedBytes(topology, "full");

            int ticks = 0;
            while (topology.totals().get("series-forgotten") < SERIES) {
                topology.publish(new Reading("long-lived", ++ticks, ticks % 3));
                topology.advance(Duration.ofSeconds(1));
                assertThat(ticks).isLessThan(70 + SERIES / 1_000);
            }
            // The long-lived series alone, its readings, the length of the ring and the time lived.
            assertThat(topology.entries("series-state")).isEqualTo(1);
            assertThat(topology.entries("series-history")).isEqualTo(Math.min(512, 1 + ticks) + 2);
            after = compactedBytes(topology, "after");
        }

        System.out.printf(
                "short-lived series: series=%d, readings=%d, bytes of both stores compacted: empty=%d, full=%d,"
                        + " after=%d%n",
                SERIES, SERIES * READINGS_EACH, empty, full, after);
        assertThat(full).isGreaterThan(100L * SERIES);
        assertThat(after).isLessThan(empty + full / 100);
    }

    /** Of the two stores: copies of their files as they are on disk, compacted. */
    private long compactedBytes(TopologyHarness topology, String copy) {
        long bytes = 0;
        for (String store : List.of("series-state", "series-history")) {
            Path from = find(dir.resolve("state"), store);
            Path to = dir.resolve(copy).resolve(store);
            topology.flush(store);
            copyFiles(from, to);
            compact(to);
            bytes += sizeOfTables(to);
        }
        return bytes;
    }

    private static Path find(Path root, String store) {
        try (Stream<Path> paths = Files.walk(root)) {
            return paths.filter(path -> path.endsWith(Path.of("rocksdb", store)))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Nothing writes meanwhile, but a compaction behind the scenes may take a file away: then once more. */
    private static void copyFiles(Path from, Path to) {
        await().atMost(Duration.ofMinutes(2)).until(() -> hasCopied(from, to));
    }

    private static boolean hasCopied(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> before = Files.list(to)) {
            for (Path file : before.toList()) {
                Files.delete(file);
            }
        }
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.endsWith("LOCK")) {
                    Files.copy(file, to.resolve(file.getFileName()));
                }
            }
            return true;
        } catch (NoSuchFileException gone) {
            return false;
        }
    }

    private static void compact(Path store) {
        List<ColumnFamilyDescriptor> families = new ArrayList<>();
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        try (Options plain = new Options();
                DBOptions options = new DBOptions();
                FlushOptions flush = new FlushOptions()) {
            for (byte[] family : RocksDB.listColumnFamilies(plain, store.toString())) {
                families.add(new ColumnFamilyDescriptor(family));
            }
            try (RocksDB db = RocksDB.open(options, store.toString(), families, handles)) {
                for (ColumnFamilyHandle handle : handles) {
                    db.flush(flush, handle);
                    db.compactRange(handle);
                }
                handles.forEach(ColumnFamilyHandle::close);
            }
        } catch (RocksDBException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static long sizeOfTables(Path store) {
        try (Stream<Path> files = Files.list(store)) {
            return files.filter(file -> file.toString().endsWith(".sst"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
