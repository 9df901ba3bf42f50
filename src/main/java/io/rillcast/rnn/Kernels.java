package io.rillcast.rnn;

/**
 * The inner loops of the products: sums of scaled rows, written so that the compiler vectorises them.
 *
 * <p>Each element of an output is its own chain of fused multiply-adds in the order of the rows, so the bits do not
 * depend on how many elements the hardware treats at once, nor on how many rows a pass of the loop takes.
 */
final class Kernels {
    /** The vector kernels if the JVM was started with their module and the machine has vectors of 128 bits. */
    static final KernelSet CHOSEN = choose();

    /** Rows of weights and gates are this many floats or a multiple: the widest vectors in use. */
    private static final int LANES = 16;

    private Kernels() {}

    /** A length rounded up to whole vectors. */
    static int padded(int length) {
        return (length + LANES - 1) / LANES * LANES;
    }

    private static KernelSet choose() {
        boolean hasModule =
                ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
        return hasModule && VectorKernels.areSupported() ? new VectorKernels() : new ScalarKernels();
    }

    /**
     * Adds a product of matrices: out += left right. Every element of out is one chain of fused multiply-adds in the
     * order of the inner index, beginning with what is there.
     *
     * @param out [n, m], added to in place; columnStride 1; shares no number with the others
     * @param left [n, k], any strides, so it may be a transposed view
     * @param right [k, m], columnStride 1
     * @throws IllegalArgumentException if the shapes do not fit, or a view reaches beyond its array
     */
    static void product(Matrix out, Matrix left, Matrix right) {
        boolean fits = left.rows == out.rows && left.columns == right.rows && right.columns == out.columns;
        if (!fits || out.columnStride != 1 || right.columnStride != 1) {
            throw new IllegalArgumentException("the matrices of a product must fit, out and right row by row: out="
                    + out + ", left=" + left + ", right=" + right);
        }
        if (!out.isWithinValues() || !left.isWithinValues() || !right.isWithinValues()) {
            throw new IllegalArgumentException("the matrices of a product must lie within their arrays: out=" + out
                    + ", left=" + left + ", right=" + right);
        }
        CHOSEN.product(out, left, right);
    }

    /** Replaces v[from .. to) by {@link Activations#exp} of each. */
    static void exp(float[] v, int from, int to) {
        CHOSEN.exp(v, from, to);
    }

    /** Replaces v[from .. to) by {@link Activations#sigmoid} of each. */
    static void sigmoid(float[] v, int from, int to) {
        CHOSEN.sigmoid(v, from, to);
    }

    /** Replaces v[from .. to) by {@link Activations#tanh} of each. */
    static void tanh(float[] v, int from, int to) {
        CHOSEN.tanh(v, from, to);
    }

    /**
     * Adds a row to a row: out[outOffset + i] += rows[rowOffset + i].
     *
     * @param width how long the rows are
     */
    static void addRow(float[] out, int outOffset, float[] rows, int rowOffset, int width) {
        for (int i = 0; i < width; i++) {
            out[outOffset + i] += rows[rowOffset + i];
        }
    }

    /**
     * Writes a matrix's columns as rows: out[j][i] = rows[i][j].
     *
     * @param out float[columns][count]
     * @param rows float[count][stride]
     * @param count how many rows
     * @param columns how many of each row are taken
     * @param stride how long a row is
     */
    static void transpose(float[] out, float[] rows, int count, int columns, int stride) {
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < columns; j++) {
                out[j * count + i] = rows[i * stride + j];
            }
        }
    }
}
