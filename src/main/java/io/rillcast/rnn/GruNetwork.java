package io.rillcast.rnn;

import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Random;

/**
 * A stacked GRU with a linear head and a skip connection from the inputs to the head; immutable, shared by threads.
 *
 * <p>Weights come and go under PyTorch's names and in its layout: {@code gru.weight_ih_l0} [3H, D],
 * {@code gru.weight_hh_l0} [3H, H], {@code gru.bias_ih_l0} [3H], {@code gru.bias_hh_l0} [3H], the same for each further
 * layer (whose D is H), {@code head.weight} [Q, H], {@code head.bias} [Q], {@code skip.weight} [Q, D].
 */
public final class GruNetwork {
    private final Parameters weights;

    private GruNetwork(Parameters weights) {
        this.weights = weights;
    }

    /**
     * A network of these weights.
     *
     * @param shape the sizes
     * @param tensors every weight under its name
     * @throws IllegalArgumentException if a name is missing or unknown, a shape differs, or a value is not finite
     */
    public static GruNetwork of(NetworkShape shape, Map<String, Tensor> tensors) {
        return new GruNetwork(Parameters.ofTensors(shape, tensors));
    }

    /**
     * A network to start training from: the GRU's weights uniform in +-1/sqrt(H) as PyTorch draws them, the head and
     * the skip connection zero, so that the outputs are the head's bias whatever the input.
     *
     * @param shape the sizes
     * @param random where the weights come from
     */
    public static GruNetwork initial(NetworkShape shape, Random random) {
        Parameters weights = Parameters.zeros(shape);
        float bound = (float) (1 / Math.sqrt(shape.hidden()));
        for (GruCell cell : weights.cells()) {
            fillUniform(cell.inputRows, bound, random);
            fillUniform(cell.hiddenRows, bound, random);
            fillUniform(new float[][] {cell.inputBias, cell.hiddenBias}, bound, random);
        }
        return new GruNetwork(weights);
    }

    /** A network that owns these weights: nobody writes them any more. */
    static GruNetwork owning(Parameters weights) {
        return new GruNetwork(weights);
    }

    /**
     * The same network with another bias of the head, which is what an initial network puts out.
     *
     * @param bias float[Q]
     * @throws IllegalArgumentException if there is not one value an output
     */
    public GruNetwork withHeadBias(float... bias) {
        if (bias.length != shape().outputs()) {
            throw new IllegalArgumentException("the head's bias must have one value an output: outputs="
                    + shape().outputs() + ", bias=" + Arrays.toString(bias));
        }
        Parameters copy = weights.copy();
        System.arraycopy(bias, 0, copy.head().bias, 0, bias.length);
        return new GruNetwork(copy);
    }

    /** The sizes. */
    public NetworkShape shape() {
        return weights.shape();
    }

    /** A copy of the weights in PyTorch's layout and order, under PyTorch's names. */
    public Map<String, Tensor> tensors() {
        return Collections.unmodifiableMap(weights.toTensors());
    }

    /** A copy of the weights for a trainer to change. */
    public Parameters parameters() {
        return weights.copy();
    }

    /** Scratch to run this network step by step, for one thread. */
    public GruStepper newStepper() {
        return new GruStepper(weights);
    }

    private static void fillUniform(float[][] rows, float bound, Random random) {
        for (float[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                row[i] = (2 * random.nextFloat() - 1) * bound;
            }
        }
    }
}
