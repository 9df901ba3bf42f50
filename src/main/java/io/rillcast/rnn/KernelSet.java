package io.rillcast.rnn;

/**
 * The loops of the network over numbers. Both implementations give the same bits on every machine: each element of a
 * product is one chain of {@code Math.fma} in the order of the inner index, and each function of one number is the same
 * sequence of exactly defined operations. (A NaN stays a NaN; which of its bit patterns is not said.)
 */
sealed interface KernelSet permits ScalarKernels, VectorKernels {
    /** See {@link Kernels#product}; the shapes fit. */
    void product(Matrix out, Matrix left, Matrix right);

    /** See {@link Kernels#exp}. */
    void exp(float[] v, int from, int to);

    /** See {@link Kernels#sigmoid}. */
    void sigmoid(float[] v, int from, int to);

    /** See {@link Kernels#tanh}. */
    void tanh(float[] v, int from, int to);

    /** What this set is called, and how many bits it treats at once. */
    String description();
}
