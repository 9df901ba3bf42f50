package io.rillcast.streams;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rillcast.forecast.SkipReason;
import io.rillcast.serde.DeadLetterCause;
import io.rillcast.serde.ModelRefusal;
import io.rillcast.training.TrainingRecord.Decision;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.streams.StreamsMetrics;

/**
 * Every metric of Rillcast's own, named once: counts and rates in the group {@code stream-rillcast-metrics}, shown by
 * JMX beside Kafka Streams' own. One object for each task.
 *
 * <p>They stay with Kafka's sensors, where JMX has them and where they live and die with a task; what an instance counts
 * over all its tasks, and what needs a histogram, is in {@link ServiceMeters}.
 */
final class ForecastMetrics {
    /** The scope of all of them. */
    static final String SCOPE = "rillcast";

    private static final String ADMITTED = "readings-admitted";
    private static final String REVISED = "readings-revised";
    private static final String SKIPPED = "readings-skipped-";
    private static final String REFUSED = "readings-refused-";
    private static final String MODELS_REFUSED = "models-refused-";
    private static final String REBUILT = "states-rebuilt";
    private static final String FORGOTTEN = "series-forgotten";
    private static final String TRAININGS = "trainings-ended";
    private static final String DECIDED = "trainings-";
    private static final String ROLLED_BACK = "models-rolled-back";
    private static final String DRIFTED = "changes-noticed";

    private final StreamsMetrics metrics;
    private final String task;
    private final ServiceMeters meters;
    private final Sensor admitted;
    private final Sensor forgotten;
    private final Sensor revised;
    private final Sensor rebuilt;
    private final Sensor trainings;
    private final Map<SkipReason, Sensor> skipped = new EnumMap<>(SkipReason.class);
    private final Map<Decision, Sensor> decided = new EnumMap<>(Decision.class);
    private final Map<DeadLetterCause, Sensor> refused = new EnumMap<>(DeadLetterCause.class);

    /** The metrics of a task; the room tells the processors of one task apart. */
    ForecastMetrics(StreamsMetrics metrics, String task, String room) {
        this(metrics, task, room, new ServiceMeters(new SimpleMeterRegistry()));
    }

    /** The same, counted for the whole instance too. */
    ForecastMetrics(StreamsMetrics metrics, String task, String room, ServiceMeters meters) {
        this.metrics = metrics;
        this.task = task + "-" + room;
        this.meters = meters;
        this.admitted = sensor(ADMITTED);
        this.revised = sensor(REVISED);
        this.rebuilt = sensor(REBUILT);
        this.forgotten = sensor(FORGOTTEN);
        this.trainings = sensor(TRAININGS);
    }

    private Sensor sensor(String operation) {
        return metrics.addRateTotalSensor(SCOPE, task, operation, Sensor.RecordingLevel.INFO);
    }

    /** A reading advanced its series. */
    void admitted() {
        admitted.record();
        meters.admitted();
    }

    /** A reading took the place of the one before it, of the same time; that one was counted as admitted. */
    void revised() {
        revised.record();
        meters.revised();
    }

    /** A reading was not admitted. */
    void skipped(SkipReason reason) {
        skipped.computeIfAbsent(reason, r -> sensor(SKIPPED + r.text())).record();
        meters.skipped(reason);
    }

    /** A reading or a model command was refused and became a dead letter. */
    void refused(DeadLetterCause cause) {
        refused.computeIfAbsent(cause, c -> sensor(REFUSED + c.text())).record();
        meters.refused(cause);
    }

    /** A hidden state was made anew under other weights. */
    void rebuilt() {
        rebuilt.record();
        meters.rebuilt();
    }

    /** All that was kept of a series was deleted: it ended, or was idle for too long. */
    void forgotten() {
        forgotten.record();
        meters.forgotten();
    }

    /** A training ended so, or a model was rolled back, which is none. */
    void trained(Decision decision) {
        if (decision == Decision.ROLLED_BACK) {
            decided.computeIfAbsent(decision, d -> sensor(ROLLED_BACK)).record();
            return;
        }
        trainings.record();
        decided.computeIfAbsent(decision, d -> sensor(DECIDED + d.name().toLowerCase(Locale.ROOT)))
                .record();
    }

    /** A change of a group's readings was noticed. */
    void drifted() {
        sensor(DRIFTED).record();
    }

    /** Readings admitted a second by one client's metrics, over all its tasks. */
    static double admittedPerSecond(Map<MetricName, ? extends Metric> metrics) {
        double sum = 0;
        for (Map.Entry<MetricName, ? extends Metric> entry : metrics.entrySet()) {
            boolean isRate = entry.getKey().group().equals("stream-" + SCOPE + "-metrics")
                    && entry.getKey().name().equals(ADMITTED + "-rate");
            if (isRate && entry.getValue().metricValue() instanceof Double value && Double.isFinite(value)) {
                sum += value;
            }
        }
        return sum;
    }

    /** Counts the models that an instance refused when it read them, by reason; for all its tasks. */
    static ModelRefusals.Counter modelRefusals(StreamsMetrics metrics) {
        Map<ModelRefusal, Sensor> byReason = new EnumMap<>(ModelRefusal.class);
        return refusal -> byReason.computeIfAbsent(
                        refusal,
                        r -> metrics.addRateTotalSensor(
                                SCOPE, "models", MODELS_REFUSED + r.text(), Sensor.RecordingLevel.INFO))
                .record();
    }

    /** The totals of one client's metrics by operation, over all its tasks. */
    static Map<String, Long> totals(Map<MetricName, ? extends Metric> metrics) {
        Map<String, Long> totals = new java.util.TreeMap<>();
        metrics.forEach((name, metric) -> {
            if (name.group().equals("stream-" + SCOPE + "-metrics")
                    && name.name().endsWith("-total")
                    && metric.metricValue() instanceof Double value) {
                String operation = name.name().substring(0, name.name().length() - "-total".length());
                totals.merge(operation, Math.round(value), Long::sum);
            }
        });
        return totals;
    }
}
