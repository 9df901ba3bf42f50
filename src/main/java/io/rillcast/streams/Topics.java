package io.rillcast.streams;

import java.util.List;

/**
 * The names of the topics that users touch, and how the ones that are missing are made.
 *
 * @param readings values in
 * @param forecasts forecasts out
 * @param scores scores out
 * @param models published models, compacted
 * @param modelCommands a person's word to the writer of a group's models
 * @param trainings records of trainings
 * @param deadLetters readings that could not be decoded, as received
 * @param creation partitions and replicas of those that are made
 */
public record Topics(
        String readings,
        String forecasts,
        String scores,
        String models,
        String modelCommands,
        String trainings,
        String deadLetters,
        Creation creation) {
    /** The default names, four partitions, the broker's replication. */
    public static final Topics DEFAULT = new Topics(
            "rillcast.readings",
            "rillcast.forecasts",
            "rillcast.scores",
            "rillcast.models",
            "rillcast.model-commands",
            "rillcast.trainings",
            "rillcast.dead-letters",
            new Creation(4, (short) -1));

    /**
     * How a missing topic is made.
     *
     * @param partitions of readings, forecasts, scores and dead letters; the others have one
     * @param replication copies of each, -1 for the broker's default
     */
    public record Creation(int partitions, short replication) {}

    /** Whether a topic keeps the last record of each key only. */
    public boolean isCompacted(String topic) {
        return topic.equals(models);
    }

    /** How many partitions a topic gets when it is made. */
    public int partitions(String topic) {
        boolean perSeries = List.of(readings, forecasts, scores, deadLetters).contains(topic);
        return perSeries ? creation.partitions() : 1;
    }

    /** All of them. */
    public List<String> all() {
        return List.of(readings, forecasts, scores, models, modelCommands, trainings, deadLetters);
    }
}
