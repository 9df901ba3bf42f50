package io.rillcast.streams;

import io.rillcast.forecast.ForecastModel;
import io.rillcast.rnn.Tensor;
import io.rillcast.serde.ModelRefusal;
import io.rillcast.training.ModelSnapshot;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models in use, by group: what this instance has read of the models topic. Shared by all its threads.
 *
 * <p>The global store holds the topic's bytes. They are decoded and checked here, when a group is first asked for after
 * a change, because a restore writes the store without passing any processor. A model that cannot be read, or cannot be
 * run under today's settings, is reported; the newest in the archive that can serves in its place.
 */
final class ModelTable {
    /** The global store's name. */
    static final String STORE = "models";

    private static final Logger LOG = LoggerFactory.getLogger(ModelTable.class);
    /** How long a task waits for a version that its state names already. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
    /** Of the heap, for models in use: with the default network and 1 GiB some three thousand groups' at once. */
    private static final int HEAP_SHARE = 8;

    /** By the key of the incumbent; forgotten when the topic has a new one, read again when next asked for. */
    private final ModelCache cache;

    private final ModelRefusals refusals = new ModelRefusals(System::nanoTime);
    private final Deserializer<ModelSnapshot> deserializer;
    private final Predicate<ForecastModel> fits;
    private final String topic;
    private final Duration longestWait;
    private final Object changed = new Object();

    /**
     * What is known of a group.
     *
     * @param newest the model published last that can be read
     * @param serving the newest that can be run
     */
    record Known(Optional<ForecastModel> newest, Optional<ForecastModel> serving) {
        /** The version published last, 0 for none. */
        long newestVersion() {
            return versionOf(newest);
        }
    }

    /** Reads values of the models topic with this deserializer; only models that fit can be run. */
    ModelTable(String topic, Deserializer<ModelSnapshot> deserializer, Predicate<ForecastModel> fits) {
        this(topic, deserializer, fits, LONGEST_WAIT);
    }

    /** With a bound of its own for {@link #await}. */
    ModelTable(
            String topic,
            Deserializer<ModelSnapshot> deserializer,
            Predicate<ForecastModel> fits,
            Duration longestWait) {
        this.topic = topic;
        this.deserializer = deserializer;
        this.fits = fits;
        this.longestWait = longestWait;
        this.cache = new ModelCache(Runtime.getRuntime().maxMemory() / HEAP_SHARE);
    }

    /** The version published last for a group, whether or not it can be run; 0 for none. */
    long newestVersion(String group, ReadOnlyKeyValueStore<Bytes, byte[]> store) {
        return known(group, store).newestVersion();
    }

    /** The model to run for a group, if there is one. */
    Optional<ForecastModel> serving(String group, ReadOnlyKeyValueStore<Bytes, byte[]> store) {
        return known(group, store).serving();
    }

    /** Both at once: what a reading asks for. */
    Known known(String group, ReadOnlyKeyValueStore<Bytes, byte[]> store) {
        return cache.known(ModelKeys.escaped(group), lastGood -> read(group, store, lastGood));
    }

    private Known read(String group, ReadOnlyKeyValueStore<Bytes, byte[]> store, Optional<ForecastModel> lastGood) {
        byte[] bytes = store.get(ModelKeys.incumbent(group));
        if (bytes == null) {
            return new Known(Optional.empty(), Optional.empty());
        }
        Decoded incumbent = decoded(group, bytes);
        Optional<ForecastModel> newest = incumbent
                .model()
                .or(() -> newestArchived(group, store, model -> true))
                .or(() -> lastGood);
        Optional<ForecastModel> serving = newest.filter(fits).or(() -> newestArchived(group, store, fits));
        newest.ifPresent(model -> lastGood.ifPresent(before -> requireOneOf(model, before)));
        incumbent.refusal().ifPresent(refusal -> refuse(refusal, group, serving, incumbent.problem()));
        if (versionOf(newest) != versionOf(serving)) {
            refuse(
                    ModelRefusal.OTHER_INPUTS,
                    group,
                    serving,
                    "a model must have the features and levels of these settings: version=" + versionOf(newest)
                            + "; until one is trained for them the newest that has serves, or the last value");
        }
        return new Known(newest, serving);
    }

    private void refuse(ModelRefusal refusal, String group, Optional<ForecastModel> serving, String problem) {
        refusals.add(refusal, new ModelRefusals.Refused(group, versionOf(serving), problem));
    }

