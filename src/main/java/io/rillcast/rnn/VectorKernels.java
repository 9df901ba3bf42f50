package io.rillcast.rnn;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernels with the JDK's Vector API, which only this file, {@link VectorRows} and {@link VectorActivations} know;
 * the scalar twin is {@link ScalarKernels}.
 *
 * <p>Lanes never meet: a vector holds neighbouring elements of the output, each its own chain, so that the width changes
 * no bit. Where the elements do not fill the last vector of a block it begins earlier, over elements that another vector
 * of the block computes too: all are loaded before any is stored, so both have the same bits. Masks are slow on Java 17.
 *
 * <p>One width for the whole JVM, as a constant, and each loop in one flat method: a second width makes the JVM lose the
 * exact type of a running sum, and then it puts every vector on the heap.
 */
final class VectorKernels implements KernelSet {
    private static final VectorSpecies<Float> WIDE = FloatVector.SPECIES_PREFERRED;
    private static final int W = WIDE.length();

    private final ScalarKernels scalar = new ScalarKernels();

    /** Whether this machine has vectors of at least 128 bits. */
    static boolean areSupported() {
        return WIDE.vectorBitSize() >= 128;
    }

    @Override
    public String description() {
        return "kernels=vector, bits=" + WIDE.vectorBitSize();
    }

    @Override
    public void product(Matrix out, Matrix left, Matrix right) {
        if (out.columns < W) {
            scalar.product(out, left, right);
            return;
        }
        if (out.rows == 1) {
            VectorRows.product(out, left, right);
            return;
        }
        for (int from = 0; from < right.rows; from += Blocks.INNER) {
            int to = Math.min(from + Blocks.INNER, right.rows);
            for (int column = 0; column < out.columns; column += Blocks.tileColumns(out.columns - column, W)) {
                for (int row = 0; row < out.rows; row += 4) {
                    addTile(out, left, right, row, column, from, to);
                }
            }
        }
    }

    /**
     * Four rows by three vectors of a product: twelve chains hide the latency of the multiply-adds and fit into 16
     * registers. Rows beyond the last are that one again. Long, because it is one flat loop.
     */
    private static void addTile(Matrix out, Matrix left, Matrix right, int row, int column, int from, int to) {
        float[] sums = out.values;
        int last = Blocks.tileColumns(out.columns - column, W) - W;
        int second = Math.min(W, last);
        int third = Math.min(2 * W, last);
        int at0 = out.rowAt(row) + column;
        int at1 = out.rowAt(row + 1) + column;
        int at2 = out.rowAt(row + 2) + column;
        int at3 = out.rowAt(row + 3) + column;
        FloatVector s00 = FloatVector.fromArray(WIDE, sums, at0);
        FloatVector s01 = FloatVector.fromArray(WIDE, sums, at0 + second);
        FloatVector s02 = FloatVector.fromArray(WIDE, sums, at0 + third);
        FloatVector s10 = FloatVector.fromArray(WIDE, sums, at1);
        FloatVector s11 = FloatVector.fromArray(WIDE, sums, at1 + second);
        FloatVector s12 = FloatVector.fromArray(WIDE, sums, at1 + third);
        FloatVector s20 = FloatVector.fromArray(WIDE, sums, at2);
        FloatVector s21 = FloatVector.fromArray(WIDE, sums, at2 + second);
        FloatVector s22 = FloatVector.fromArray(WIDE, sums, at2 + third);
        FloatVector s30 = FloatVector.fromArray(WIDE, sums, at3);
        FloatVector s31 = FloatVector.fromArray(WIDE, sums, at3 + second);
        FloatVector s32 = FloatVector.fromArray(WIDE, sums, at3 + third);
        float[] x = left.values;
        int step = left.columnStride;
        int x0 = left.rowAt(row) + from * step;
        int x1 = left.rowAt(row + 1) + from * step;
        int x2 = left.rowAt(row + 2) + from * step;
        int x3 = left.rowAt(row + 3) + from * step;
        float[] rows = right.values;
        int right0 = right.rowAt(from) + column;
        int right1 = right0 + second;
        int right2 = right0 + third;
        for (int k = 0; k < to - from; k++) {
            FloatVector r0 = FloatVector.fromArray(WIDE, rows, right0 + k * right.rowStride);
            FloatVector r1 = FloatVector.fromArray(WIDE, rows, right1 + k * right.rowStride);
            FloatVector r2 = FloatVector.fromArray(WIDE, rows, right2 + k * right.rowStride);
            FloatVector c0 = FloatVector.broadcast(WIDE, x[x0 + k * step]);
            s00 = c0.fma(r0, s00);
            s01 = c0.fma(r1, s01);
            s02 = c0.fma(r2, s02);
            FloatVector c1 = FloatVector.broadcast(WIDE, x[x1 + k * step]);
            s10 = c1.fma(r0, s10);
            s11 = c1.fma(r1, s11);
            s12 = c1.fma(r2, s12);
            FloatVector c2 = FloatVector.broadcast(WIDE, x[x2 + k * step]);
            s20 = c2.fma(r0, s20);
            s21 = c2.fma(r1, s21);
            s22 = c2.fma(r2, s22);
            FloatVector c3 = FloatVector.broadcast(WIDE, x[x3 + k * step]);
            s30 = c3.fma(r0, s30);
            s31 = c3.fma(r1, s31);
            s32 = c3.fma(r2, s32);
        }
        s00.intoArray(sums, at0);
        s01.intoArray(sums, at0 + second);
        s02.intoArray(sums, at0 + third);
        s10.intoArray(sums, at1);
        s11.intoArray(sums, at1 + second);
        s12.intoArray(sums, at1 + third);
        s20.intoArray(sums, at2);
        s21.intoArray(sums, at2 + second);
        s22.intoArray(sums, at2 + third);
        s30.intoArray(sums, at3);
        s31.intoArray(sums, at3 + second);
        s32.intoArray(sums, at3 + third);
    }

    @Override
    public void exp(float[] v, int from, int to) {
        VectorActivations.exp(v, from, to);
    }

    @Override
    public void sigmoid(float[] v, int from, int to) {
        VectorActivations.sigmoid(v, from, to);
    }

    @Override
    public void tanh(float[] v, int from, int to) {
        VectorActivations.tanh(v, from, to);
    }
}
