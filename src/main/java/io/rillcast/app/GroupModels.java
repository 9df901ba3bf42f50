package io.rillcast.app;

import io.rillcast.config.SettingKeys;
import io.rillcast.serde.MalformedRecord;
import io.rillcast.serde.ModelSnapshotDeserializer;
import io.rillcast.streams.ModelKeys;
import io.rillcast.training.ModelSnapshot;
import java.time.Instant;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What the models topic holds of one group: the versions of its archive, and its incumbent under version 0. */
final class GroupModels {
    private final String group;
    private final String topic;
    private final ModelSnapshotDeserializer deserializer;
    private final NavigableMap<Long, ConsumerRecord<byte[], byte[]>> byVersion = new TreeMap<>();

    /**
     * One of them.
     *
     * @param snapshot the model
     * @param published when its record was written
     */
    record Version(ModelSnapshot snapshot, Instant published) {}

    private GroupModels(ModelsAccess access, String group) {
        this.group = group;
        this.topic = access.settings().value(SettingKeys.MODELS_TOPIC);
        this.deserializer = new ModelSnapshotDeserializer(access.registry());
    }

    /** Reads the topic to its end; held are the records of the group alone. */
    static GroupModels read(ModelsAccess access, String group) {
        GroupModels models = new GroupModels(access, group);
        String escaped = ModelKeys.escaped(group);
        TopicRead.toEnd(access.settings(), models.topic, partition -> true, record -> {
            ModelKeys.Place place = ModelKeys.place(record.key() == null ? new byte[0] : record.key());
            if (!place.escapedGroup().equals(escaped)) {
                return;
            }
            if (record.value() == null) {
                models.byVersion.remove(place.version());
            } else {
                models.byVersion.put(place.version(), record);
            }
        });
        return models;
    }

    /** The incumbent. */
    Version inUse() {
        return version(0);
    }

    /**
     * A version of the archive, the incumbent for 0.
     *
     * @throws CommandFailure if it is not there, or cannot be read
     */
    Version version(long version) {
        ConsumerRecord<byte[], byte[]> stored = byVersion.get(version);
        if (stored == null) {
            throw new CommandFailure(
                    byVersion.isEmpty()
                            ? "the group must have a model: group=" + group + ", topic=" + topic
                                    + "; `rillcast models list` shows the groups"
                            : "the version must be in the archive: group=" + group + ", version=" + version
                                    + ", archive=" + byVersion.tailMap(1L).keySet());
        }
        try {
            return new Version(
                    deserializer.deserialize(topic, stored.value()), Instant.ofEpochMilli(stored.timestamp()));
        } catch (MalformedRecord unreadable) {
            throw new CommandFailure(
                    "a model must be readable: group=" + group + ", version=" + version + ", found="
                            + unreadable.getMessage(),
                    unreadable);
        }
    }
}
