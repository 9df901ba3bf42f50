package io.rillcast.rnn;

/** The kernels in plain Java: the definition of the bits, and what runs where the Vector API is not there. */
final class ScalarKernels implements KernelSet {
    @Override
    public void product(Matrix out, Matrix left, Matrix right) {
        if (out.rows == 1) {
            addToRow(out, left, right);
            return;
        }
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

    /** A product of one row: four rows of the right matrix a pass, in a loop that the compiler vectorises. */
    private static void addToRow(Matrix out, Matrix left, Matrix right) {
        int k = 0;
        for (; k + 4 <= right.rows; k += 4) {
            addFourRows(out, left, right, k);
        }
        for (; k < right.rows; k++) {
            float c = left.at(0, k);
            int row = right.rowAt(k);
            for (int i = 0; i < out.columns; i++) {
                out.values[out.offset + i] = Math.fma(c, right.values[row + i], out.values[out.offset + i]);
            }
        }
    }

    private static void addFourRows(Matrix out, Matrix left, Matrix right, int k) {
        float[] sums = out.values;
        float[] rows = right.values;
        float c0 = left.at(0, k);
        float c1 = left.at(0, k + 1);
        float c2 = left.at(0, k + 2);
        float c3 = left.at(0, k + 3);
        int at = out.offset;
        int row0 = right.rowAt(k);
        int row1 = right.rowAt(k + 1);
        int row2 = right.rowAt(k + 2);
        int row3 = right.rowAt(k + 3);
        int columns = out.columns;
        for (int i = 0; i < columns; i++) {
            float sum = Math.fma(c0, rows[row0 + i], sums[at + i]);
            sum = Math.fma(c1, rows[row1 + i], sum);
            sum = Math.fma(c2, rows[row2 + i], sum);
            sums[at + i] = Math.fma(c3, rows[row3 + i], sum);
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
