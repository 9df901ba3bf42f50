package io.rillcast.rnn;

/** The kernels in plain Java: the definition of the bits, and what runs where the Vector API is not there. */
final class ScalarKernels implements KernelSet {
    @Override
    public void product(Matrix out, Matrix left, Matrix right) {
        int step = left.columnStride;
        for (int row = 0; row < out.rows; row++) {
            int at = out.offset + row * out.rowStride;
            int x = left.offset + row * left.rowStride;
            int k = 0;
            for (; k + 4 <= right.rows; k += 4) {
                addFourRows(out.values, at, left.values, x + k * step, step, right, k);
            }
            for (; k < right.rows; k++) {
                addRow(out.values, at, left.values[x + k * step], right.values, rowAt(right, k), right.columns);
            }
        }
    }

    @Override
    public void addScaledRows(float[] out, int outOffset, float[] x, int xOffset, int count, float[] rows, int width) {
        int k = 0;
        for (; k + 4 <= count; k += 4) {
            float c0 = x[xOffset + k];
            float c1 = x[xOffset + k + 1];
            float c2 = x[xOffset + k + 2];
            float c3 = x[xOffset + k + 3];
            int row0 = k * width;
            int row1 = row0 + width;
            int row2 = row1 + width;
            int row3 = row2 + width;
            for (int i = 0; i < width; i++) {
                float sum = Math.fma(c0, rows[row0 + i], out[outOffset + i]);
                sum = Math.fma(c1, rows[row1 + i], sum);
                sum = Math.fma(c2, rows[row2 + i], sum);
                out[outOffset + i] = Math.fma(c3, rows[row3 + i], sum);
            }
        }
        for (; k < count; k++) {
            addRow(out, outOffset, x[xOffset + k], rows, k * width, width);
        }
    }

    /** Four rows a pass: one load and one store of the output instead of four. */
    private static void addFourRows(float[] out, int at, float[] x, int xAt, int xStep, Matrix right, int row) {
        float c0 = x[xAt];
        float c1 = x[xAt + xStep];
        float c2 = x[xAt + 2 * xStep];
        float c3 = x[xAt + 3 * xStep];
        float[] rows = right.values;
        int row0 = rowAt(right, row);
        int row1 = row0 + right.rowStride;
        int row2 = row1 + right.rowStride;
        int row3 = row2 + right.rowStride;
        int columns = right.columns;
        for (int i = 0; i < columns; i++) {
            float sum = Math.fma(c0, rows[row0 + i], out[at + i]);
            sum = Math.fma(c1, rows[row1 + i], sum);
            sum = Math.fma(c2, rows[row2 + i], sum);
            out[at + i] = Math.fma(c3, rows[row3 + i], sum);
        }
    }

    private static void addRow(float[] out, int at, float c, float[] rows, int rowAt, int columns) {
        for (int i = 0; i < columns; i++) {
            out[at + i] = Math.fma(c, rows[rowAt + i], out[at + i]);
        }
    }

    private static int rowAt(Matrix matrix, int row) {
        return matrix.offset + row * matrix.rowStride;
    }

    @Override
    public void exp(float[] v, int from, int to) {
        for (int i = from; i < to; i++) {
            v[i] = Activations.exp(v[i]);
        }
    }

    @Override
    public void sigmoid(float[] v, int from, int to) {
        for (int i = from; i < to; i++) {
            v[i] = Activations.sigmoid(v[i]);
        }
    }

    @Override
    public void tanh(float[] v, int from, int to) {
        for (int i = from; i < to; i++) {
            v[i] = Activations.tanh(v[i]);
        }
    }

    @Override
    public String description() {
        return "kernels=scalar";
    }
}
