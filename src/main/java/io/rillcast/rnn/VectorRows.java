package io.rillcast.rnn;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products of a single row, what a step consists of: every number of the right matrix is read once, so reading is all
 * that counts.
 *
 * <p>As many vectors of the output as the registers hold are summed at a time: the weights are then read in long
 * stretches, and there are enough chains to hide the latency of the multiply-adds. Offsets that are constants cost one
 * check of bounds a row instead of one a vector.
 */
final class VectorRows {
    private static final VectorSpecies<Float> WIDE = FloatVector.SPECIES_PREFERRED;
    private static final int W = WIDE.length();

    private VectorRows() {}

    /** See {@link Kernels#product}; out has one row, of at least one vector. */
    static void product(Matrix out, Matrix left, Matrix right) {
        int columns;
        for (int column = 0; column < out.columns; column += columns) {
            columns = Blocks.rowColumns(out.columns - column, W);
            if (columns == 12 * W) {
                addTwelve(out, left, right, column);
            } else if (columns == 6 * W) {
                addSix(out, left, right, column);
            } else if (columns == W) {
                addOne(out, left, right, column);
            } else {
                addUpToFour(out, left, right, column, columns - W);
            }
        }
    }

    /** Twelve vectors. */
    private static void addTwelve(Matrix out, Matrix left, Matrix right, int column) {
        int at = out.offset + column;
        int x = left.offset;
        int row = right.offset + column;
        FloatVector s0 = FloatVector.fromArray(WIDE, out.values, at);
        FloatVector s1 = FloatVector.fromArray(WIDE, out.values, at + W);
        FloatVector s2 = FloatVector.fromArray(WIDE, out.values, at + 2 * W);
        FloatVector s3 = FloatVector.fromArray(WIDE, out.values, at + 3 * W);
        FloatVector s4 = FloatVector.fromArray(WIDE, out.values, at + 4 * W);
        FloatVector s5 = FloatVector.fromArray(WIDE, out.values, at + 5 * W);
        FloatVector s6 = FloatVector.fromArray(WIDE, out.values, at + 6 * W);
        FloatVector s7 = FloatVector.fromArray(WIDE, out.values, at + 7 * W);
        FloatVector s8 = FloatVector.fromArray(WIDE, out.values, at + 8 * W);
        FloatVector s9 = FloatVector.fromArray(WIDE, out.values, at + 9 * W);
        FloatVector s10 = FloatVector.fromArray(WIDE, out.values, at + 10 * W);
        FloatVector s11 = FloatVector.fromArray(WIDE, out.values, at + 11 * W);
        for (int k = 0; k < right.rows; k++) {
            FloatVector c = FloatVector.broadcast(WIDE, left.values[x]);
            s0 = c.fma(FloatVector.fromArray(WIDE, right.values, row), s0);
            s1 = c.fma(FloatVector.fromArray(WIDE, right.values, row + W), s1);
            s2 = c.fma(FloatVector.fromArray(WIDE, right.values, row + 2 * W), s2);
            s3 = c.fma(FloatVector.fromArray(WIDE, right.values, row + 3 * W), s3);
            s4 = c.fma(FloatVector.fromArray(WIDE, right.values, row + 4 * W), s4);
            s5 = c.fma(FloatVector.fromArray(WIDE, right.values, row + 5 * W), s5);
            s6 = c.fma(FloatVector.fromArray(WIDE, right.values, row + 6 * W), s6);
            s7 = c.fma(FloatVector.fromArray(WIDE, right.values, row + 7 * W), s7);
            s8 = c.fma(FloatVector.fromArray(WIDE, right.values, row + 8 * W), s8);
            s9 = c.fma(FloatVector.fromArray(WIDE, right.values, row + 9 * W), s9);
            s10 = c.fma(FloatVector.fromArray(WIDE, right.values, row + 10 * W), s10);
            s11 = c.fma(FloatVector.fromArray(WIDE, right.values, row + 11 * W), s11);
            x += left.columnStride;
            row += right.rowStride;
        }
        s0.intoArray(out.values, at);
        s1.intoArray(out.values, at + W);
        s2.intoArray(out.values, at + 2 * W);
        s3.intoArray(out.values, at + 3 * W);
        s4.intoArray(out.values, at + 4 * W);
        s5.intoArray(out.values, at + 5 * W);
        s6.intoArray(out.values, at + 6 * W);
        s7.intoArray(out.values, at + 7 * W);
        s8.intoArray(out.values, at + 8 * W);
        s9.intoArray(out.values, at + 9 * W);
        s10.intoArray(out.values, at + 10 * W);
        s11.intoArray(out.values, at + 11 * W);
    }

