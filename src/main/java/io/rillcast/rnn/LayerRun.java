package io.rillcast.rnn;

import java.util.Arrays;

/**
 * One layer in one direction over a batch of sequences, there and back; scratch, owned by its {@link LayerStack}.
 *
 * <p>Rows are (step, slot) with the slot running fastest: row t * B + b. The state before a step and the one after it
 * lie one block of B apart, so that the states before all steps are one matrix, and those after them too, in either
 * direction of time.
 */
final class LayerRun {
    private final LayerWeights weights;
    private final Cell cell;
    private final boolean reverse;
    private final int slots;
    /** The length of one state: H, or 2H for h and c. */
    private final int parts;

    /** float[T][B][stride]: p, then the gates, then the gradient with respect to p. */
    final float[] gates;
    /** float[T][B][stride]: q, then what the cell keeps of it, then the gradient with respect to q. */
    private final float[] hiddenGates;
    /** float[T+1][B][parts]. */
    private final float[] states;
    /** float[B][parts]. */
    private final float[] gradState;
    /** float[G*H][D]: W transposed. */
    final float[] inputColumns;
    /** float[G*H][H]: U transposed. */
    private final float[] recurrentColumns;

    private final Matrix out = new Matrix();
    private final Matrix left = new Matrix();
    private final Matrix right = new Matrix();

    /** Room for a number of slots and steps. */
    LayerRun(LayerWeights weights, Cell cell, boolean reverse, int slots, int capacity) {
        this.weights = weights;
        this.cell = cell;
        this.reverse = reverse;
        this.slots = slots;
        this.parts = cell.parts();
        this.gates = new float[capacity * slots * weights.stride];
        this.hiddenGates = new float[capacity * slots * weights.stride];
        this.states = new float[(capacity + 1) * slots * parts];
        this.gradState = new float[slots * parts];
        this.inputColumns = new float[weights.gates * weights.inputs];
        this.recurrentColumns = new float[weights.gates * weights.hidden];
    }

    /** Takes over changed weights for the backward products. */
    void refresh() {
        Kernels.transpose(inputColumns, weights.input, weights.inputs, weights.gates, weights.stride);
        Kernels.transpose(recurrentColumns, weights.recurrent, weights.hidden, weights.gates, weights.stride);
    }

    /**
     * Runs the layer.
     *
     * @param x what it reads
     * @param lengths int[B]: a slot's state stays as it is from there on
     * @param steps of the batch
     * @param statesInPlace the network's states, float[B][stateLength]; this run's share begins at {@code share} of each
     * @param share where this run's share of a slot's state begins
     */
    void forward(LayerInput x, int[] lengths, int steps, float[] statesInPlace, int share) {
        int stateLength = statesInPlace.length / slots;
        for (int row = 0; row < steps * slots; row++) {
            System.arraycopy(weights.inputBias, 0, gates, row * weights.stride, weights.stride);
            System.arraycopy(weights.recurrentBias, 0, hiddenGates, row * weights.stride, weights.stride);
        }
        x.addProduct(gates, weights.input, weights.stride);
        int first = reverse ? steps : 0;
        for (int slot = 0; slot < slots; slot++) {
            System.arraycopy(statesInPlace, slot * stateLength + share, states, state(first, slot), parts);
        }
        for (int i = 0; i < steps; i++) {
            step(reverse ? steps - 1 - i : i, lengths);
        }
        int last = reverse ? 0 : steps;
        for (int slot = 0; slot < slots; slot++) {
            System.arraycopy(states, state(last, slot), statesInPlace, slot * stateLength + share, parts);
        }
    }

    private void step(int t, int[] lengths) {
        int before = reverse ? t + 1 : t;
        int after = reverse ? t : t + 1;
        Kernels.product(
                out.place(hiddenGates, t * slots * weights.stride, slots, weights.stride, weights.stride),
                left.place(states, state(before, 0), slots, weights.hidden, parts),
                right.place(weights.recurrent, 0, weights.hidden, weights.stride, weights.stride));
        for (int slot = 0; slot < slots; slot++) {
            if (t < lengths[slot]) {
                int row = (t * slots + slot) * weights.stride;
                cell.forward(gates, hiddenGates, row, states, state(before, slot), state(after, slot));
            } else {
                System.arraycopy(states, state(before, slot), states, state(after, slot), parts);
            }
        }
    }

    /** Copies the states after some of the steps: 0 for those that it began with; forwards in time only. */
    void copyStatesAfter(int count, float[] to, int share) {
        int stateLength = to.length / slots;
        for (int slot = 0; slot < slots; slot++) {
            System.arraycopy(states, state(count, slot), to, slot * stateLength + share, parts);
        }
    }

