package io.rillcast.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.rillcast.forecast.Score;
import org.junit.jupiter.api.Test;

class SeriesMetricsTest {
    private static Score score(double actual, double point, double naive, boolean covered, long version) {
        return new Score(
                "rain",
                0,
                new Score.Values(actual, point, naive),
                new Score.Losses(Math.abs(actual - point) / 4, 0, Math.abs(actual - naive) / 2, 0),
                covered,
                true,
                false,
                new Score.ModelUsed("all", version, 0),
                new Score.Rolling(1, 1));
    }

    @Test
    void addsUpErrorsLossesAndCoverage() {
        SeriesMetrics metrics = new SeriesMetrics();

        metrics.add(score(10, 8, 6, true, 0));
        metrics.add(score(20, 20, 18, false, 3));

        assertThat(metrics.scores()).isEqualTo(2);
        assertThat(metrics.meanAbsoluteError()).isEqualTo(1.0);
        assertThat(metrics.scaledPinball()).isEqualTo(0.5 / 6);
        assertThat(metrics.naiveScaledPinball()).isEqualTo(0.5);
        assertThat(metrics.skill()).isEqualTo(1 - 0.5 / 3);
        assertThat(metrics.coverage80()).isEqualTo(0.5);
        assertThat(metrics.coverage95()).isEqualTo(1.0);
        assertThat(metrics.modelVersion()).isEqualTo(3);
    }
}
