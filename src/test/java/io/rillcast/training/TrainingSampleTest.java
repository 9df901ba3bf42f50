package io.rillcast.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.rillcast.forecast.ForecastPlan;
import io.rillcast.forecast.QuantileLevels;
import io.rillcast.forecast.SampleSeries;
import io.rillcast.forecast.SeriesWindow;
import io.rillcast.forecast.Support;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingSampleTest {
    private static final ForecastPlan PLAN = new ForecastPlan(QuantileLevels.DEFAULT, 8, Support.AUTO);

    /** Windows offered every four readings. */
    private static List<TrainingSample.Kept> kept(int count) {
        List<SeriesWindow> windows = SampleSeries.windows("s", PLAN, 4, SampleSeries.walk(1, 4 * count));
        List<TrainingSample.Kept> kept = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            kept.add(new TrainingSample.Kept(windows.get(i), 4L * (i + 1)));
        }
        return kept;
    }

    @Test
    void isAllWithoutAChange() {
        assertThat(TrainingSample.of(kept(40), 0)).hasSize(40);
    }

    @Test
    void isWhatCameSinceAChange() {
        List<TrainingSample.Kept> kept = kept(40);

        List<SeriesWindow> sample = TrainingSample.of(kept, 80);

        assertThat(sample)
                .containsExactlyElementsOf(kept.subList(20, 40).stream()
                        .map(TrainingSample.Kept::window)
                        .toList());
    }

    @Test
    void isAllWhileTooFewCameSince() {
        assertThat(TrainingSample.of(kept(40), 96)).hasSize(16);
        assertThat(TrainingSample.of(kept(40), 100)).hasSize(40);
    }
}
