package io.rillcast.bench;

import io.rillcast.rnn.CellKind;
import io.rillcast.rnn.Network;
import io.rillcast.rnn.NetworkShape;
import io.rillcast.rnn.RecurrentShape;
import io.rillcast.rnn.Tensor;
import java.util.Map;
import java.util.Random;

/** The weights and inputs that all implementations of one step are measured with; immutable. */
final class StepCase {
    /** D, the inputs of a step. */
    static final int INPUTS = 8;

    /** Q, the quantiles of a step. */
    static final int OUTPUTS = 5;

    /** How many different inputs a measurement goes round: more than a branch predictor would learn. */
    static final int RING = 64;

    private StepCase() {}

    /** One layer without a skip connection, as the peers' models usually are. */
    static NetworkShape shape(int hidden) {
        return new NetworkShape(new RecurrentShape(CellKind.GRU, INPUTS, hidden, 1, false), OUTPUTS, false);
    }

    /**
     * Weights under PyTorch's names, drawn as PyTorch draws them; equal for equal sizes.
     *
     * @param hidden H
     */
    static Map<String, Tensor> weights(int hidden) {
        return Network.initialWithHead(shape(hidden), new Random(hidden)).tensors();
    }

    /** The bytes of the weights that one step reads: each of them once. */
    static long weightBytes(int hidden) {
        return 4L * weights(hidden).values().stream().mapToLong(Tensor::size).sum();
    }

    /** Inputs to go round: float[RING][D], uniform in +-1.5. */
    static float[][] inputs() {
        Random random = new Random(1);
        float[][] inputs = new float[RING][INPUTS];
        for (float[] x : inputs) {
            for (int i = 0; i < x.length; i++) {
                x[i] = 3 * random.nextFloat() - 1.5f;
            }
        }
        return inputs;
    }
}
