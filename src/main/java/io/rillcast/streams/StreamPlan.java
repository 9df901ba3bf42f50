package io.rillcast.streams;

import io.rillcast.training.TrainingPlan;
import io.rillcast.training.TrainingSchedule;

/**
 * What the topology is built from.
 *
 * @param topics their names
 * @param groups which series share a model
 * @param training how networks are trained, and with it how series are forecast
 * @param schedule when they are trained
 * @param placement how readings come to their series' task
 * @param historyReadings readings kept of each series, at least twice the window
 * @param seriesIdleMs a series without a reading for so long is forgotten; 0 for never
 */
public record StreamPlan(
        Topics topics,
        GroupRule groups,
        TrainingPlan training,
        TrainingSchedule schedule,
        Placement placement,
        int historyReadings,
        long seriesIdleMs) {
    /**
     * How readings come to the task of their series.
     *
     * @param repartition whether they are keyed anew, through a topic of our own
     * @param readingsPartitions of the readings topic, by which a reading's place is checked where they are not
     * @param seriesPartitions of that topic of our own, and so of all that is kept by series
     * @param groupPartitions of the topic that brings windows and commands to their group's task
     * @param mostCommandBytes of a model command, as that topic and the models topic take it
     */
    public record Placement(
            boolean repartition,
            int readingsPartitions,
            int seriesPartitions,
            int groupPartitions,
            long mostCommandBytes) {
        /** With room for commands as far as is known before the topics are. */
        Placement(boolean repartition, int readingsPartitions, int seriesPartitions, int groupPartitions) {
            this(repartition, readingsPartitions, seriesPartitions, groupPartitions, ClientDefaults.MOST_SNAPSHOT);
        }

        /** The same with this bound. */
        Placement withMostCommandBytes(long most) {
            return new Placement(repartition, readingsPartitions, seriesPartitions, groupPartitions, most);
        }

        /** As many of all: how an application begins. */
        public Placement(boolean repartition, int partitions) {
            this(repartition, partitions, partitions, partitions);
        }
    }

    /**
     * Checks that the history holds what is rebuilt from it.
     *
     * @throws IllegalArgumentException if it does not
     */
    public StreamPlan {
        int window = training.forecast().window();
        if (historyReadings < 2 * window) {
            throw new IllegalArgumentException("history.readings must be at least twice training.window:"
                    + " history.readings=" + historyReadings + ", training.window=" + window);
        }
    }

    /** The same plan, once it is known how many partitions the topics have. */
    StreamPlan withPlacement(Placement known) {
        return new StreamPlan(topics, groups, training, schedule, known, historyReadings, seriesIdleMs);
    }
}
