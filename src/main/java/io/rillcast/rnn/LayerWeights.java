package io.rillcast.rnn;

/**
 * The weights of one layer and direction in kernel layout, one row per input, or a gradient for each in the same places.
 *
 * <p>Rows are as long as the gates, G*H, rounded up to whole vectors; what is beyond G*H stays zero. Owned by the {@link
 * Parameters} that it is part of.
 */
final class LayerWeights {
    /** D, what the layer reads at one step. */
    final int inputs;
    /** H. */
    final int hidden;
    /** G*H. */
    final int gates;
    /** The length of a row. */
    final int stride;
    /** float[D][stride]: W, PyTorch's weight_ih. */
    final float[] input;
    /** float[H][stride]: U, PyTorch's weight_hh. */
    final float[] recurrent;
    /** float[stride]: b, PyTorch's bias_ih. */
    final float[] inputBias;
    /** float[stride]: c, PyTorch's bias_hh. */
    final float[] recurrentBias;

    /** Zeros for one layer of a network. */
    LayerWeights(RecurrentShape shape, int layer) {
        this.inputs = shape.layerInputs(layer);
        this.hidden = shape.hidden();
        this.gates = shape.cell().gates() * hidden;
        this.stride = Kernels.padded(gates);
        this.input = new float[inputs * stride];
        this.recurrent = new float[hidden * stride];
        this.inputBias = new float[stride];
        this.recurrentBias = new float[stride];
    }
}