    /**
     * What became of a record's bytes.
     *
     * @param model empty if it was refused
     * @param refusal why, if it was
     * @param problem the same as a sentence
     */
    private record Decoded(Optional<ForecastModel> model, Optional<ModelRefusal> refusal, String problem) {
        static Decoded refused(ModelRefusal refusal, String problem) {
            return new Decoded(Optional.empty(), Optional.of(refusal), problem);
        }
    }

    /** Hidden states are told apart by version: weights of two kinds under one number would be taken for the same. */
    private void requireOneOf(ForecastModel model, ForecastModel before) {
        if (before.version() == model.version()
                && !isSame(before.network().tensors(), model.network().tensors())) {
            throw new StreamsException("a models topic must have one application at a time: topic=" + topic + ", group="
                    + model.group() + ", publishedTwice=" + model.version()
                    + "; the hidden states of this one may be of"
                    + " either: give it a new application.id, and each a models.topic of its own");
        }
    }

    private static boolean isSame(Map<String, Tensor> one, Map<String, Tensor> other) {
        return one.keySet().equals(other.keySet())
                && one.keySet().stream()
                        .allMatch(name -> Arrays.equals(
                                one.get(name).values(), other.get(name).values()));
    }

    private Decoded decoded(String group, byte[] bytes) {
        try {
            ForecastModel model = deserializer.deserialize(topic, bytes).model();
            return model.group().equals(group)
                    ? new Decoded(Optional.of(model), Optional.empty(), "")
                    : Decoded.refused(
                            ModelRefusal.OTHER_GROUP,
                            "a snapshot must lie under its own group: key=" + group + ", group=" + model.group());
        } catch (SerializationException unreadable) {
            return Decoded.refused(ModelRefusal.of(unreadable), unreadable.getMessage());
        }
    }

    private Optional<ForecastModel> newestArchived(
            String group, ReadOnlyKeyValueStore<Bytes, byte[]> store, Predicate<ForecastModel> wanted) {
        NavigableMap<Long, byte[]> versions = new TreeMap<>();
        try (KeyValueIterator<Bytes, byte[]> keys =
                store.range(ModelKeys.archiveStart(group), ModelKeys.archiveEnd(group))) {
            keys.forEachRemaining(entry -> ModelKeys.archivedVersion(group, entry.key)
                    .ifPresent(version -> versions.put(version, entry.value)));
        }
        return versions.descendingMap().values().stream()
                .flatMap(bytes -> decoded(group, bytes).model().stream())
                .filter(wanted)
                .findFirst();
    }

    /** The archived version of a group, if it is there and can be read. */
    Optional<ModelSnapshot> archived(String group, long version, ReadOnlyKeyValueStore<Bytes, byte[]> store) {
        byte[] bytes = store.get(ModelKeys.archive(group, version));
        if (bytes == null) {
            return Optional.empty();
        }
        try {
            ModelSnapshot snapshot = deserializer.deserialize(topic, bytes);
            ForecastModel model = snapshot.model();
            if (model.group().equals(group) && model.version() == version) {
                return Optional.of(snapshot);
            }
            refuseArchived(
                    ModelRefusal.OTHER_GROUP,
                    group,
                    version,
                    "a snapshot must lie under its own group and version: group=" + model.group() + ", version="
                            + model.version());
        } catch (SerializationException unreadable) {
            refuseArchived(ModelRefusal.of(unreadable), group, version, unreadable.getMessage());
        }
        return Optional.empty();
    }

    private void refuseArchived(ModelRefusal refusal, String group, long version, String problem) {
        refusals.add(refusal, new ModelRefusals.Refused(group, 0, "archived version " + version + ": " + problem));
    }

    /**
     * Waits until the topic has come to a version: a series never goes back to an older one that fits as well.
     *
     * @throws StreamsException if the version has not come in time, a minute by default
     */
    void await(String group, long version, ReadOnlyKeyValueStore<Bytes, byte[]> store) {
        long deadline = System.nanoTime() + longestWait.toNanos();
        try {
            synchronized (changed) {
                while (newestVersion(group, store) < version && System.nanoTime() < deadline) {
                    changed.wait(100);
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StreamsException("interrupted while waiting for a model", interrupted);
        }
        if (newestVersion(group, store) < version) {
            throw new StreamsException("a state names a model version that the models topic does not have; restore the"
                    + " topic or reset the application: topic=" + topic + ", group=" + group + ", state=" + version
                    + ", topicHas=" + newestVersion(group, store));
        }
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
            refusals.countWith(ForecastMetrics.modelRefusals(context.metrics()));
            cache.allChanged();
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
            cache.changed(new String(record.key().get(), StandardCharsets.UTF_8));
            synchronized (changed) {
                changed.notifyAll();
            }
        }
    }
}
