package io.rillcast.streams;

import java.util.List;
import java.util.Map;

/**
 * The topics that Kafka Streams keeps for an application, as they are on the cluster: a start has to fit them, for a
 * series' state lies in the partition that its key had when the application began.
 *
 * @param application its {@code application.id}
 * @param partitions by topic, of those that are there
 */
record InternalTopics(String application, Map<String, Integer> partitions) {
    /** The name of the topic through which records get another key. */
    static String repartition(String application, String name) {
        return application + "-" + name + "-repartition";
    }

    /** The name of the topic from which a store is restored. */
    static String changelog(String application, String store) {
        return application + "-" + store + "-changelog";
    }

    /** The names of all there may be; others that begin alike are another application's. */
    static List<String> names(String application) {
        return List.of(
                repartition(application, ServingPath.BY_SERIES),
                changelog(application, ForecastProcessor.STATES),
                changelog(application, ForecastProcessor.HISTORY),
                repartition(application, ForecastTopology.BY_GROUP),
                changelog(application, TrainingProcessor.RESERVOIR));
    }

    /** As they are now. */
    static InternalTopics found(TopicSetup setup, String application) throws StartFailure {
        return new InternalTopics(application, setup.partitions(names(application)));
    }

    /**
     * How many partitions each stretch of the way has: as many as it began with, whatever the readings topic has now.
     *
     * @param plan with the topics and whether readings are keyed anew
     * @param ours the partitions of the plan's topics
     * @throws StartFailure if states would be looked for where they are not
     */
    StreamPlan.Placement placement(StreamPlan plan, Map<String, Integer> ours) throws StartFailure {
        String topic = plan.topics().readings();
        boolean repartition = plan.placement().repartition();
        int readings = ours.get(topic);
        if (!repartition) {
            requireNeverKeyedAnew();
        }
        int series = first(
                repartition(application, ServingPath.BY_SERIES),
                changelog(application, ForecastProcessor.STATES),
                readings);
        if (!repartition) {
            requireAsBefore(topic, readings, series);
        }
        int group = first(
                repartition(application, ForecastTopology.BY_GROUP),
                changelog(application, TrainingProcessor.RESERVOIR),
                series);
        return new StreamPlan.Placement(repartition, readings, series, group);
    }

    /** The partitions of a topic and of the changelog behind it, or as many as given where neither is there. */
    private int first(String repartition, String changelog, int begin) throws StartFailure {
        Integer kept = partitions.get(changelog);
        Integer through = partitions.getOrDefault(repartition, kept);
        if (kept != null && !kept.equals(through)) {
            throw new StartFailure("a topic must have as many partitions as what is kept of its keys: " + repartition
                    + "=" + through + ", " + changelog + "=" + kept
                    + "; start under another application.id");
        }
        return through == null ? begin : through;
    }

    /** Readings may still wait in the topic through which they were keyed: nobody would read them. */
    private void requireNeverKeyedAnew() throws StartFailure {
        String through = repartition(application, ServingPath.BY_SERIES);
        if (partitions.containsKey(through)) {
            throw new StartFailure("an application that has keyed its readings anew must go on so:"
                    + " readings.repartition=false, topic=" + through
                    + "; set readings.repartition=true, or start under another application.id");
        }
    }

    private void requireAsBefore(String topic, int readings, int series) throws StartFailure {
        if (readings != series) {
            throw new StartFailure("with readings.repartition=false the readings topic must keep as many partitions as"
                    + " its series' states: topic=" + topic + ", partitions=" + readings + ", states=" + series
                    + "; set readings.repartition=true, under which every series goes on where its state is");
        }
    }
}
