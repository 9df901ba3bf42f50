package io.rillcast.streams;

import io.rillcast.training.ModelSnapshot;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * Reads the models topic as a running instance has it, from any thread. Models that cannot be read are left out; {@link
 * ModelTable} reports them.
 */
public final class ModelLookup {
    private static final Pattern ARCHIVED = Pattern.compile("(?s)(.*)/\\d+");

    private final KafkaStreams streams;
    private final String topic;
    private final Deserializer<ModelSnapshot> deserializer;

    ModelLookup(KafkaStreams streams, String topic, Deserializer<ModelSnapshot> deserializer) {
        this.streams = streams;
        this.topic = topic;
        this.deserializer = deserializer;
    }

    /**
     * The incumbents of the groups behind one in the order of their names' bytes; each costs two looks at the store.
     *
     * @param after the group behind which to begin; empty for the first
     * @param most how many at most
     * @throws NotHeldHere until the models topic has been read to its end
     */
    public List<ModelSnapshot> page(String after, int most) throws NotHeldHere {
        List<ModelSnapshot> found = new ArrayList<>();
        try {
            ReadOnlyKeyValueStore<Bytes, byte[]> store = store();
            Bytes from = after.isEmpty() ? null : next(ModelKeys.incumbent(after));
            while (found.size() < most) {
                try (KeyValueIterator<Bytes, byte[]> inOrder = store.range(from, null)) {
                    if (!inOrder.hasNext()) {
                        break;
                    }
                    from = step(inOrder, found, most);
                }
            }
        } catch (InvalidStateStoreException | IllegalStateException notYet) {
            throw new NotHeldHere("the models topic has not been read yet", notYet);
        }
        return found;
    }

    /** Takes incumbents in, past what is archived; where to go on. */
    private Bytes step(KeyValueIterator<Bytes, byte[]> inOrder, List<ModelSnapshot> found, int most) {
        Bytes last = Bytes.wrap(new byte[0]);
        while (found.size() < most && inOrder.hasNext()) {
            Bytes key = inOrder.peekNextKey();
            last = key;
            byte[] value = inOrder.next().value;
            // Others' incumbents may lie between what is archived of a group: a/1x between a/1 and a/2.
            if (!ARCHIVED.matcher(new String(key.get(), StandardCharsets.UTF_8)).matches()) {
                decoded(value).ifPresent(found::add);
            }
        }
        return next(last);
    }

    private static Bytes next(Bytes key) {
        return Bytes.wrap(Arrays.copyOf(key.get(), key.get().length + 1));
    }

    /**
     * The incumbent of a group.
     *
     * @throws NotHeldHere until the models topic has been read to its end
     */
    public Optional<ModelSnapshot> incumbent(String group) throws NotHeldHere {
        try {
            return Optional.ofNullable(store().get(ModelKeys.incumbent(group))).flatMap(this::decoded);
        } catch (InvalidStateStoreException | IllegalStateException notYet) {
            throw new NotHeldHere("the models topic has not been read yet", notYet);
        }
    }

    /**
     * The versions of a group that are kept, newest first.
     *
     * @throws NotHeldHere until the models topic has been read to its end
     */
    public List<ModelSnapshot> versions(String group) throws NotHeldHere {
        NavigableMap<Long, ModelSnapshot> versions = new TreeMap<>();
        try (KeyValueIterator<Bytes, byte[]> keys =
                store().range(ModelKeys.archiveStart(group), ModelKeys.archiveEnd(group))) {
            keys.forEachRemaining(entry -> ModelKeys.archivedVersion(group, entry.key)
                    .ifPresent(version -> decoded(entry.value).ifPresent(snapshot -> versions.put(version, snapshot))));
        } catch (InvalidStateStoreException | IllegalStateException notYet) {
            throw new NotHeldHere("the models topic has not been read yet", notYet);
        }
        return List.copyOf(versions.descendingMap().values());
    }

    private Optional<ModelSnapshot> decoded(byte[] value) {
        try {
            return Optional.of(deserializer.deserialize(topic, value));
        } catch (SerializationException unreadable) {
            return Optional.empty();
        }
    }

    private ReadOnlyKeyValueStore<Bytes, byte[]> store() {
        return streams.store(StoreQueryParameters.fromNameAndType(
                ModelTable.STORE, QueryableStoreTypes.<Bytes, byte[]>keyValueStore()));
    }
}
