package io.rillcast.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.rillcast.forecast.SkipReason;
import io.rillcast.serde.DeadLetterCause;
import io.rillcast.training.TrainingRecord.Decision;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.streams.StreamsMetrics;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.junit.jupiter.api.Test;

class ForecastMetricsTest {
    private final StreamsMetrics all = new MockProcessorContext<Void, Void>(new Properties()).metrics();

    @Test
    void addsUpOverTasks() {
        ForecastMetrics first = new ForecastMetrics(all, "0_0", "forecast");
        ForecastMetrics second = new ForecastMetrics(all, "0_1", "forecast");

        first.admitted();
        second.admitted();
        second.admitted();

        assertThat(ForecastMetrics.totals(all.metrics())).containsEntry("readings-admitted", 3L);
    }

    @Test
    void tellsReasonsApartByName() {
        ForecastMetrics metrics = new ForecastMetrics(all, "0_0", "forecast");

        metrics.skipped(SkipReason.LATE);
        metrics.skipped(SkipReason.LATE);
        metrics.refused(DeadLetterCause.WRONG_PARTITION);
        metrics.rebuilt();
        metrics.trained(Decision.KEPT);
        metrics.trained(Decision.ROLLED_BACK);
        metrics.drifted();

        assertThat(ForecastMetrics.totals(all.metrics()))
                .isEqualTo(Map.of(
                        "readings-admitted",
                        0L,
                        "readings-revised",
                        0L,
                        "series-forgotten",
                        0L,
                        "readings-skipped-late",
                        2L,
                        "readings-refused-" + DeadLetterCause.WRONG_PARTITION.text(),
                        1L,
                        "states-rebuilt",
                        1L,
                        "trainings-ended",
                        1L,
                        "trainings-kept",
                        1L,
                        "models-rolled-back",
                        1L,
                        "changes-noticed",
                        1L));
    }

    @Test
    void leavesOutWhatIsNotOurs() {
        all.addRateTotalSensor(
                        "other", "0_0", "readings-admitted", org.apache.kafka.common.metrics.Sensor.RecordingLevel.INFO)
                .record();

        assertThat(ForecastMetrics.totals(all.metrics())).isEmpty();
    }
}
