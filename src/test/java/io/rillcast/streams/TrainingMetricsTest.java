package io.rillcast.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.rillcast.training.TrainingRecord;
import io.rillcast.training.TrainingRecord.Decision;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.streams.StreamsMetrics;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.junit.jupiter.api.Test;

class TrainingMetricsTest {
    private final StreamsMetrics all = new MockProcessorContext<Void, Void>(new Properties()).metrics();
    private final TrainingMetrics metrics = new TrainingMetrics(all, "1_0");

    private static TrainingRecord ended(String group, Decision decision, long candidate, long incumbent) {
        return new TrainingRecord(
                group,
                decision,
                "why",
                candidate,
                incumbent,
                new TrainingRecord.Losses(0.25, 0.5, 0.75),
                new TrainingRecord.Data(1, 1, 1, 1, 0, 0),
                new TrainingRecord.Effort(1, 1, 1, 0, 1500, 700));
    }

    private Map<String, Object> gaugesOf(String group) {
        Map<String, Object> gauges = new TreeMap<>();
        all.metrics().forEach((name, metric) -> {
            if (group.equals(name.tags().get("model-group"))) {
                gauges.put(name.name(), metric.metricValue());
            }
        });
        return gauges;
    }

    @Test
    void showsTheLastTrainingOfAGroup() {
        metrics.ended(ended("all", Decision.PROMOTED, 3, 2));
        metrics.ended(ended("all", Decision.KEPT, 0, 3));

        assertThat(gaugesOf("all"))
                .isEqualTo(Map.of(
                        "model-version", 3.0,
                        "training-took-ms", 1500.0,
                        "training-cpu-ms", 700.0,
                        "training-loss-candidate", 0.25,
                        "training-loss-incumbent", 0.5,
                        "training-loss-naive", 0.75));
        assertThat(ForecastMetrics.totals(all.metrics()))
                .containsEntry("trainings-ended", 2L)
                .containsEntry("trainings-promoted", 1L)
                .containsEntry("trainings-kept", 1L);
    }

    @Test
    void hasGaugesForABoundedNumberOfGroupsAndCountsAll() {
        for (int i = 0; i < 150; i++) {
            metrics.ended(ended("group-" + i, Decision.ABORTED, 0, 0));
        }

        long groups = all.metrics().keySet().stream()
                .map(name -> name.tags().get("model-group"))
                .filter(group -> group != null)
                .distinct()
                .count();
        assertThat(groups).isEqualTo(100);
        assertThat(ForecastMetrics.totals(all.metrics())).containsEntry("trainings-aborted", 150L);
    }

    @Test
    void takesItsGaugesAway() {
        metrics.ended(ended("all", Decision.PROMOTED, 1, 0));

        metrics.close();

        assertThat(gaugesOf("all")).isEmpty();
    }
}
