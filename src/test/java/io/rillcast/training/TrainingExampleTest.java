package io.rillcast.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.rillcast.forecast.ForecastPlan;
import io.rillcast.forecast.QuantileLevels;
import io.rillcast.forecast.SampleSeries;
import io.rillcast.forecast.SeriesWindow;
import io.rillcast.forecast.Support;
import io.rillcast.forecast.WindowInputs;
import io.rillcast.training.TrainingExample.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrainingExampleTest {
    private static final ForecastPlan PLAN = new ForecastPlan(QuantileLevels.DEFAULT, 50, Support.AUTO);
    /** 0..24, 0..49, 0..74, 50..99, 50..124, 100..149, 100..174, 150..199: below 140 trained on, below 170 watched. */
    private static final List<SeriesWindow> WINDOWS = SampleSeries.windows("s", PLAN, 25, SampleSeries.walk(1, 200));

    private static List<Part> parts(TrainingExample example, int from, int to) {
        return IntStream.range(from, to).mapToObj(example::part).distinct().toList();
    }

    @Test
    void cutsEachWindowWhereTheTrainerDoes() {
        List<TrainingExample> examples = TrainingExample.of(WINDOWS, PLAN);

        TrainingExample last = examples.get(0);
        assertThat(last.length()).isEqualTo(50);
        assertThat(parts(last, 0, 24)).containsExactly(Part.UNSCORED);
        assertThat(parts(last, 24, 49)).containsExactly(Part.JUDGED);
        assertThat(last.part(49)).isEqualTo(Part.UNSCORED);
        TrainingExample before = examples.get(1);
        assertThat(before.length()).isEqualTo(75);
        assertThat(parts(before, 0, 24)).containsExactly(Part.UNSCORED);
        assertThat(parts(before, 24, 39)).containsExactly(Part.TRAINED);
        assertThat(parts(before, 39, 69)).containsExactly(Part.WATCHED);
        assertThat(parts(before, 69, 74)).containsExactly(Part.JUDGED);
        assertThat(before.part(74)).isEqualTo(Part.UNSCORED);
        TrainingExample first = examples.get(examples.size() - 1);
        assertThat(parts(first, 0, 4)).containsExactly(Part.UNSCORED);
        assertThat(first.part(4)).isEqualTo(Part.TRAINED);
    }

    @Test
    void showsWhatTheNetworkSees() {
        SeriesWindow window = WINDOWS.get(6);

        TrainingExample example = TrainingExample.of(List.of(window), PLAN).get(0);

        WindowInputs seen = WindowInputs.of(window, PLAN);
        for (int t = 0; t < window.length(); t++) {
            assertThat(example.inputsView(t)).containsExactly(seen.inputsView()[t]);
            assertThat(Float.compare(example.target(t), seen.targetsView()[t])).isZero();
        }
    }

    @Test
    void cutsEachSeriesByItself() {
        List<SeriesWindow> both = new ArrayList<>(WINDOWS);
        both.addAll(SampleSeries.windows("a", PLAN, 25, SampleSeries.walk(2, 100)));

        List<TrainingExample> examples = TrainingExample.of(both, PLAN);

        // Of series a: 0..24, 0..49, 0..74, 50..99: below reading 70 trained on, below 85 watched.
        TrainingExample lastOfA = examples.get(0);
        assertThat(examples).hasSize(12);
        assertThat(lastOfA.length()).isEqualTo(50);
        assertThat(parts(lastOfA, 24, 34)).containsExactly(Part.WATCHED);
        assertThat(parts(lastOfA, 34, 49)).containsExactly(Part.JUDGED);
    }
}
