package io.rillcast.rnn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Outputs, states, loss and gradients are PyTorch's.
 *
 * <p>PyTorch computed in double, so the tolerance is what float rounding adds up to over a sequence: 4e-6 of the
 * array's largest value, about thirty roundings.
 */
class GoldenGradientTest {
    private static final double TOLERANCE = 4e-6;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void computesWhatPyTorchComputes(int number) {
        GoldenFile golden = GoldenFile.read("gradients-" + number + ".txt");

        GoldenRun run = new GoldenRun(golden);

        assertClose("outputs", run.outputs, golden.values("outputs"));
        assertClose("last", run.hidden, golden.values("last"));
        assertThat(run.loss).isCloseTo(golden.values("loss")[0], within(golden.values("loss")));
        assertClose("grad.x", run.gradInputs, golden.values("grad.x"));
        assertClose("grad.initial", run.gradInitial, golden.values("grad.initial"));
        for (Map.Entry<String, Tensor> gradient : run.gradients.toTensors().entrySet()) {
            String name = "grad:" + gradient.getKey();
            assertClose(name, gradient.getValue().values(), golden.values(name));
        }
    }

    private static Offset<Double> within(double[] expected) {
        double largest = 1e-3;
        for (double value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        return Offset.offset(TOLERANCE * largest);
    }

    private static void assertClose(String name, float[] actual, double[] expected) {
        assertThat(actual).as(name).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) actual[i]).as("%s[%d]", name, i).isCloseTo(expected[i], within(expected));
        }
    }

    /** A sequence run as the golden script runs it: in chunks, the state carried, the gradient cut. */
    private static final class GoldenRun {
        final Parameters gradients;
        final float[] outputs;
        final float[] hidden;
        final float[] gradInputs;
        final float[] gradInitial;
        double loss;

        GoldenRun(GoldenFile golden) {
            Network network = golden.network();
            NetworkShape shape = network.shape();
            float[][] x = golden.rows("x");
            int chunk = (int) golden.values("chunk")[0];
            gradients = Parameters.zeros(shape);
            outputs = new float[x.length * shape.outputs()];
            hidden = golden.floats("initial");
            gradInputs = new float[x.length * shape.inputs()];
            gradInitial = new float[shape.stateLength()];
            OneSequence backpropagation = new OneSequence(network.parameters(), chunk);
            for (int from = 0; from < x.length; from += chunk) {
                int count = Math.min(chunk, x.length - from);
                backpropagation.forward(hidden, x, from, count);
                run(golden, backpropagation, from, count);
            }
        }

        private void run(GoldenFile golden, OneSequence backpropagation, int from, int count) {
            PinballLoss pinball = PinballLoss.of(golden.values("levels"));
            float[] y = golden.floats("y");
            int targets = 0;
            for (int t = from; t < from + count; t++) {
                targets += Float.isNaN(y[t]) ? 0 : 1;
            }
            for (int t = 0; t < count; t++) {
                float[] out = backpropagation.output(t);
                float[] gradOut = new float[out.length];
                loss += pinball.lossWithGradient(gradOut, out, 0, new float[] {y[from + t]}, 1f / targets) / targets;
                backpropagation.gradOutput(t, gradOut);
                System.arraycopy(out, 0, outputs, (from + t) * out.length, out.length);
            }
            float[] gradHidden = new float[hidden.length];
            backpropagation.backward(gradients, gradHidden);
            if (from == 0) {
                System.arraycopy(gradHidden, 0, gradInitial, 0, gradHidden.length);
            }
            float[] gradInput = new float[gradInputs.length / y.length];
            for (int t = 0; t < count; t++) {
                backpropagation.gradInput(gradInput, t);
                System.arraycopy(gradInput, 0, gradInputs, (from + t) * gradInput.length, gradInput.length);
            }
        }
    }
}
