package io.rillcast.rnn;

/**
 * What one layer remembers of a forward pass for the backward pass; scratch, owned by its {@link GruBackpropagation}.
 *
 * <p>Sizes are for the longest sequence, T steps.
 */
final class LayerTrace {
    /** float[T+1][H]: the state before the first step, then after each. */
    final float[][] hidden;
    /** float[T][3H]: r, z, n of each step. */
    final float[][] gates;
    /** float[T][3H]: U h + b' of each step. */
    final float[][] hiddenGates;
    /** float[T][3H]: the loss's gradient with respect to W x + b of each step. */
    final float[][] gradInputGates;
    /** float[T][3H]: the loss's gradient with respect to U h + b' of each step. */
    final float[][] gradHiddenGates;
    /** float[3H][D]: the input weights, one row a gate. */
    final float[][] inputWeights;
    /** float[3H][H]: the hidden weights, one row a gate. */
    final float[][] hiddenWeights;
    /** float[D][T]: one row an input, one column a step. */
    final float[][] inputColumns;
    /** float[H][T]: one row a unit, one column a step: the state before it. */
    final float[][] hiddenColumns;

    /** Room for a number of steps of a layer. */
    LayerTrace(GruCell cell, int steps) {
        int width = 3 * cell.hidden;
        int inputs = cell.inputRows.length;
        this.hidden = new float[steps + 1][cell.hidden];
        this.gates = new float[steps][width];
        this.hiddenGates = new float[steps][width];
        this.gradInputGates = new float[steps][width];
        this.gradHiddenGates = new float[steps][width];
        this.inputWeights = new float[width][inputs];
        this.hiddenWeights = new float[width][cell.hidden];
        this.inputColumns = new float[inputs][steps];
        this.hiddenColumns = new float[cell.hidden][steps];
    }

    /** Takes over a layer's weights, one row a gate, for the backward products. */
    void refresh(GruCell cell) {
        Kernels.transpose(inputWeights, cell.inputRows, cell.inputRows.length);
        Kernels.transpose(hiddenWeights, cell.hiddenRows, cell.hidden);
    }

    /**
     * Goes back through the steps and writes the gradients with respect to the gates' inputs.
     *
     * @param gradAbove float[T][H]: the loss's gradient with respect to each state, other than through the next step
     * @param gradHiddenInPlace float[H]: in, with respect to the last state through later steps; out, to the state
     *     before the first step
     * @param steps how many steps
     */
    void backThroughTime(float[][] gradAbove, float[] gradHiddenInPlace, int steps) {
        for (int t = steps - 1; t >= 0; t--) {
            float[] above = gradAbove[t];
            for (int i = 0; i < gradHiddenInPlace.length; i++) {
                gradHiddenInPlace[i] += above[i];
            }
            GruCell.backStep(
                    gradInputGates[t], gradHiddenGates[t], gradHiddenInPlace, gates[t], hiddenGates[t], hidden[t]);
            Kernels.addScaledRows(gradHiddenInPlace, gradHiddenGates[t], hiddenWeights, hiddenWeights.length);
        }
    }

    /**
     * Adds the gradients of the weights over all steps.
     *
     * @param gradients the layer's gradients, added to
     * @param inputs float[T][D]
     * @param steps how many steps
     */
    void addWeightGradients(GruCell gradients, float[][] inputs, int steps) {
        Kernels.transpose(inputColumns, inputs, steps);
        for (int i = 0; i < inputColumns.length; i++) {
            Kernels.addScaledRows(gradients.inputRows[i], inputColumns[i], gradInputGates, steps);
        }
        Kernels.transpose(hiddenColumns, hidden, steps);
        for (int i = 0; i < hiddenColumns.length; i++) {
            Kernels.addScaledRows(gradients.hiddenRows[i], hiddenColumns[i], gradHiddenGates, steps);
        }
        Kernels.addRows(gradients.inputBias, gradInputGates, steps);
        Kernels.addRows(gradients.hiddenBias, gradHiddenGates, steps);
    }
}
