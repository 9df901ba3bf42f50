package io.rillcast.streams;

import io.rillcast.forecast.ForecastModel;
import io.rillcast.training.ModelSnapshot;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models in use, by group: what this instance has read of the models topic. Shared by all its threads.
 *
 * <p>The global store holds the topic's bytes. They are decoded and checked here, when a group is first asked for after
 * a change, because a restore writes the store without passing any processor. A model that cannot be read is reported
 * and never replaces one that can.
 */
final class ModelTable {
    /** The global store's name. */
    static final String STORE = "models";

    private static final Logger LOG = LoggerFactory.getLogger(ModelTable.class);
    /** How long a task waits for a version that its state names already. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    /** By the key of the incumbent; forgotten when the topic has a new one, read again when next asked for. */
    private final Map<String, Optional<ForecastModel>> current = new ConcurrentHashMap<>();

    private final Map<String, ForecastModel> lastGood = new ConcurrentHashMap<>();
    private final Deserializer<ModelSnapshot> deserializer;
    private final String topic;
    private final Duration longestWait;
    private final Object changed = new Object();

    /** Reads values of the models topic with this deserializer. */
    ModelTable(String topic, Deserializer<ModelSnapshot> deserializer) {
        this(topic, deserializer, LONGEST_WAIT);
    }

    /** With a bound of its own for {@link #atLeast}. */
    ModelTable(String topic, Deserializer<ModelSnapshot> deserializer, Duration longestWait) {
        this.topic = topic;
        this.deserializer = deserializer;
        this.longestWait = longestWait;
    }

    /** The model in use for a group, if it has one. */
    Optional<ForecastModel> current(String group, ReadOnlyKeyValueStore<Bytes, byte[]> store) {
        String key = ModelKeys.escaped(group);
        Optional<ForecastModel> known = current.get(key);
        if (known != null) {
            return known;
        }
        return current.computeIfAbsent(key, name -> read(group, store));
    }

    private Optional<ForecastModel> read(String group, ReadOnlyKeyValueStore<Bytes, byte[]> store) {
        byte[] bytes = store.get(ModelKeys.incumbent(group));
        if (bytes == null) {
            return Optional.empty();
        }
        try {
            ForecastModel model = deserializer.deserialize(topic, bytes).model();
            if (!model.group().equals(group)) {
                throw new SerializationException(
                        "a snapshot must lie under its own group: key=" + group + ", group=" + model.group());
            }
            lastGood.put(group, model);
            return Optional.of(model);
        } catch (SerializationException unreadable) {
            LOG.error(
                    "model unreadable, the one before stays in use: group={}, cause={}",
                    group,
                    unreadable.getMessage());
            return Optional.ofNullable(lastGood.get(group));
        }
    }

    /** The archived version of a group, if it is there and can be read. */
    Optional<ModelSnapshot> archived(String group, long version, ReadOnlyKeyValueStore<Bytes, byte[]> store) {
        byte[] bytes = store.get(ModelKeys.archive(group, version));
        if (bytes == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(deserializer.deserialize(topic, bytes));
        } catch (SerializationException unreadable) {
            LOG.error(
                    "archived model unreadable: group={}, version={}, cause={}",
                    group,
                    version,
                    unreadable.getMessage());
            return Optional.empty();
        }
    }

    /**
     * The model in use, once it is at least of this version: a series never goes back to an older one.
     *
     * @throws StreamsException if the version has not come in time, a minute by default
     */
    ForecastModel atLeast(String group, long version, ReadOnlyKeyValueStore<Bytes, byte[]> store) {
        long deadline = System.nanoTime() + longestWait.toNanos();
        Optional<ForecastModel> model = current(group, store);
        try {
            synchronized (changed) {
                while (versionOf(model) < version && System.nanoTime() < deadline) {
                    changed.wait(100);
                    model = current(group, store);
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StreamsException("interrupted while waiting for a model", interrupted);
        }
        if (versionOf(model) < version) {
            throw new StreamsException("a state names a model version that the models topic does not have; restore the"
                    + " topic or reset the application: topic=" + topic + ", group=" + group + ", state=" + version
                    + ", topicHas=" + versionOf(model));
        }
        return model.orElseThrow();
    }

    private static long versionOf(Optional<ForecastModel> model) {
        return model.map(ForecastModel::version).orElse(0L);
    }

    /** Writes the topic into the global store; runs on the global thread. */
    Processor<Bytes, byte[], Void, Void> updater() {
        return new Updater();
    }

    private final class Updater implements Processor<Bytes, byte[], Void, Void> {
        private KeyValueStore<Bytes, byte[]> store;

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            store = context.getStateStore(STORE);
            current.clear();
        }

        @Override
        public void process(Record<Bytes, byte[]> record) {
            if (record.key() == null) {
                LOG.warn("a record of the models topic without a key is passed over: topic={}", topic);
                return;
            }
            if (record.value() == null) {
                store.delete(record.key());
            } else {
                store.put(record.key(), record.value());
            }
            current.remove(new String(record.key().get(), StandardCharsets.UTF_8));
            synchronized (changed) {
                changed.notifyAll();
            }
        }
    }
}
