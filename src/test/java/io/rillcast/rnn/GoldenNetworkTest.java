package io.rillcast.rnn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Outputs, last states, loss and every gradient are PyTorch's, for every cell, one layer and three, one direction and
 * two, three sizes, sequences of unequal length.
 *
 * <p>The truth is what PyTorch computes in double, rounded to float. An error is the largest difference in a tensor by
 * the largest value in it. The tolerance is some thirty roundings, needed where a gradient's terms nearly cancel; the
 * worst of ours was 1.6e-6, of PyTorch's own float arithmetic 7e-7.
 */
class GoldenNetworkTest {
    private static final double TOLERANCE = 2e-6;

    static List<String> names() {
        return GoldenNetwork.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void computesWhatPyTorchComputes(String name) {
        GoldenNetwork golden = GoldenNetwork.read(name);

        Map<String, float[]> found = run(golden);

        assertThat(found.keySet())
                .containsAll(golden.tensors("grad.").keySet().stream()
                        .map(key -> "grad." + key)
                        .toList());
        found.forEach((tensor, values) -> {
            float[] expected = golden.values(tensor);
            assertThat(values).as(tensor).hasSize(expected.length);
            Offset<Float> tolerance = Offset.offset((float) (TOLERANCE * largest(expected)));
            for (int i = 0; i < expected.length; i++) {
                assertThat(values[i]).as("%s: %s[%d]", name, tensor, i).isCloseTo(expected[i], tolerance);
            }
        });
    }

    /** The worst error of a file, averaged over the files, is at most twice PyTorch's in float. */
    @Test
    void isAboutAsExactAsPyTorchsOwnFloats() {
        Map<String, Double> ours = new LinkedHashMap<>();
        Map<String, Double> theirs = new LinkedHashMap<>();

        for (String name : names()) {
            GoldenNetwork golden = GoldenNetwork.read(name);
            Map<String, Double> worst = new LinkedHashMap<>();
            run(golden)
                    .forEach((tensor, values) -> worst.merge(
                            tensor.startsWith("grad.") ? "gradient" : "forward",
                            error(values, golden.values(tensor)),
                            Math::max));
            worst.forEach((group, error) -> {
                ours.merge(group, error, Double::sum);
                theirs.merge(group, golden.floatError(group), Double::sum);
            });
        }

        assertThat(ours.get("forward") / theirs.get("forward")).isLessThan(2);
        assertThat(ours.get("gradient") / theirs.get("gradient")).isLessThan(2);
    }

    /** All that a file has expectations of, by the tensor's name there. */
    private static Map<String, float[]> run(GoldenNetwork golden) {
        Map<String, float[]> found = new LinkedHashMap<>();
        float[] states = golden.values("initial");
        SequenceBatch batch = golden.forward(golden.network().parameters(), states);
        found.put("outputs", outputs(golden, batch));
        found.put("last", states);

        double loss = golden.halfSquaredError(batch, 1);
        float[] gradStates = golden.values("last_weights");
        for (int i = 0; i < states.length; i++) {
            loss += (double) states[i] * gradStates[i];
        }
        found.put("loss", new float[] {(float) loss});

        Parameters gradients = Parameters.zeros(golden.shape());
        batch.backward(gradients, gradStates);
        found.put("grad.initial", gradStates);
        found.put("grad.x", gradInputs(golden, batch));
        gradients.toTensors().forEach((name, tensor) -> found.put("grad." + name, tensor.values()));
        return found;
    }

    private static float[] outputs(GoldenNetwork golden, SequenceBatch batch) {
        int width = golden.shape().outputs();
        int slots = golden.lengths().length;
        float[] outputs = golden.values("outputs");
        for (int row = 0; row < outputs.length / width; row++) {
            int offset = batch.outputOffset(row / slots, row % slots);
            System.arraycopy(batch.outputs(), offset, outputs, row * width, width);
        }
        return outputs;
    }

    private static float[] gradInputs(GoldenNetwork golden, SequenceBatch batch) {
        int width = golden.shape().inputs();
        int slots = golden.lengths().length;
        float[] gradients = golden.values("grad.x");
        float[] one = new float[width];
        for (int row = 0; row < gradients.length / width; row++) {
            batch.gradInput(one, row / slots, row % slots);
            System.arraycopy(one, 0, gradients, row * width, width);
        }
        return gradients;
    }

    private static double error(float[] found, float[] expected) {
        double worst = 0;
        for (int i = 0; i < expected.length; i++) {
            worst = Math.max(worst, Math.abs((double) found[i] - expected[i]));
        }
        return worst == 0 ? 0 : worst / largest(expected);
    }

    private static double largest(float[] values) {
        double largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }
}
