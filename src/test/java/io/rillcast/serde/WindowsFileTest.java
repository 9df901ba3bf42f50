package io.rillcast.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rillcast.forecast.ForecastPlan;
import io.rillcast.forecast.SeriesWindow;
import io.rillcast.rnn.Tensor;
import io.rillcast.training.TrainingExample;
import io.rillcast.training.TrainingExample.Part;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WindowsFileTest {
    private static final ForecastPlan PLAN = ForecastPlan.DEFAULT;

    /** A series from its beginning, rising by one an hour. */
    private static SeriesWindow window(String series, int length) {
        long[] times = new long[length];
        double[] values = new double[length];
        for (int t = 0; t < length; t++) {
            times[t] = 3_600_000L * t;
            values[t] = t;
        }
        return new SeriesWindow(series, new byte[SeriesWindow.checkpointBytes(0)], times, values);
    }

    @Test
    void laysWindowsOutBesideEachOther() throws MalformedFile {
        List<TrainingExample> examples = TrainingExample.of(List.of(window("a", 12), window("b", 20)), PLAN);
        int width = PLAN.features().size();

        Safetensors file = Safetensors.read(WindowsFile.toBytes("pumps", PLAN, examples));

        Map<String, Tensor> tensors = file.tensors();
        assertThat(tensors.get("inputs").shape()).containsExactly(2, 20, width);
        assertThat(tensors.get("targets").shape()).containsExactly(2, 20);
        assertThat(tensors.get("lengths").values()).containsExactly(12, 20);
        for (int n = 0; n < 2; n++) {
            for (int t = 0; t < 20; t++) {
                boolean isThere = t < examples.get(n).length();
                int row = n * 20 + t;
                Part part = isThere ? examples.get(n).part(t) : Part.UNSCORED;
                assertThat(tensors.get("parts").values()[row]).isEqualTo(part.code());
                assertThat(tensors.get("targets").values()[row])
                        .isEqualTo(part == Part.UNSCORED ? 0 : examples.get(n).target(t));
                for (int i = 0; i < width; i++) {
                    assertThat(tensors.get("inputs").values()[row * width + i])
                            .isEqualTo(isThere ? examples.get(n).inputsView(t)[i] : 0);
                }
            }
        }
        assertThat(tensors.get("parts").values()).contains(0, 1, 2, 3);
        assertThat(file.metadata())
                .containsOnlyKeys("model.group", "model.features", "model.levels")
                .containsEntry("model.group", "pumps");
    }

    @Test
    void refusesNone() {
        assertThatThrownBy(() -> WindowsFile.toBytes("pumps", PLAN, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("windows must be some, and fit a file: windows=0, bytes=0, most=1073741824");
    }
}
