package io.rillcast.rnn;

/** The gated recurrent unit in PyTorch's variant: r, z = s(p + q); n = tanh(p_n + r q_n); h' = (1 - z) n + z h. */
final class GruCell implements Cell {
    private final int hidden;

    /** A cell of H units. */
    GruCell(int hidden) {
        this.hidden = hidden;
    }

    @Override
    public int parts() {
        return hidden;
    }

    @Override
    public boolean hasOwnHiddenGradient() {
        return true;
    }

    @Override
    public void forward(float[] gates, float[] hiddenGates, int offset, float[] states, int before, int after) {
        int update = offset + hidden;
        int newGate = update + hidden;
        for (int i = 0; i < 2 * hidden; i++) {
            gates[offset + i] += hiddenGates[offset + i];
        }
        Kernels.sigmoid(gates, offset, newGate);
        for (int i = 0; i < hidden; i++) {
            gates[newGate + i] = Math.fma(gates[offset + i], hiddenGates[newGate + i], gates[newGate + i]);
        }
        Kernels.tanh(gates, newGate, newGate + hidden);
        for (int i = 0; i < hidden; i++) {
            float n = gates[newGate + i];
            states[after + i] = Math.fma(gates[update + i], states[before + i] - n, n);
        }
    }

    @Override
    public void backward(
            float[] gates,
            float[] hiddenGates,
            int offset,
            float[] states,
            int before,
            float[] gradState,
            int gradOffset) {
        int update = offset + hidden;
        int newGate = update + hidden;
        for (int i = 0; i < hidden; i++) {
            float r = gates[offset + i];
            float z = gates[update + i];
            float n = gates[newGate + i];
            float gradHidden = gradState[gradOffset + i];
            float gradNew = gradHidden * (1 - z) * (1 - n * n);
            float gradReset = gradNew * hiddenGates[newGate + i] * (r * (1 - r));
            float gradUpdate = gradHidden * (states[before + i] - n) * (z * (1 - z));
            gates[offset + i] = gradReset;
            gates[update + i] = gradUpdate;
            gates[newGate + i] = gradNew;
            hiddenGates[offset + i] = gradReset;
            hiddenGates[update + i] = gradUpdate;
            hiddenGates[newGate + i] = gradNew * r;
            gradState[gradOffset + i] = gradHidden * z;
        }
    }
}
