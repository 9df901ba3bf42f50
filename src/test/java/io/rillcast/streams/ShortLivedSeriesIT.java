package io.rillcast.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rillcast.forecast.Reading;
import io.rillcast.training.TrainingPlan;
import io.rillcast.training.TrainingSchedule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/**
 * Series that live for three readings and then are idle: the stores shrink back to nothing. 20,000 of them, or a million
 * with {@code mvn -Pfaults-full -Dit.test=ShortLivedSeriesIT verify}.
 */
class ShortLivedSeriesIT {
    private static final boolean IS_FULL = Boolean.getBoolean("rillcast.faults.full");
    private static final int SERIES = IS_FULL ? 1_000_000 : 20_000;
    private static final int READINGS_EACH = 3;
    private static final long HOUR_MS = 3_600_000;
    private static final Duration PATIENCE = IS_FULL ? Duration.ofMinutes(40) : Duration.ofMinutes(4);
    /** Of a task: how many slots the history's ring has, how long the task has lived, and how many series it has. */
    private static final int ENTRIES_OF_TASK = 3;

    @TempDir
    Path dir;

    private static StreamPlan plan(long idleMs) {
        return new StreamPlan(
                Topics.DEFAULT,
                GroupRule.ALL,
                TrainingPlan.DEFAULT,
                new TrainingSchedule(0, 1024, 1, 600),
                new StreamPlan.Placement(true, 1),
                512,
                idleMs);
    }

    @Test
    void leaveNothingBehind() throws Exception {
        try (ServiceHarness cluster = new ServiceHarness(dir.resolve("cluster"), plan(0))) {
            try (ForecastService service = cluster.start(dir.resolve("state"))) {
                publish(cluster);
                awaitTotal(service, "readings-admitted", (long) SERIES * READINGS_EACH);
            }
            long full = bytes();
            assertThat(entries("series-state")).isEqualTo(SERIES);
            assertThat(entries("series-history")).isGreaterThanOrEqualTo((long) SERIES * READINGS_EACH);

            try (ForecastService service = cluster.start(dir.resolve("state"), plan(1_000))) {
                awaitTotal(service, "series-forgotten", SERIES);
            }
            long forgotten = bytes();
            compact();

            System.out.printf(
                    "short-lived series: series=%d, readings each=%d; bytes of their stores: full=%d, all forgotten=%d,"
                            + " compacted=%d%n",
                    SERIES, READINGS_EACH, full, forgotten, bytes());
            assertThat(entries("series-state")).isZero();
            assertThat(entries("series-history"))
                    .isLessThanOrEqualTo(
                            (long) ENTRIES_OF_TASK * stores("series-history").size());
            assertThat(full).isGreaterThan(50L * SERIES);
            assertThat(bytes()).isLessThan(100_000);
        }
    }

    private static void publish(ServiceHarness cluster) throws Exception {
        List<Reading> page = new ArrayList<>();
        for (int series = 0; series < SERIES; series++) {
            for (int i = 0; i < READINGS_EACH; i++) {
                page.add(new Reading("short-lived-" + series, i * HOUR_MS, series % 100 + i));
            }
            if (page.size() > 50_000 || series == SERIES - 1) {
                cluster.publish(page);
                page.clear();
            }
        }
    }

    private static void awaitTotal(ForecastService service, String metric, long count) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(() -> service.totals().getOrDefault(metric, 0L) >= count);
    }

    /** The directories of a store, one for each task. */
    private List<Path> stores(String store) throws IOException {
        try (Stream<Path> paths = Files.walk(dir.resolve("state"))) {
            return paths.filter(path -> path.endsWith(Path.of("rocksdb", store)))
                    .toList();
        }
    }

    private long bytes() throws IOException {
        long bytes = 0;
        for (String store : List.of("series-state", "series-history")) {
            for (Path directory : stores(store)) {
                try (Stream<Path> files = Files.list(directory)) {
                    bytes += files.filter(file -> file.toString().endsWith(".sst"))
                            .mapToLong(file -> file.toFile().length())
                            .sum();
                }
            }
        }
        return bytes;
    }

    private long entries(String store) throws Exception {
        long[] count = {0};
        for (Path directory : stores(store)) {
            open(directory, (db, family) -> {
                try (RocksIterator entries = db.newIterator(family)) {
                    for (entries.seekToFirst(); entries.isValid(); entries.next()) {
                        count[0]++;
                    }
                }
            });
        }
        return count[0];
    }

    private void compact() throws Exception {
        for (String store : List.of("series-state", "series-history")) {
            for (Path directory : stores(store)) {
                open(directory, RocksDB::compactRange);
            }
        }
    }

    /** What is done with the column family of a store that holds its entries. */
    private interface Work {
        void on(RocksDB db, ColumnFamilyHandle entries) throws RocksDBException;
    }

    private static void open(Path store, Work work) throws RocksDBException {
        List<ColumnFamilyDescriptor> families = new ArrayList<>();
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        try (Options plain = new Options();
                DBOptions options = new DBOptions()) {
            for (byte[] family : RocksDB.listColumnFamilies(plain, store.toString())) {
                families.add(new ColumnFamilyDescriptor(family));
            }
            try (RocksDB db = RocksDB.open(options, store.toString(), families, handles)) {
                work.on(db, handles.get(0)); // "default", always the first
                handles.forEach(ColumnFamilyHandle::close);
            }
        }
    }
}