    /** Copies the hidden states after all steps into rows of another width: joined[row][at .. at + H). */
    void copyOutputs(float[] joined, int width, int at, int steps) {
        int shift = reverse ? 0 : slots;
        for (int row = 0; row < steps * slots; row++) {
            System.arraycopy(states, (row + shift) * parts, joined, row * width + at, weights.hidden);
        }
    }

    /**
     * Goes back through the steps, to the gradients with respect to p and q of every row.
     *
     * @param gradOutputs float[T][B][width], of each row [at, at + H): in, the loss's gradient with respect to each
     *     hidden state other than through the next step; out, the whole gradient with respect to it
     * @param width of a row
     * @param at where this direction's share of a row begins
     * @param lengths int[B], as in the forward pass
     * @param steps of the batch
     */
    void backward(float[] gradOutputs, int width, int at, int[] lengths, int steps) {
        float[] gradHiddenGates = cell.hasOwnHiddenGradient() ? hiddenGates : gates;
        for (int i = 0; i < steps; i++) {
            int t = reverse ? i : steps - 1 - i;
            int before = reverse ? t + 1 : t;
            for (int slot = 0; slot < slots; slot++) {
                int row = t * slots + slot;
                if (t < lengths[slot]) {
                    addAndKeep(gradState, slot * parts, gradOutputs, row * width + at);
                    cell.backward(
                            gates,
                            hiddenGates,
                            row * weights.stride,
                            states,
                            state(before, slot),
                            gradState,
                            slot * parts);
                } else {
                    Arrays.fill(gates, row * weights.stride, (row + 1) * weights.stride, 0f);
                    Arrays.fill(hiddenGates, row * weights.stride, (row + 1) * weights.stride, 0f);
                }
            }
            Kernels.product(
                    out.place(gradState, 0, slots, weights.hidden, parts),
                    left.place(gradHiddenGates, t * slots * weights.stride, slots, weights.gates, weights.stride),
                    right.place(recurrentColumns, 0, weights.gates, weights.hidden, weights.hidden));
        }
    }

    private void addAndKeep(float[] sum, int sumOffset, float[] kept, int keptOffset) {
        for (int i = 0; i < weights.hidden; i++) {
            float total = sum[sumOffset + i] + kept[keptOffset + i];
            sum[sumOffset + i] = total;
            kept[keptOffset + i] = total;
        }
    }

    /** Takes this run's share of the gradient with respect to the last states. */
    void loadGradStates(float[] gradStates, int share) {
        int stateLength = gradStates.length / slots;
        for (int slot = 0; slot < slots; slot++) {
            System.arraycopy(gradStates, slot * stateLength + share, gradState, slot * parts, parts);
        }
    }

    /** Hands out this run's share of the gradient with respect to the initial states. */
    void storeGradStates(float[] gradStates, int share) {
        int stateLength = gradStates.length / slots;
        for (int slot = 0; slot < slots; slot++) {
            System.arraycopy(gradState, slot * parts, gradStates, slot * stateLength + share, parts);
        }
    }

    /** Adds the gradients of the weights over all rows, after {@link #backward}. */
    void addWeightGradients(LayerWeights gradients, LayerInput x, int steps) {
        int rows = steps * slots;
        float[] gradHiddenGates = cell.hasOwnHiddenGradient() ? hiddenGates : gates;
        x.addGradient(gradients.input, gates, weights.stride);
        Kernels.product(
                out.place(gradients.recurrent, 0, weights.hidden, weights.stride, weights.stride),
                left.place(states, state(reverse ? 1 : 0, 0), rows, weights.hidden, parts)
                        .transpose(),
                right.place(gradHiddenGates, 0, rows, weights.stride, weights.stride));
        for (int row = 0; row < rows; row++) {
            Kernels.addRow(gradients.inputBias, 0, gates, row * weights.stride, weights.stride);
            Kernels.addRow(gradients.recurrentBias, 0, gradHiddenGates, row * weights.stride, weights.stride);
        }
    }

    /** Adds the gradient with respect to what the layer read: gradBelow[row] += W^T g_p. */
    void addGradBelow(float[] gradBelow, int steps) {
        int rows = steps * slots;
        Kernels.product(
                out.place(gradBelow, 0, rows, weights.inputs, weights.inputs),
                left.place(gates, 0, rows, weights.gates, weights.stride),
                right.place(inputColumns, 0, weights.gates, weights.inputs, weights.inputs));
    }

    /** Adds the gradient with respect to one row's input, float[D]. */
    void addGradInput(float[] gradInput, int row) {
        Kernels.product(
                out.place(gradInput, 0, 1, weights.inputs),
                left.place(gates, row * weights.stride, 1, weights.gates),
                right.place(inputColumns, 0, weights.gates, weights.inputs));
    }

    private int state(int block, int slot) {
        return (block * slots + slot) * parts;
    }
}
