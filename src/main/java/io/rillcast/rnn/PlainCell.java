package io.rillcast.rnn;

import java.util.Arrays;

/** The plain recurrent unit: h' = f(p + q), with f the hyperbolic tangent or the rectifier. */
final class PlainCell implements Cell {
    private final int hidden;
    private final boolean rectified;

    /** A cell of H units. */
    PlainCell(int hidden, boolean rectified) {
        this.hidden = hidden;
        this.rectified = rectified;
    }

    @Override
    public int parts() {
        return hidden;
    }

    @Override
    public boolean hasOwnHiddenGradient() {
        return false;
    }

    @Override
    public void forward(float[] gates, float[] hiddenGates, int offset, float[] states, int before, int after) {
        for (int i = 0; i < hidden; i++) {
            gates[offset + i] += hiddenGates[offset + i];
        }
        if (rectified) {
            for (int i = 0; i < hidden; i++) {
                gates[offset + i] = Math.max(0f, gates[offset + i]);
            }
        } else {
            Kernels.tanh(gates, offset, offset + hidden);
        }
        System.arraycopy(gates, offset, states, after, hidden);
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
        for (int i = 0; i < hidden; i++) {
            float h = gates[offset + i];
            // At 0 the rectifier's slope is taken as 0, as PyTorch does.
            float slope = rectified ? (h > 0 ? 1f : 0f) : 1 - h * h;
            gates[offset + i] = gradState[gradOffset + i] * slope;
        }
        Arrays.fill(gradState, gradOffset, gradOffset + hidden, 0f);
    }
}
