package io.rillcast.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.rillcast.rnn.GoldenNetwork;
import io.rillcast.rnn.NetworkShape;
import io.rillcast.rnn.Parameters;
import io.rillcast.rnn.SequenceBatch;
import io.rillcast.rnn.Tensor;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Ten steps of an optimiser lead where PyTorch's lead, for every cell, one layer and three, one direction and two.
 *
 * <p>The truth is PyTorch's in double. Momentum keeps rounding errors as they are: 4e-6 of a tensor's largest value (at
 * least 0.1), some sixty roundings; PyTorch's own float arithmetic is up to 8e-7 off. AdamW divides a gradient by its
 * own size, so that one that is nearly 0 moves its weight as far as any other and in a direction that rounding decides:
 * 1e-4, a thousandth of the way of ten steps of 0.01; PyTorch's floats are up to 3e-5 off. Losses feel little of that.
 */
class GoldenOptimiserTest {
    private static final int UPDATES = 10;
    private static final double LOSS_TOLERANCE = 4e-6;

    /** One of ours. */
    private interface Stepper {
        void step(Parameters weights, Parameters gradients);
    }

    static List<String> names() {
        return GoldenNetwork.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void adamWGoesWherePyTorchsGoes(String name) {
        GoldenNetwork golden = GoldenNetwork.read(name);
        AdamW optimiser = new AdamW(golden.shape(), 0.1);

        assertFollows(golden, "adamw", (weights, gradients) -> optimiser.step(weights, gradients, 0.01), 1e-4);
    }

    private static void assertFollows(GoldenNetwork golden, String optimiser, Stepper stepper, double tolerance) {
        NetworkShape shape = golden.shape();
        int[] lengths = golden.lengths();
        int steps = 0;
        for (int length : lengths) {
            steps += length;
        }
        Parameters weights = golden.network().parameters();
        Parameters gradients = Parameters.zeros(shape);
        SequenceBatch batch = golden.forward(weights, golden.values("initial"));
        float[] losses = golden.values(optimiser + ".losses");
        for (int update = 0; update < UPDATES; update++) {
            golden.fill(batch);
            batch.forward(golden.values("initial"));
            double loss = golden.halfSquaredError(batch, 1f / steps) / steps;
            assertThat(loss)
                    .as("%s: %s loss before step %d", golden, optimiser, update)
                    .isCloseTo(losses[update], Offset.offset(LOSS_TOLERANCE * Math.max(0.1, losses[0])));
            gradients.clear();
            batch.backward(gradients, new float[lengths.length * shape.stateLength()]);
            stepper.step(weights, gradients);
            batch.refresh();
        }
        if (golden.has(optimiser + ".head.bias")) {
            Map<String, Tensor> trained = weights.toTensors();
            trained.forEach((tensor, found) -> assertClose(golden, optimiser + "." + tensor, found, tolerance));
        }
    }

    private static void assertClose(GoldenNetwork golden, String name, Tensor tensor, double tolerance) {
        float[] found = tensor.values();
        float[] expected = golden.values(name);
        double largest = 0.1;
        for (float value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        assertThat(found).as(name).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) found[i])
                    .as("%s: %s[%d]", golden, name, i)
                    .isCloseTo(expected[i], Offset.offset(tolerance * largest));
        }
    }
}
