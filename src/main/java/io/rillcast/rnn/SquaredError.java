package io.rillcast.rnn;

import java.util.Arrays;

/**
 * The squared error of Q outputs, each with its own target: the mean over Q of (y - t)^2, without a factor 1/2, as
 * PyTorch's {@code MSELoss}; immutable.
 *
 * <p>Gradient: 2 (y - t) / Q.
 */
public final class SquaredError implements Loss {
    private final int outputs;

    private SquaredError(int outputs) {
        this.outputs = outputs;
    }

    /**
     * The loss of so many outputs.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static SquaredError of(int outputs) {
        if (outputs < 1) {
            throw new IllegalArgumentException("outputs must be >= 1: outputs=" + outputs);
        }
        return new SquaredError(outputs);
    }

    @Override
    public int outputs() {
        return outputs;
    }

    @Override
    public int targets() {
        return outputs;
    }

    @Override
    public double loss(float[] outputValues, int offset, float[] target) {
        if (Float.isNaN(target[0])) {
            return 0;
        }
        double sum = 0;
        for (int i = 0; i < outputs; i++) {
            double error = (double) outputValues[offset + i] - target[i];
            sum += error * error;
        }
        return sum / outputs;
    }

    @Override
    public double lossWithGradient(
            float[] gradOutputs, float[] outputValues, int offset, float[] target, float weight) {
        if (Float.isNaN(target[0])) {
            Arrays.fill(gradOutputs, offset, offset + outputs, 0f);
            return 0;
        }
        double share = 2.0 * weight / outputs;
        for (int i = 0; i < outputs; i++) {
            gradOutputs[offset + i] = SmoothMath.toFloat(share * ((double) outputValues[offset + i] - target[i]));
        }
        return loss(outputValues, offset, target);
    }
}
