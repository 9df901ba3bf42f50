package io.rillcast.rnn;

/**
 * The inner loops of the products: sums of scaled rows, written so that the compiler vectorises them.
 *
 * <p>Each element of an output is its own chain of fused multiply-adds in the order of the rows, so the bits do not
 * depend on how many elements the hardware treats at once, nor on how many rows a pass of the loop takes.
 */
final class Kernels {
    private Kernels() {}

    /** Rows of weights and gates are this many floats or a multiple: the widest vectors in use. */
    private static final int LANES = 16;

    /** A length rounded up to whole vectors. */
    static int padded(int length) {
        return (length + LANES - 1) / LANES * LANES;
    }

    /**
     * Adds scaled rows to a row: out[i] = fma(x[k], rows[k][i], out[i]) for k = 0, 1, ... in this order.
     *
     * @param out float[at least outOffset + width], added to in place
     * @param outOffset where the row begins
     * @param x the scales, from xOffset
     * @param xOffset where the scales begin
     * @param count how many rows
     * @param rows float[count][width]
     * @param width how long a row is
     */
    static void addScaledRows(float[] out, int outOffset, float[] x, int xOffset, int count, float[] rows, int width) {
        for (int k = 0; k < count; k++) {
            float c = x[xOffset + k];
            for (int i = 0; i < width; i++) {
                out[outOffset + i] = Math.fma(c, rows[k * width + i], out[outOffset + i]);
            }
        }
    }

    /** Adds a product: out += left right; each element one chain in the order of the inner index. */
    static void product(Matrix out, Matrix left, Matrix right) {
        for (int i = 0; i < out.rows; i++) {
            for (int k = 0; k < left.columns; k++) {
                float c = left.values[left.offset + i * left.rowStride + k * left.columnStride];
                int o = out.offset + i * out.rowStride;
                int r = right.offset + k * right.rowStride;
                for (int j = 0; j < out.columns; j++) {
                    out.values[o + j] = Math.fma(c, right.values[r + j], out.values[o + j]);
                }
            }
        }
    }

    /** The logistic function of a range, in place. */
    static void sigmoid(float[] values, int from, int to) {
        for (int i = from; i < to; i++) {
            values[i] = Activations.sigmoid(values[i]);
        }
    }

    /** The hyperbolic tangent of a range, in place. */
    static void tanh(float[] values, int from, int to) {
        for (int i = from; i < to; i++) {
            values[i] = Activations.tanh(values[i]);
        }
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
