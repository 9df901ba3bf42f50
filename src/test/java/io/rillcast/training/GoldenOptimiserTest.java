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

    static List<String> names() {
        return GoldenNetwork.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void adamWGoesWherePyTorchsGoes(String name) {
        GoldenNetwork golden = GoldenNetwork.read(name);

        assertFollows(golden, "adamw", new AdamW(golden.shape(), 0.1), 0.01, 1e-4);
    }

    @ParameterizedTest
    @MethodSource("names")
    void sgdGoesWherePyTorchsGoes(String name) {
        GoldenNetwork golden = GoldenNetwork.read(name);

        assertFollows(golden, "sgd", new Sgd(golden.shape(), 0.9), 0.05, 4e-6);
    }

    private static void assertFollows(
            GoldenNetwork golden, String name, Optimiser optimiser, double rate, double tolerance) {
        NetworkShape shape = golden.shape();
        int[] lengths = golden.lengths();
        int steps = 0;
        for (int length : lengths) {
            steps += length;
        }
        Parameters weights = golden.network().parameters();
        Parameters gradients = Parameters.zeros(shape);
        SequenceBatch batch = golden.forward(weights, golden.values("initial"));
        float[] losses = golden.values(name + ".losses");
        for (int update = 0; update < UPDATES; update++) {
            golden.fill(batch);
            batch.forward(golden.values("initial"));
            double loss = golden.halfSquaredError(batch, 1f / steps) / steps;
            assertThat(loss)
                    .as("%s: %s loss before step %d", golden, name, update)
                    .isCloseTo(losses[update], Offset.offset(LOSS_TOLERANCE * Math.max(0.1, losses[0])));
            gradients.clear();
            batch.backward(gradients, new float[lengths.length * shape.stateLength()]);
            optimiser.step(weights, gradients, rate);
            batch.refresh();
        }
        if (golden.has(name + ".head.bias")) {
            Map<String, Tensor> trained = weights.toTensors();
            trained.forEach((tensor, found) -> assertClose(golden, name + "." + tensor, found, tolerance));
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
