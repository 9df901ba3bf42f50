package io.rillcast.serde;

import io.rillcast.forecast.ForecastPlan;
import io.rillcast.rnn.Tensor;
import io.rillcast.training.TrainingExample;
import io.rillcast.training.TrainingExample.Part;
import java.util.List;
import java.util.Map;

/**
 * A group's training windows as one file in the safetensors format.
 *
 * <pre>
 *   inputs  [N, T, D]   the features of each step, standardised; zero behind a window's end
 *   targets [N, T]      what the outputs after the step should enclose; zero where there is none
 *   parts   [N, T]      0 not scored, 1 trained on, 2 watched to stop, 3 judged by; see {@link TrainingExample.Part}
 *   lengths [N]         how many steps of T a window has
 * </pre>
 *
 * <p>The notes are those that a model of the group needs, as {@link ModelFile} writes them, without a version.
 */
public final class WindowsFile {
    /** Enough for any reservoir that a machine trains on in minutes, and below what the format and an array hold. */
    public static final long MOST_BYTES = 1L << 30;

    private WindowsFile() {}

    /**
     * The file's bytes.
     *
     * @param examples at least one
     * @throws IllegalArgumentException if there are none, or too many for {@link #MOST_BYTES}
     */
    public static byte[] toBytes(String group, ForecastPlan plan, List<TrainingExample> examples) {
        int count = examples.size();
        int features = plan.features().size();
        int steps = examples.stream().mapToInt(TrainingExample::length).max().orElse(0);
        long bytes = (long) Float.BYTES * count * steps * (features + 2L);
        if (count == 0 || bytes > MOST_BYTES) {
            throw new IllegalArgumentException("windows must be some, and fit a file: windows=" + count + ", bytes="
                    + bytes + ", most=" + MOST_BYTES);
        }
        float[] inputs = new float[count * steps * features];
        float[] targets = new float[count * steps];
        float[] parts = new float[count * steps];
        float[] lengths = new float[count];
        for (int n = 0; n < count; n++) {
            TrainingExample example = examples.get(n);
            lengths[n] = example.length();
            for (int t = 0; t < example.length(); t++) {
                int row = n * steps + t;
                System.arraycopy(example.inputsView(t), 0, inputs, row * features, features);
                parts[row] = example.part(t).code();
                targets[row] = example.part(t) == Part.UNSCORED ? 0 : example.target(t);
            }
        }
        Map<String, Tensor> tensors = Map.of(
                "inputs", Tensor.of(new int[] {count, steps, features}, inputs),
                "targets", Tensor.of(new int[] {count, steps}, targets),
                "parts", Tensor.of(new int[] {count, steps}, parts),
                "lengths", Tensor.of(new int[] {count}, lengths));
        return Safetensors.of(tensors, ModelFile.notes(group, plan.features(), plan.levels()))
                .toBytes();
    }
}
