package io.rillcast.rnn;

/** The kernels in plain Java: the definition of the bits, and what runs where the Vector API is not there. */
final class ScalarKernels implements KernelSet {
    @Override
    public void product(Matrix out, Matrix left, Matrix right) {
        for (int from = 0; from < right.rows; from += Blocks.INNER) {
            int to = Math.min(from + Blocks.INNER, right.rows);
            for (int column = 0; column < out.columns; column += 4) {
                for (int row = 0; row < out.rows; row += 2) {
                    addTile(out, left, right, row, column, from, to);
                }
            }
        }
    }

    /** Two rows by four columns in registers; beyond the last row or column that one again. */
    private static void addTile(Matrix out, Matrix left, Matrix right, int row, int column, int from, int to) {
        float[] sums = out.values;
        int last = out.columns - 1 - column;
        int second = Math.min(1, last);
        int third = Math.min(2, last);
        int fourth = Math.min(3, last);
        int at0 = out.rowAt(row) + column;
        int at1 = out.rowAt(row + 1) + column;
        float s00 = sums[at0];
        float s01 = sums[at0 + second];
        float s02 = sums[at0 + third];
        float s03 = sums[at0 + fourth];
        float s10 = sums[at1];
        float s11 = sums[at1 + second];
        float s12 = sums[at1 + third];
        float s13 = sums[at1 + fourth];
        float[] x = left.values;
        float[] rows = right.values;
        int x0 = left.rowAt(row) + from * left.columnStride;
        int x1 = left.rowAt(row + 1) + from * left.columnStride;
        int right0 = right.rowAt(from) + column;
        for (int k = from; k < to; k++) {
            float c0 = x[x0];
            float c1 = x[x1];
            float r0 = rows[right0];
            float r1 = rows[right0 + second];
            float r2 = rows[right0 + third];
            float r3 = rows[right0 + fourth];
            s00 = Math.fma(c0, r0, s00);
            s01 = Math.fma(c0, r1, s01);
            s02 = Math.fma(c0, r2, s02);
            s03 = Math.fma(c0, r3, s03);
            s10 = Math.fma(c1, r0, s10);
            s11 = Math.fma(c1, r1, s11);
            s12 = Math.fma(c1, r2, s12);
            s13 = Math.fma(c1, r3, s13);
            x0 += left.columnStride;
            x1 += left.columnStride;
            right0 += right.rowStride;
        }
        sums[at0] = s00;
        sums[at0 + second] = s01;
        sums[at0 + third] = s02;
        sums[at0 + fourth] = s03;
        sums[at1] = s10;
        sums[at1 + second] = s11;
        sums[at1 + third] = s12;
        sums[at1 + fourth] = s13;
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

    private static void addRow(float[] out, int at, float c, float[] rows, int rowAt, int columns) {
        for (int i = 0; i < columns; i++) {
            out[at + i] = Math.fma(c, rows[rowAt + i], out[at + i]);
        }
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
