package io.rillcast.streams;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** What we choose of Kafka's own settings where the operator has not. */
final class ClientDefaults {
    /** A producer's buffer holds 32 MiB. */
    static final long MOST_SNAPSHOT = 24L << 20;

    private ClientDefaults() {}

    /** The settings with ours beneath them; Kafka's own defaults stand for the rest. */
    static Map<String, Object> with(Map<String, Object> settings) {
        Map<String, Object> all = new HashMap<>();
        all.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        all.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 2);
        all.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 64L << 20);
        all.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        all.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, RocksDbMemory.class);
        all.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        all.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        all.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), (int) MOST_SNAPSHOT);
        // More than one, and a reordering at a partition just made is retried in vain for two minutes (KAFKA-15591).
        all.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION), 1);
        settings.keySet().forEach(given -> all.remove(StreamsConfig.producerPrefix(given)));
        all.putAll(settings);
        return all;
    }

    /** For an admin client that looks after topics. */
    static Map<String, Object> admin(Map<String, Object> settings) {
        return new StreamsConfig(with(settings)).getAdminConfigs("rillcast-setup");
    }

    /** Where an instance with these settings keeps its state. */
    static String stateDirectory(Map<String, Object> settings) throws StartFailure {
        try (Admin admin = Admin.create(admin(settings))) {
            return StateHome.of(settings, admin).toString();
        }
    }
}
