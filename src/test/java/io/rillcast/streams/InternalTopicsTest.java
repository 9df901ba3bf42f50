package io.rillcast.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rillcast.training.TrainingSchedule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.TopologyDescription;
import org.junit.jupiter.api.Test;

class InternalTopicsTest {
    private static final String BY_SERIES = "app-readings-by-series-repartition";
    private static final String STATES = "app-series-state-changelog";
    private static final String BY_GROUP = "app-training-by-group-repartition";
    private static final String RESERVOIR = "app-group-reservoir-changelog";

    private static StreamPlan plan(boolean repartition) {
        return ForecastTopologyTest.plan(TrainingSchedule.DEFAULT)
                .withPlacement(new StreamPlan.Placement(repartition, 1));
    }

    private static StreamPlan.Placement placement(boolean repartition, int readings, Map<String, Integer> there)
            throws StartFailure {
        return new InternalTopics("app", there)
                .placement(plan(repartition), Map.of(Topics.DEFAULT.readings(), readings));
    }

    @Test
    void namesAllThatTheTopologyKeeps() {
        List<String> kept = new ArrayList<>();
        for (TopologyDescription.Subtopology part :
                TopologyHarness.topology(plan(true)).describe().subtopologies()) {
            for (TopologyDescription.Node node : part.nodes()) {
                if (node instanceof TopologyDescription.Processor processor) {
                    processor.stores().forEach(store -> kept.add("app-" + store + "-changelog"));
                } else if (node instanceof TopologyDescription.Source source) {
                    source.topicSet().stream()
                            .filter(topic -> topic.endsWith("-repartition"))
                            .forEach(topic -> kept.add("app-" + topic));
                }
            }
        }

        assertThat(InternalTopics.names("app")).containsExactlyInAnyOrderElementsOf(kept);
    }

    @Test
    void beginsWithThePartitionsOfTheReadings() throws Exception {
        assertThat(placement(true, 6, Map.of())).isEqualTo(new StreamPlan.Placement(true, 6, 6, 6));
    }

    @Test
    void goesOnWithThePartitionsItBeganWith() throws Exception {
        Map<String, Integer> began = Map.of(BY_SERIES, 4, STATES, 4, BY_GROUP, 3, RESERVOIR, 3);

        assertThat(placement(true, 6, began)).isEqualTo(new StreamPlan.Placement(true, 6, 4, 3));
        assertThat(placement(true, 2, began)).isEqualTo(new StreamPlan.Placement(true, 2, 4, 3));
    }

    @Test
    void keysReadingsAnewIntoAsManyPartitionsAsTheStatesHave() throws Exception {
        assertThat(placement(true, 6, Map.of(STATES, 4))).isEqualTo(new StreamPlan.Placement(true, 6, 4, 4));
    }

    @Test
    void refusesMorePartitionsWhereReadingsAreNotKeyedAnew() throws Exception {
        assertThat(placement(false, 4, Map.of(STATES, 4))).isEqualTo(new StreamPlan.Placement(false, 4, 4, 4));
        assertThatThrownBy(() -> placement(false, 6, Map.of(STATES, 4)))
                .isInstanceOf(StartFailure.class)
                .hasMessage("with readings.repartition=false the readings topic must keep as many partitions as its"
                        + " series' states: topic=rillcast.readings, partitions=6, states=4; set"
                        + " readings.repartition=true, under which every series goes on where its state is");
    }

    @Test
    void refusesToLeaveReadingsInATopicThatNobodyWouldRead() {
        assertThatThrownBy(() -> placement(false, 4, Map.of(BY_SERIES, 4, STATES, 4)))
                .isInstanceOf(StartFailure.class)
                .hasMessage("an application that has keyed its readings anew must go on so: readings.repartition=false,"
                        + " topic=app-readings-by-series-repartition; set readings.repartition=true, or start under"
                        + " another application.id");
    }

    @Test
    void refusesATopicOfItsOwnThatWasWidened() {
        assertThatThrownBy(() -> placement(true, 4, Map.of(BY_SERIES, 6, STATES, 4)))
                .isInstanceOf(StartFailure.class)
                .hasMessage("a topic must have as many partitions as what is kept of its keys:"
                        + " app-readings-by-series-repartition=6, app-series-state-changelog=4; start under another"
                        + " application.id");
    }
}
