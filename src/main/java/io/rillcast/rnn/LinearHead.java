package io.rillcast.rnn;

/**
 * The weights of the read-out in kernel layout: a linear map of the top layer's output plus, with a skip connection, one
 * of the inputs; or a gradient for each in the same places.
 *
 * <p>Rows are as long as the outputs, Q, rounded up to whole vectors; what is beyond Q stays zero. Owned by the {@link
 * Parameters} that it is part of.
 */
final class LinearHead {
    /** Q. */
    final int outputs;
    /** The length of a row. */
    final int stride;
    /** How long the top layer's output is, directions * H. */
    final int inputs;
    /** D where there is a skip connection, else 0. */
    final int skipInputs;
    /** float[directions * H][stride]. */
    final float[] weight;
    /** float[D][stride], the skip connection; empty without. */
    final float[] skip;
    /** float[stride]. */
    final float[] bias;

    /** A head of zeros. */
    LinearHead(NetworkShape shape) {
        this.outputs = shape.outputs();
        this.stride = Kernels.padded(outputs);
        this.inputs = shape.recurrent().outputLength();
        this.skipInputs = shape.skip() ? shape.inputs() : 0;
        this.weight = new float[inputs * stride];
        this.skip = new float[skipInputs * stride];
        this.bias = new float[stride];
    }
}
