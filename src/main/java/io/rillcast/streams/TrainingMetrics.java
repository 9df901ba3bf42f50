package io.rillcast.streams;

import io.rillcast.training.TrainingRecord;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.stats.Value;
import org.apache.kafka.streams.StreamsMetrics;

/**
 * What became of a task's trainings, as metrics: how many ended how, and of the last of each group how long it took, what
 * candidate, incumbent and naive lost, and which version is in use since.
 *
 * <p>Gauges have a tag {@code model-group}; a task has them for the {@value #MOST_GROUPS} groups it trained first, for a
 * group may be a series.
 */
final class TrainingMetrics {
    /** Groups of a task that have gauges of their own. */
    static final int MOST_GROUPS = 100;

    private static final String GROUP = "stream-" + ForecastMetrics.SCOPE + "-metrics";

    private final StreamsMetrics metrics;
    private final String task;
    private final ForecastMetrics counts;
    private final Map<String, Gauges> gauges = new HashMap<>();

    TrainingMetrics(StreamsMetrics metrics, String task) {
        this.metrics = metrics;
        this.task = task;
        this.counts = new ForecastMetrics(metrics, task, "training");
    }

    /** A training ended, or a model was rolled back. */
    void ended(TrainingRecord training) {
        counts.trained(training.decision());
        Gauges known = gauges.get(training.group());
        if (known == null && gauges.size() < MOST_GROUPS) {
            known = new Gauges(training.group());
            gauges.put(training.group(), known);
        }
        if (known != null) {
            known.show(training);
        }
    }

    /** A change of a group's readings was noticed. */
    void drifted() {
        counts.drifted();
    }

    /** Takes the gauges away. */
    void close() {
        gauges.values().forEach(Gauges::remove);
        gauges.clear();
    }

    /** Of one group. */
    private final class Gauges {
        private final String group;
        private final Map<String, Sensor> sensors = new HashMap<>();

        Gauges(String group) {
            this.group = group;
        }

        void show(TrainingRecord training) {
            set("training-took-ms", "milliseconds from begin to end", (double)
                    training.effort().tookMs());
            set("training-cpu-ms", "milliseconds on the processor", (double)
                    training.effort().cpuMs());
            set("training-loss-candidate", "scaled pinball", training.losses().candidate());
            set("training-loss-incumbent", "scaled pinball", training.losses().incumbent());
            set("training-loss-naive", "scaled pinball", training.losses().naive());
            long version = Math.max(training.candidateVersion(), training.incumbentVersion());
            set("model-version", "the version in use since", (double) version);
        }

        private void set(String name, String unit, double value) {
            sensors.computeIfAbsent(name, n -> gauge(n, unit)).record(value);
        }

        private Sensor gauge(String name, String unit) {
            Sensor sensor = metrics.addSensor(sensorName(name), Sensor.RecordingLevel.INFO);
            String description = String.format(Locale.ROOT, "of the group's last training: %s", unit);
            Map<String, String> tags = Map.of("task-id", task, "model-group", group);
            sensor.add(new MetricName(name, GROUP, description, tags), new Value());
            return sensor;
        }

        private String sensorName(String name) {
            return ForecastMetrics.SCOPE + "-" + task + "-" + group + "-" + name;
        }

        void remove() {
            sensors.values().forEach(metrics::removeSensor);
        }
    }
}
