package io.rillcast.rnn;

import java.util.Arrays;

/**
 * The inner loops of the products: sums of scaled rows, written so that the compiler vectorises them.
 *
 * <p>Each element of an output is its own chain of fused multiply-adds in the order of the rows, so the bits do not
 * depend on how many elements the hardware treats at once, nor on how many rows a pass of the loop takes.
 */
final class Kernels {
    /** The vector kernels if the JVM was started with their module and the machine has vectors of 128 bits. */
    static final KernelSet CHOSEN = choose();

    private Kernels() {}

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

    /**
     * Adds scaled rows to a vector: out[outOffset + i] = fma(x[xOffset + k], rows[k width + i], out[outOffset + i]) for k
     * = 0 .. count - 1 in this order.
     *
     * @param out float[at least outOffset + width], added to in place
     * @param x float[at least xOffset + count]
     * @param rows float[at least count * width], another array than out
     */
    static void addScaledRows(float[] out, int outOffset, float[] x, int xOffset, int count, float[] rows, int width) {
        CHOSEN.addScaledRows(out, outOffset, x, xOffset, count, rows, width);
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
     * Adds scaled rows to a vector: out[i] += coefficients[0] rows[0][i] + coefficients[1] rows[1][i] + ...
     *
     * @param out float[n], added to in place
     * @param coefficients float[at least count]
     * @param rows float[at least count][at least n]
     * @param count how many rows
     */
    static void addScaledRows(float[] out, float[] coefficients, float[][] rows, int count) {
        int row = 0;
        // Four rows a pass: one load and one store of the output instead of four.
        for (; row + 4 <= count; row += 4) {
            float c0 = coefficients[row];
            float c1 = coefficients[row + 1];
            float c2 = coefficients[row + 2];
            float c3 = coefficients[row + 3];
            float[] row0 = rows[row];
            float[] row1 = rows[row + 1];
            float[] row2 = rows[row + 2];
            float[] row3 = rows[row + 3];
            for (int i = 0; i < out.length; i++) {
                out[i] = Math.fma(
                        c3, row3[i], Math.fma(c2, row2[i], Math.fma(c1, row1[i], Math.fma(c0, row0[i], out[i]))));
            }
        }
        for (; row < count; row++) {
            float c = coefficients[row];
            float[] values = rows[row];
            for (int i = 0; i < out.length; i++) {
                out[i] = Math.fma(c, values[i], out[i]);
            }
        }
    }

    /**
     * Adds rows to a vector: out[i] += rows[0][i] + rows[1][i] + ...
     *
     * @param out float[n], added to in place
     * @param rows float[at least count][at least n]
     * @param count how many rows
     */
    static void addRows(float[] out, float[][] rows, int count) {
        for (int row = 0; row < count; row++) {
            float[] values = rows[row];
            for (int i = 0; i < out.length; i++) {
                out[i] += values[i];
            }
        }
    }

    /**
     * Adds an outer product: out[i][j] += left[i] right[j].
     *
     * @param out float[n][m], added to in place
     * @param left float[n]
     * @param right float[m]
     */
    static void addOuterProduct(float[][] out, float[] left, float[] right) {
        for (int i = 0; i < out.length; i++) {
            float c = left[i];
            float[] values = out[i];
            for (int j = 0; j < values.length; j++) {
                values[j] = Math.fma(c, right[j], values[j]);
            }
        }
    }

    /**
     * Writes a matrix's columns as rows: out[j][i] = rows[i][j].
     *
     * @param out float[n][at least count]
     * @param rows float[at least count][at least n]
     * @param count how many rows
     */
    static void transpose(float[][] out, float[][] rows, int count) {
        for (int i = 0; i < count; i++) {
            float[] values = rows[i];
            for (int j = 0; j < out.length; j++) {
                out[j][i] = values[j];
            }
        }
    }

    /** Fills every row with zeros. */
    static void clear(float[][] rows) {
        for (float[] row : rows) {
            Arrays.fill(row, 0f);
        }
    }
}
