package io.rillcast.streams;

import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;

/** Kafka Streams' own key-value store in memory, outside a topology. */
final class MemoryStore {
    private MemoryStore() {}

    /** An open store of that name. */
    static KeyValueStore<Bytes, byte[]> open(String name) {
        return open(name, new MockProcessorContext<Void, Void>(new Properties()));
    }

    /** An open store of that name, which the context gives to its processor. */
    static KeyValueStore<Bytes, byte[]> open(String name, MockProcessorContext<Void, Void> context) {
        KeyValueStore<Bytes, byte[]> store = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
                .withLoggingDisabled()
                .build();
        store.init(context.getStateStoreContext(), store);
        context.addStateStore(store);
        return store;
    }
}
