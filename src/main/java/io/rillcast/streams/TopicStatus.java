package io.rillcast.streams;

import java.util.List;
import java.util.Optional;

/**
 * What a topic should be and what it is.
 *
 * @param topic its name
 * @param planned how it is made where it is missing
 * @param found what it is, if it is there
 * @param problems a sentence for each thing that keeps the service from using it as it is; none for a missing one
 */
public record TopicStatus(String topic, Shape planned, Optional<Shape> found, List<String> problems) {
    /**
     * What matters of a topic.
     *
     * @param partitions how many
     * @param cleanup its {@code cleanup.policy}
     */
    public record Shape(int partitions, String cleanup) {}

    /** Copies the sentences. */
    public TopicStatus {
        problems = List.copyOf(problems);
    }

    /** Whether it is not there. */
    public boolean isMissing() {
        return found.isEmpty();
    }

    /** Whether it is there and the service can use it. */
    public boolean isUsable() {
        return !isMissing() && problems.isEmpty();
    }
}
