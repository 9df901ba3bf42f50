package io.rillcast.rnn;

import java.util.Arrays;
import java.util.Collections;
import java.util.Map;
import java.util.Random;

/**
 * Stacked recurrent layers with a linear head, and if wished a skip connection from the inputs to the head; immutable,
 * shared by threads.
 *
 * <p>Weights come and go under PyTorch's names and in its layout, {@code gru} being {@code lstm} or {@code rnn} for
 * other cells and G the gates: {@code gru.weight_ih_l0} [G*H, D], {@code gru.weight_hh_l0} [G*H, H], {@code
 * gru.bias_ih_l0} [G*H], {@code gru.bias_hh_l0} [G*H]; if bidirectional the same with {@code _reverse} at the end; the
 * same for each further layer (whose D is what the layer below puts out); {@code head.weight} [Q, directions*H], {@code
 * head.bias} [Q], and with a skip connection {@code skip.weight} [Q, D].
 */
public final class Network {
    private final Parameters weights;

    private Network(Parameters weights) {
        this.weights = weights;
    }

    /**
     * A network of these weights.
     *
     * @param shape the sizes
     * @param tensors every weight under its name
     * @throws IllegalArgumentException if a name is missing or unknown, a shape differs, or a value is not finite
     */
    public static Network of(NetworkShape shape, Map<String, Tensor> tensors) {
        return new Network(Parameters.ofTensors(shape, tensors));
    }

    /**
     * A network to start training from: the recurrent weights uniform in +-1/sqrt(H) as PyTorch draws them, the head
     * and the skip connection zero, so that the outputs are the head's bias whatever the input.
     *
     * @param shape the sizes
     * @param random where the weights come from
     */
    public static Network initial(NetworkShape shape, Random random) {
        Parameters weights = Parameters.zeros(shape);
        weights.drawRecurrent(random);
        return new Network(weights);
    }

    /**
     * A network to start training from whose head and skip connection are drawn too, as PyTorch draws a linear layer's:
     * uniform within +-1/sqrt of the number of its inputs.
     *
     * @param shape the sizes
     * @param random where the weights come from
     */
    public static Network initialWithHead(NetworkShape shape, Random random) {
        Parameters weights = Parameters.zeros(shape);
        weights.drawRecurrent(random);
        weights.drawHead(random);
        return new Network(weights);
    }

    /** A network that owns these weights: nobody writes them any more. */
    static Network owning(Parameters weights) {
        return new Network(weights);
    }

    /**
     * The same network with another bias of the head, which is what an initial network puts out.
     *
     * @param bias float[Q]
     * @throws IllegalArgumentException if there is not one value an output
     */
    public Network withHeadBias(float... bias) {
        if (bias.length != shape().outputs()) {
            throw new IllegalArgumentException("the head's bias must have one value an output: outputs="
                    + shape().outputs() + ", bias=" + Arrays.toString(bias));
        }
        Parameters copy = weights.copy();
        System.arraycopy(bias, 0, copy.head().bias, 0, bias.length);
        return new Network(copy);
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

    /**
     * Scratch to run this network step by step, for one thread.
     *
     * @throws IllegalArgumentException if the network is bidirectional: its outputs need the whole sequence
     */
    public NetworkStepper newStepper() {
        return new NetworkStepper(weights);
    }

    /**
     * Scratch to run this network over batches of whole sequences, there and back, for one thread. Its weights stay as
     * they are; whoever changes weights makes a batch of {@link #parameters()}.
     *
     * @param slots most sequences of a batch
     * @param capacity most steps of a sequence
     */
    public SequenceBatch newBatch(int slots, int capacity) {
        return new SequenceBatch(weights, slots, capacity);
    }
}
