package io.rillcast.streams;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.apache.kafka.streams.state.internals.BlockBasedTableConfigWithAccessibleCache;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.CompressionType;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.WriteBufferManager;

/**
 * Bounds the memory of all RocksDB stores of the process together: one block cache, into which the write buffers, the
 * indexes and the filters count too.
 *
 * <p>Named in {@code rocksdb.config.setter}, made by Kafka Streams once for each store. The cache is shared by every
 * store and lives as long as the process.
 */
public final class RocksDbMemory implements RocksDBConfigSetter {
    /** The setting that bounds the memory: bytes, for the process. */
    public static final String BYTES_CONFIG = "rillcast.rocksdb.memory.bytes";

    private static final long DEFAULT_BYTES = 256L << 20;
    private static final long BLOCK_BYTES = 4096;
    /** Small buffers: a store with little traffic flushes often enough to keep its changelog short to replay. */
    private static final long WRITE_BUFFER_BYTES = 8L << 20;

    /** A day: space of deleted series comes back also where nothing is written that would have it compacted. */
    private static final long COMPACTED_AGAIN_SECONDS = 86_400;

    /** Made by reflection. */
    public RocksDbMemory() {}

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
        if (table instanceof BlockBasedTableConfigWithAccessibleCache withCache) {
            withCache.blockCache().close(); // made by Kafka Streams for this store alone; it would leak
        }
        Shared.make(configs);
        table.setBlockCache(Shared.cache);
        table.setBlockSize(BLOCK_BYTES);
        table.setCacheIndexAndFilterBlocks(true);
        table.setCacheIndexAndFilterBlocksWithHighPriority(true);
        table.setPinTopLevelIndexAndFilter(true);
        options.setWriteBufferManager(Shared.writeBuffers);
        options.setWriteBufferSize(WRITE_BUFFER_BYTES);
        options.setMaxWriteBufferNumber(3);
        options.setPeriodicCompactionSeconds(COMPACTED_AGAIN_SECONDS);
        options.setCompressionType(CompressionType.LZ4_COMPRESSION);
        options.setTableFormatConfig(table);
    }

    @Override
    public void close(String storeName, Options options) {
        // the cache and the write buffer manager are the process's, not the store's
    }

    /** What all stores share; made with the first of them. */
    private static final class Shared {
        private static Cache cache;
        private static WriteBufferManager writeBuffers;

        private Shared() {}

        static synchronized void make(Map<String, Object> configs) {
            if (cache == null) {
                long bytes = bytes(configs);
                cache = new LRUCache(bytes, -1, false, 0.1);
                writeBuffers = new WriteBufferManager(bytes / 2, cache);
            }
        }

        private static long bytes(Map<String, Object> configs) {
            Object value = configs.get(BYTES_CONFIG);
            return value == null ? DEFAULT_BYTES : Long.parseLong(value.toString());
        }
    }
}
