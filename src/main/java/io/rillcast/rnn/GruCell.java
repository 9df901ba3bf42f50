package io.rillcast.rnn;

/**
 * The weights of one GRU layer in kernel layout, one row per input, and what one step computes with them.
 *
 * <p>The equations stand in the package's description. An instance holds weights or, in the same places, gradients.
 * Owned by the {@link Parameters} that it is part of.
 */
final class GruCell {
    final int hidden;
    /** float[D][3H]. */
    final float[][] inputRows;
    /** float[H][3H]. */
    final float[][] hiddenRows;
    /** float[3H]. */
    final float[] inputBias;
    /** float[3H]. */
    final float[] hiddenBias;

    /** A cell of zeros with D inputs and H hidden units. */
    GruCell(int inputs, int hidden) {
        this.hidden = hidden;
        this.inputRows = new float[inputs][3 * hidden];
        this.hiddenRows = new float[hidden][3 * hidden];
        this.inputBias = new float[3 * hidden];
        this.hiddenBias = new float[3 * hidden];
    }

    /**
     * Computes the next hidden state.
     *
     * @param hiddenAfter float[H], written; not the same array as hiddenBefore
     * @param gates float[3H], written: r, z, n
     * @param hiddenGates float[3H], written: the hidden state's share U h + b' of the gates; its last third, which r
     *     multiplies, is needed by the backward pass
     * @param x float[D]
     * @param hiddenBefore float[H]
     */
    void step(float[] hiddenAfter, float[] gates, float[] hiddenGates, float[] x, float[] hiddenBefore) {
        System.arraycopy(inputBias, 0, gates, 0, gates.length);
        Kernels.addScaledRows(gates, x, inputRows, inputRows.length);
        System.arraycopy(hiddenBias, 0, hiddenGates, 0, hiddenGates.length);
        Kernels.addScaledRows(hiddenGates, hiddenBefore, hiddenRows, hidden);
        int newGate = 2 * hidden;
        for (int i = 0; i < newGate; i++) {
            gates[i] = Activations.sigmoid(gates[i] + hiddenGates[i]);
        }
        for (int i = 0; i < hidden; i++) {
            gates[newGate + i] = Activations.tanh(Math.fma(gates[i], hiddenGates[newGate + i], gates[newGate + i]));
        }
        for (int i = 0; i < hidden; i++) {
            float n = gates[newGate + i];
            hiddenAfter[i] = Math.fma(gates[hidden + i], hiddenBefore[i] - n, n);
        }
    }

    /**
     * Computes the gradients with respect to the gates' inputs, and the direct part of that to the state before.
     *
     * @param gradInputGates float[3H], written: with respect to W x + b
     * @param gradHiddenGates float[3H], written: with respect to U h + b'
     * @param gradHiddenInPlace float[H]: in, with respect to the state after; out, the part z gradHidden that reaches
     *     the state before without passing the gates
     * @param gates float[3H] as {@link #step} wrote them
     * @param hiddenGates float[3H] as {@link #step} wrote them
     * @param hiddenBefore float[H]
     */
    static void backStep(
            float[] gradInputGates,
            float[] gradHiddenGates,
            float[] gradHiddenInPlace,
            float[] gates,
            float[] hiddenGates,
            float[] hiddenBefore) {
        int hidden = hiddenBefore.length;
        int newGate = 2 * hidden;
        for (int i = 0; i < hidden; i++) {
            float r = gates[i];
            float z = gates[hidden + i];
            float n = gates[newGate + i];
            float gradHidden = gradHiddenInPlace[i];
            float gradNew = gradHidden * (1 - z) * (1 - n * n);
            float gradReset = gradNew * hiddenGates[newGate + i] * (r * (1 - r));
            float gradUpdate = gradHidden * (hiddenBefore[i] - n) * (z * (1 - z));
            gradInputGates[i] = gradReset;
            gradInputGates[hidden + i] = gradUpdate;
            gradInputGates[newGate + i] = gradNew;
            gradHiddenGates[i] = gradReset;
            gradHiddenGates[hidden + i] = gradUpdate;
            gradHiddenGates[newGate + i] = gradNew * r;
            gradHiddenInPlace[i] = gradHidden * z;
        }
    }
}
