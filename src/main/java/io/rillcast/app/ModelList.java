package io.rillcast.app;

import io.rillcast.config.SettingKeys;
import io.rillcast.serde.MalformedRecord;
import io.rillcast.serde.ModelSnapshotDeserializer;
import io.rillcast.serde.TrainingRecordDeserializer;
import io.rillcast.streams.ModelKeys;
import io.rillcast.training.ModelSnapshot;
import io.rillcast.training.TrainingRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A page of the list of models, gathered in one pass over the models topic and one over that of trainings; mutable, owned
 * by one command. Held is what is on the page, whatever the topics hold.
 */
final class ModelList {
    /** Trainings shown of a group that gave no version. */
    private static final int MOST_REFUSED = 10;
    /** Unreadable records named; further ones are left out. */
    private static final int MOST_UNREADABLE = 10;

    private final Page page;
    private final NavigableMap<String, Group> groups = new TreeMap<>();
    private final List<String> unreadable = new ArrayList<>();
    private boolean hasMore;

    /**
     * What is asked for.
     *
     * @param group only this one
     * @param after only those behind it
     * @param limit most groups
     */
    record Page(Optional<String> group, Optional<String> after, int limit) {}

    private static final class Group {
        private final NavigableMap<Long, ModelRow> versions = new TreeMap<>();
        private final Deque<ModelRow> refused = new ArrayDeque<>();
        private Optional<ModelRow> inUse = Optional.empty();
    }

    ModelList(Page page) {
        this.page = page;
    }

    /** Reads both topics to their end. */
    void read(ModelsAccess access) {
        String models = access.settings().value(SettingKeys.MODELS_TOPIC);
        String trainings = access.settings().value(SettingKeys.TRAININGS_TOPIC);
        ModelSnapshotDeserializer snapshots = new ModelSnapshotDeserializer(access.registry());
        TrainingRecordDeserializer records = new TrainingRecordDeserializer(access.registry());
        TopicRead.toEnd(access.settings(), models, partition -> true, record -> addModel(record, snapshots));
        TopicRead.toEnd(access.settings(), trainings, partition -> true, record -> addTraining(record, records));
    }

    private void addModel(ConsumerRecord<byte[], byte[]> record, ModelSnapshotDeserializer snapshots) {
        if (record.key() == null) {
            return;
        }
        ModelKeys.Place place = ModelKeys.place(record.key());
        Optional<Group> found = place(place.escapedGroup());
        if (found.isEmpty()) {
            return;
        }
        Group group = found.get();
        if (record.value() == null) {
            group.versions.remove(place.version());
            return;
        }
        try {
            ModelSnapshot snapshot = snapshots.deserialize(record.topic(), record.value());
            ModelRow row = new ModelRow(
                    snapshot.model().group(),
                    snapshot.model().version(),
                    place.version() == 0,
                    record.timestamp(),
                    snapshot.training());
            if (row.isInUse()) {
                group.inUse = Optional.of(row);
            } else {
                group.versions.put(place.version(), row);
            }
        } catch (MalformedRecord malformed) {
            addUnreadable(record, malformed);
        }
    }

    /** The group's place on the page, if it has one; one further down makes room. */
    private Optional<Group> place(String escaped) {
        boolean isWanted =
                page.group().map(ModelKeys::escaped).map(escaped::equals).orElse(true)
                        && page.after()
                                .map(ModelKeys::escaped)
                                .map(last -> escaped.compareTo(last) > 0)
                                .orElse(true);
        if (!isWanted) {
            return Optional.empty();
        }
        if (!groups.containsKey(escaped) && groups.size() >= page.limit()) {
            hasMore = true;
            if (escaped.compareTo(groups.lastKey()) > 0) {
                return Optional.empty();
            }
            groups.pollLastEntry();
        }
        return Optional.of(groups.computeIfAbsent(escaped, name -> new Group()));
    }

    /** Of groups without a model too, so that a first training that gave none is seen. */
    private void addTraining(ConsumerRecord<byte[], byte[]> record, TrainingRecordDeserializer records) {
        if (record.key() == null || record.value() == null) {
            return;
        }
        Optional<Group> found = place(ModelKeys.escaped(new String(record.key(), StandardCharsets.UTF_8)));
        if (found.isEmpty()) {
            return;
        }
        try {
            TrainingRecord training = records.deserialize(record.topic(), record.value());
            if (training.candidateVersion() == 0) {
                Deque<ModelRow> refused = found.get().refused;
                refused.addLast(new ModelRow(training.group(), 0, false, record.timestamp(), training));
                if (refused.size() > MOST_REFUSED) {
                    refused.removeFirst();
                }
            }
        } catch (MalformedRecord malformed) {
            addUnreadable(record, malformed);
        }
    }

    private void addUnreadable(ConsumerRecord<byte[], byte[]> record, MalformedRecord malformed) {
        if (unreadable.size() < MOST_UNREADABLE) {
            unreadable.add("unreadable: topic=" + record.topic() + ", partition=" + record.partition() + ", offset="
                    + record.offset() + ", found=" + malformed.getMessage());
        }
    }

    /** By group and time. */
    List<ModelRow> rows() {
        List<ModelRow> rows = new ArrayList<>();
        for (Group group : groups.values()) {
            List<ModelRow> ofGroup = new ArrayList<>(group.refused);
            NavigableMap<Long, ModelRow> versions = new TreeMap<>(group.versions);
            group.inUse.ifPresent(row -> versions.put(row.version(), row));
            ofGroup.addAll(versions.values());
            ofGroup.sort(Comparator.comparingLong(ModelRow::whenMs).thenComparingLong(ModelRow::version));
            rows.addAll(ofGroup);
        }
        return rows;
    }

    /** A sentence for each record that could not be read, of the first few. */
    List<String> unreadable() {
        return unreadable;
    }

    /** The last group of this page, if there are more behind it. */
    Optional<String> nextPage() {
        List<ModelRow> rows = rows();
        return hasMore && !rows.isEmpty()
                ? Optional.of(rows.get(rows.size() - 1).group())
                : Optional.empty();
    }
}
