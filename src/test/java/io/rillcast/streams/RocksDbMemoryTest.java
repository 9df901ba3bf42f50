package io.rillcast.streams;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.internals.BlockBasedTableConfigWithAccessibleCache;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;

class RocksDbMemoryTest {
    @TempDir
    private File dir;

    static {
        RocksDB.loadLibrary();
    }

    /** Options as Kafka Streams hands them to a setter: with a cache of the store's own. */
    private static Options options() {
        BlockBasedTableConfigWithAccessibleCache table = new BlockBasedTableConfigWithAccessibleCache();
        table.setBlockCache(new LRUCache(1 << 20));
        return new Options().setTableFormatConfig(table);
    }

    private static Cache cacheOf(Options options) {
        return ((BlockBasedTableConfigWithAccessibleCache) options.tableFormatConfig()).blockCache();
    }

    @Test
    void givesAllStoresOneCacheAndOneManagerOfWriteBuffers() {
        try (Options first = options();
                Options second = options()) {
            new RocksDbMemory().setConfig("first", first, Map.of());
            new RocksDbMemory().setConfig("second", second, Map.of());

            assertThat(cacheOf(first)).isSameAs(cacheOf(second));
            assertThat(first.writeBufferManager()).isSameAs(second.writeBufferManager());
        }
    }

    @Test
    void closesTheCacheThatItReplaces() {
        try (Options options = options()) {
            Cache replaced = cacheOf(options);

            new RocksDbMemory().setConfig("store", options, Map.of());

            assertThat(replaced.isOwningHandle()).isFalse();
        }
    }

    @Test
    void leavesTheOthersOpenWhenAStoreIsClosed() {
        KeyValueStore<Bytes, byte[]> stays = open("stays");
        KeyValueStore<Bytes, byte[]> goes = open("goes");
        Bytes key = Bytes.wrap(new byte[] {1});

        goes.put(key, new byte[] {2});
        goes.close();
        stays.put(key, new byte[] {3});

        assertThat(stays.get(key)).containsExactly(3);
        stays.close();
    }

    private KeyValueStore<Bytes, byte[]> open(String name) {
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "rocksdb-test");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
        settings.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, RocksDbMemory.class);
        MockProcessorContext<Void, Void> context = new MockProcessorContext<>(
                settings, new TaskId(0, 0), Path.of(dir.getPath(), name).toFile());
        KeyValueStore<Bytes, byte[]> store = Stores.keyValueStoreBuilder(
                        Stores.persistentKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingDisabled()
                .build();
        store.init(context.getStateStoreContext(), store);
        return store;
    }
}
