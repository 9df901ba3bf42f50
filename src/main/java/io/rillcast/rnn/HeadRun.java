package io.rillcast.rnn;

import java.util.Arrays;

/** The head over all rows of a batch, there and back; scratch, owned by its {@link SequenceBatch}. */
final class HeadRun {
    private final LinearHead head;
    /** float[rows][stride]. */
    final float[] outputs;
    /** float[rows][stride]. */
    final float[] gradOutputs;
    /** float[Q][directions * H]: the weights transposed. */
    private final float[] columns;
    /** float[Q][D]: the skip connection's. */
    private final float[] skipColumns;

    private int rows;
    private final Matrix out = new Matrix();
    private final Matrix left = new Matrix();
    private final Matrix right = new Matrix();

    /** Room for rows. */
    HeadRun(LinearHead head, int capacityRows) {
        this.head = head;
        this.outputs = new float[capacityRows * head.stride];
        this.gradOutputs = new float[capacityRows * head.stride];
        this.columns = new float[head.outputs * head.inputs];
        this.skipColumns = new float[head.outputs * head.skipInputs];
    }

    /** Takes over changed weights for the backward product. */
    void refresh() {
        Kernels.transpose(columns, head.weight, head.inputs, head.outputs, head.stride);
        Kernels.transpose(skipColumns, head.skip, head.skipInputs, head.outputs, head.stride);
    }

    /** Starts with so many rows, all gradients zero. */
    void begin(int rowCount) {
        rows = rowCount;
        Arrays.fill(gradOutputs, 0, rows * head.stride, 0f);
    }

    /** Computes the outputs of all rows. */
    void forward(LayerInput top, LayerInput x) {
        for (int row = 0; row < rows; row++) {
            System.arraycopy(head.bias, 0, outputs, offset(row), head.stride);
        }
        top.addProduct(outputs, head.weight, head.stride);
        if (head.skipInputs > 0) {
            x.addProduct(outputs, head.skip, head.stride);
        }
    }

    /**
     * Adds the gradients of the head's weights and computes the one with respect to what it read.
     *
     * @param gradients added to
     * @param gradTop float[rows][directions * H], written
     */
    void backward(LinearHead gradients, float[] gradTop, LayerInput top, LayerInput x) {
        Arrays.fill(gradTop, 0, rows * head.inputs, 0f);
        Kernels.product(
                out.place(gradTop, 0, rows, head.inputs, head.inputs),
                left.place(gradOutputs, 0, rows, head.outputs, head.stride),
                right.place(columns, 0, head.outputs, head.inputs, head.inputs));
        top.addGradient(gradients.weight, gradOutputs, head.stride);
        if (head.skipInputs > 0) {
            x.addGradient(gradients.skip, gradOutputs, head.stride);
        }
        for (int row = 0; row < rows; row++) {
            Kernels.addRow(gradients.bias, 0, gradOutputs, offset(row), head.stride);
        }
    }

    /** Adds the gradient with respect to one row's input through the skip connection, float[D]. */
    void addGradInput(float[] gradInput, int row) {
        if (head.skipInputs > 0) {
            Kernels.product(
                    out.place(gradInput, 0, 1, head.skipInputs),
                    left.place(gradOutputs, offset(row), 1, head.outputs),
                    right.place(skipColumns, 0, head.outputs, head.skipInputs));
        }
    }

    /** Where a row begins. */
    int offset(int row) {
        return row * head.stride;
    }

    /** Sets a row's outputs to zero. */
    void clearOutputs(int row) {
        Arrays.fill(outputs, offset(row), offset(row) + head.outputs, 0f);
    }

    /** Sets the gradient with respect to a row's outputs to zero. */
    void clearGradient(int row) {
        Arrays.fill(gradOutputs, offset(row), offset(row) + head.outputs, 0f);
    }
}
