package io.rillcast.app;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rillcast.streams.TopicStatus;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The topics beside what they should be, for a person and for a program.
 *
 * @param topics those that users touch
 * @param internal those that Kafka Streams has made, with their partitions
 * @param created those that were made just now
 */
record TopicTable(List<TopicStatus> topics, Map<String, Integer> internal, List<String> created) {
    /** Copies all. */
    TopicTable {
        topics = List.copyOf(topics);
        internal = new TreeMap<>(internal);
        created = List.copyOf(created);
    }

    /** A line each, and a note on the internal ones. */
    String text() {
        int width = Stream.concat(topics.stream().map(TopicStatus::topic), internal.keySet().stream())
                .mapToInt(String::length)
                .max()
                .orElse(0);
        String line = "%-" + width + "s  %10s  %-14s  %s%n";
        StringBuilder text = new StringBuilder(String.format(line, "topic", "partitions", "cleanup.policy", "state"));
        topics.forEach(one -> text.append(String.format(
                Locale.ROOT,
                line,
                one.topic(),
                one.found().map(found -> Integer.toString(found.partitions())).orElse("-"),
                one.found().map(TopicStatus.Shape::cleanup).orElse("-"),
                state(one))));
        if (internal.isEmpty()) {
            return text + "Kafka Streams makes its internal topics itself, at the first `rillcast run`.\n";
        }
        text.append("internal topics, which Kafka Streams made and looks after itself:\n");
        internal.forEach((topic, partitions) -> text.append(
                        String.format(line, topic, partitions, "", "").stripTrailing())
                .append('\n'));
        return text.toString();
    }

    private String state(TopicStatus one) {
        if (one.isMissing()) {
            return "missing; should have partitions=" + one.planned().partitions() + ", cleanup.policy="
                    + one.planned().cleanup();
        }
        if (!one.problems().isEmpty()) {
            return "to be mended, as is said below";
        }
        return created.contains(one.topic()) ? "created" : "as it should be";
    }

    /** The same as one JSON object. */
    String json() {
        ObjectNode root = new JsonMapper().createObjectNode();
        root.put("usable", topics.stream().allMatch(TopicStatus::isUsable));
        for (TopicStatus one : topics) {
            ObjectNode node = root.withArray("topics").addObject();
            node.put("topic", one.topic())
                    .put("missing", one.isMissing())
                    .put("created", created.contains(one.topic()));
            put(node.putObject("planned"), one.planned());
            one.found().ifPresent(found -> put(node.putObject("found"), found));
            one.problems().forEach(node.putArray("problems")::add);
        }
        ObjectNode streams = root.putObject("internal");
        internal.forEach(streams::put);
        return root.toPrettyString() + "\n";
    }

    private static void put(ObjectNode node, TopicStatus.Shape shape) {
        node.put("partitions", shape.partitions()).put("cleanup.policy", shape.cleanup());
    }
}
