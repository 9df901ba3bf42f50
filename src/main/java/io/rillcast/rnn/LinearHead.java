package io.rillcast.rnn;

/**
 * The weights of the read-out in kernel layout: a linear map of the top hidden state plus one of the inputs.
 *
 * <p>An instance holds weights or, in the same places, gradients. Owned by the {@link Parameters} that it is part of.
 */
final class LinearHead {
    /** float[H][Q]. */
    final float[][] hiddenRows;
    /** float[D][Q], the skip connection. */
    final float[][] inputRows;
    /** float[Q]. */
    final float[] bias;

    /** A head of zeros. */
    LinearHead(NetworkShape shape) {
        this.hiddenRows = new float[shape.hidden()][shape.outputs()];
        this.inputRows = new float[shape.inputs()][shape.outputs()];
        this.bias = new float[shape.outputs()];
    }

    /**
     * Computes the outputs.
     *
     * @param out float[Q], written
     * @param hiddenTop float[H], the top layer's hidden state
     * @param x float[D]
     */
    void apply(float[] out, float[] hiddenTop, float[] x) {
        System.arraycopy(bias, 0, out, 0, bias.length);
        Kernels.addScaledRows(out, hiddenTop, hiddenRows, hiddenRows.length);
        Kernels.addScaledRows(out, x, inputRows, inputRows.length);
    }
}
