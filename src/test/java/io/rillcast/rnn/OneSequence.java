package io.rillcast.rnn;

import java.util.Arrays;

/** A batch of one sequence, stretch by stretch. */
final class OneSequence {
    private final SequenceBatch batch;
    private final int outputs;

    OneSequence(Parameters weights, int capacity) {
        this.batch = new SequenceBatch(weights, 1, capacity);
        this.outputs = weights.shape().outputs();
    }

    void forward(float[] state, float[][] x, int from, int count) {
        batch.begin(count);
        for (int t = 0; t < count; t++) {
            batch.input(t, 0, x[from + t]);
        }
        batch.forward(state);
    }

    float[] output(int step) {
        int offset = batch.outputOffset(step, 0);
        return Arrays.copyOfRange(batch.outputs(), offset, offset + outputs);
    }

    void gradOutput(int step, float... gradient) {
        System.arraycopy(gradient, 0, batch.gradOutputs(), batch.outputOffset(step, 0), outputs);
    }

    void backward(Parameters gradients, float[] gradState) {
        batch.backward(gradients, gradState);
    }

    void gradInput(float[] out, int step) {
        batch.gradInput(out, step, 0);
    }
}
