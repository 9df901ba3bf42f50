package io.rillcast.rnn;

import java.util.Arrays;

/**
 * What a layer or the head reads at every row of a batch: dense vectors, or one-hot ones by their index; scratch, owned
 * by its {@link SequenceBatch}.
 *
 * <p>A product with one-hot vectors is a choice of rows: the same bits for a fraction of the work. Room for either form
 * is made when it is first used.
 */
final class LayerInput {
    /** No input: a row of zeros. */
    private static final int NONE = -1;

    private final int width;
    private final int capacityRows;
    private float[] values = new float[0];
    private int[] indices = new int[0];
    private boolean isOneHot;
    private boolean isDense;
    private int rows;

    private final Matrix out = new Matrix();
    private final Matrix left = new Matrix();
    private final Matrix right = new Matrix();

    /** Room for rows of vectors of a width. */
    LayerInput(int width, int capacityRows) {
        this.width = width;
        this.capacityRows = capacityRows;
    }

    /** Starts with so many rows of zeros. */
    void begin(int rowCount) {
        rows = rowCount;
        isOneHot = false;
        isDense = false;
        Arrays.fill(values, 0, Math.min(values.length, rows * width), 0f);
        Arrays.fill(indices, 0, Math.min(indices.length, rows), NONE);
    }

    /** Starts with so many dense rows, float[rows][width], for who fills them whole. */
    float[] beginDense(int rowCount) {
        rows = rowCount;
        isOneHot = false;
        isDense = true;
        return values();
    }

    /** float[rows][width] itself. */
    private float[] values() {
        if (values.length == 0) {
            values = new float[Math.multiplyExact(capacityRows, width)];
        }
        return values;
    }

    /** Sets one row to a vector. */
    void set(int row, float[] x) {
        requireOneForm(isOneHot);
        isDense = true;
        System.arraycopy(x, 0, values(), row * width, width);
    }

    /** Sets one row to a one-hot vector; then all rows of the batch are one-hot or zero. */
    void set(int row, int index) {
        requireOneForm(isDense);
        if (indices.length == 0) {
            indices = new int[capacityRows];
            Arrays.fill(indices, NONE);
        }
        isOneHot = true;
        indices[row] = index;
    }

    private static void requireOneForm(boolean hasOther) {
        if (hasOther) {
            throw new IllegalStateException(
                    "the inputs of a batch must be all by index or all dense; begin another batch for the other form");
        }
    }

    /** Sets one row to zeros. */
    void clear(int row) {
        if (isDense) {
            Arrays.fill(values, row * width, (row + 1) * width, 0f);
        } else if (isOneHot) {
            indices[row] = NONE;
        }
    }

    /** Adds the products with weights, one row an input: target[row] += x[row] weights. */
    void addProduct(float[] target, float[] weights, int stride) {
        if (isOneHot) {
            for (int row = 0; row < rows; row++) {
                if (indices[row] != NONE) {
                    Kernels.addRow(target, row * stride, weights, indices[row] * stride, stride);
                }
            }
            return;
        }
        if (!isDense) {
            return;
        }
        Kernels.product(
                out.place(target, 0, rows, stride, stride),
                left.place(values(), 0, rows, width, width),
                right.place(weights, 0, width, stride, stride));
    }

    /** Adds the gradient of such weights: gradWeights += sum over rows of x[row]^T gradTarget[row]. */
    void addGradient(float[] gradWeights, float[] gradTarget, int stride) {
        if (isOneHot) {
            for (int row = 0; row < rows; row++) {
                if (indices[row] != NONE) {
                    Kernels.addRow(gradWeights, indices[row] * stride, gradTarget, row * stride, stride);
                }
            }
            return;
        }
        if (!isDense) {
            return;
        }
        Kernels.product(
                out.place(gradWeights, 0, width, stride, stride),
                left.place(values(), 0, rows, width, width).transpose(),
                right.place(gradTarget, 0, rows, stride, stride));
    }
}