    /** Six vectors. */
    private static void addSix(Matrix out, Matrix left, Matrix right, int column) {
        int at = out.offset + column;
        int x = left.offset;
        int row = right.offset + column;
        FloatVector s0 = FloatVector.fromArray(WIDE, out.values, at);
        FloatVector s1 = FloatVector.fromArray(WIDE, out.values, at + W);
        FloatVector s2 = FloatVector.fromArray(WIDE, out.values, at + 2 * W);
        FloatVector s3 = FloatVector.fromArray(WIDE, out.values, at + 3 * W);
        FloatVector s4 = FloatVector.fromArray(WIDE, out.values, at + 4 * W);
        FloatVector s5 = FloatVector.fromArray(WIDE, out.values, at + 5 * W);
        for (int k = 0; k < right.rows; k++) {
            FloatVector c = FloatVector.broadcast(WIDE, left.values[x]);
            s0 = c.fma(FloatVector.fromArray(WIDE, right.values, row), s0);
            s1 = c.fma(FloatVector.fromArray(WIDE, right.values, row + W), s1);
            s2 = c.fma(FloatVector.fromArray(WIDE, right.values, row + 2 * W), s2);
            s3 = c.fma(FloatVector.fromArray(WIDE, right.values, row + 3 * W), s3);
            s4 = c.fma(FloatVector.fromArray(WIDE, right.values, row + 4 * W), s4);
            s5 = c.fma(FloatVector.fromArray(WIDE, right.values, row + 5 * W), s5);
            x += left.columnStride;
            row += right.rowStride;
        }
        s0.intoArray(out.values, at);
        s1.intoArray(out.values, at + W);
        s2.intoArray(out.values, at + 2 * W);
        s3.intoArray(out.values, at + 3 * W);
        s4.intoArray(out.values, at + 4 * W);
        s5.intoArray(out.values, at + 5 * W);
    }

    /** One vector. */
    private static void addOne(Matrix out, Matrix left, Matrix right, int column) {
        int at = out.offset + column;
        int x = left.offset;
        int row = right.offset + column;
        FloatVector s0 = FloatVector.fromArray(WIDE, out.values, at);
        for (int k = 0; k < right.rows; k++) {
            FloatVector c = FloatVector.broadcast(WIDE, left.values[x]);
            s0 = c.fma(FloatVector.fromArray(WIDE, right.values, row), s0);
            x += left.columnStride;
            row += right.rowStride;
        }
        s0.intoArray(out.values, at);
    }

    /** More than one vector and at most four, the last of which begins at an offset of its own. */
    private static void addUpToFour(Matrix out, Matrix left, Matrix right, int column, int last) {
        int second = Math.min(W, last);
        int third = Math.min(2 * W, last);
        int at = out.offset + column;
        int x = left.offset;
        int row = right.offset + column;
        FloatVector s0 = FloatVector.fromArray(WIDE, out.values, at);
        FloatVector s1 = FloatVector.fromArray(WIDE, out.values, at + second);
        FloatVector s2 = FloatVector.fromArray(WIDE, out.values, at + third);
        FloatVector s3 = FloatVector.fromArray(WIDE, out.values, at + last);
        for (int k = 0; k < right.rows; k++) {
            FloatVector c = FloatVector.broadcast(WIDE, left.values[x]);
            s0 = c.fma(FloatVector.fromArray(WIDE, right.values, row), s0);
            s1 = c.fma(FloatVector.fromArray(WIDE, right.values, row + second), s1);
            s2 = c.fma(FloatVector.fromArray(WIDE, right.values, row + third), s2);
            s3 = c.fma(FloatVector.fromArray(WIDE, right.values, row + last), s3);
            x += left.columnStride;
            row += right.rowStride;
        }
        s0.intoArray(out.values, at);
        s1.intoArray(out.values, at + second);
        s2.intoArray(out.values, at + third);
        s3.intoArray(out.values, at + last);
    }
}
