package io.rillcast.rnn;

/**
 * Long short-term memory: i, f, o = s(p + q); g = tanh(p_g + q_g); c' = f c + i g; h' = o tanh(c'). The gates stand in
 * PyTorch's order i, f, g, o; the state is h, then c.
 */
final class LstmCell implements Cell {
    private final int hidden;

    /** A cell of H units. */
    LstmCell(int hidden) {
        this.hidden = hidden;
    }

    @Override
    public int parts() {
        return 2 * hidden;
    }

    @Override
    public boolean hasOwnHiddenGradient() {
        return false;
    }

    /** As in the interface; what is left in the first H of hiddenGates is tanh(c'). */
    @Override
    public void forward(float[] gates, float[] hiddenGates, int offset, float[] states, int before, int after) {
        int forget = offset + hidden;
        int newGate = forget + hidden;
        int output = newGate + hidden;
        for (int i = 0; i < 4 * hidden; i++) {
            gates[offset + i] += hiddenGates[offset + i];
        }
        Kernels.sigmoid(gates, offset, newGate);
        Kernels.tanh(gates, newGate, output);
        Kernels.sigmoid(gates, output, output + hidden);
        int cellBefore = before + hidden;
        int cellAfter = after + hidden;
        for (int i = 0; i < hidden; i++) {
            float c = Math.fma(gates[forget + i], states[cellBefore + i], gates[offset + i] * gates[newGate + i]);
            states[cellAfter + i] = c;
            hiddenGates[offset + i] = c;
        }
        Kernels.tanh(hiddenGates, offset, offset + hidden);
        for (int i = 0; i < hidden; i++) {
            states[after + i] = gates[output + i] * hiddenGates[offset + i];
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
        int forget = offset + hidden;
        int newGate = forget + hidden;
        int output = newGate + hidden;
        int cellBefore = before + hidden;
        int gradCell = gradOffset + hidden;
        for (int k = 0; k < hidden; k++) {
            float i = gates[offset + k];
            float f = gates[forget + k];
            float g = gates[newGate + k];
            float o = gates[output + k];
            float tanhCell = hiddenGates[offset + k];
            float gradHidden = gradState[gradOffset + k];
            float grad = Math.fma(gradHidden * o, 1 - tanhCell * tanhCell, gradState[gradCell + k]);
            gates[offset + k] = grad * g * (i * (1 - i));
            gates[forget + k] = grad * states[cellBefore + k] * (f * (1 - f));
            gates[newGate + k] = grad * i * (1 - g * g);
            gates[output + k] = gradHidden * tanhCell * (o * (1 - o));
            gradState[gradOffset + k] = 0f;
            gradState[gradCell + k] = grad * f;
        }
    }
}
