package io.rillcast.rnn;

import java.util.Arrays;

/**
 * The pinball loss of one output per quantile level, without the factor 2, as the mean over the levels; immutable.
 *
 * <p>At level l, with target y and output q: l (y - q) if y &gt; q, else (1 - l) (q - y). A target that is NaN is
 * masked: it costs nothing and gives no gradient; an output that is NaN gives NaN. Where y = q the gradient is the
 * middle 1/2 - l of the possible ones, as in PyTorch's {@code maximum}.
 */
public final class PinballLoss implements Loss {
    private final float[] levels;

    private PinballLoss(float[] levels) {
        this.levels = levels;
    }

    /**
     * The loss at these levels.
     *
     * @param levels probabilities in (0, 1), strictly increasing, one an output
     * @throws IllegalArgumentException if there are none or they break these rules
     */
    public static PinballLoss of(double... levels) {
        float[] copy = new float[levels.length];
        double below = 0;
        for (int i = 0; i < levels.length; i++) {
            if (!(levels[i] > below) || !(levels[i] < 1)) {
                throw new IllegalArgumentException(
                        "levels must increase strictly within (0, 1): levels=" + Arrays.toString(levels));
            }
            below = levels[i];
            copy[i] = (float) levels[i];
        }
        if (levels.length == 0) {
            throw new IllegalArgumentException("there must be at least one level: levels=[]");
        }
        return new PinballLoss(copy);
    }

    @Override
    public int outputs() {
        return levels.length;
    }

    @Override
    public int targets() {
        return 1;
    }

    @Override
    public double loss(float[] outputs, int offset, float[] target) {
        if (Float.isNaN(target[0])) {
            return 0;
        }
        double sum = 0;
        for (int i = 0; i < levels.length; i++) {
            double above = (double) target[0] - outputs[offset + i];
            sum += above > 0 ? levels[i] * above : (levels[i] - 1.0) * above;
        }
        return sum / levels.length;
    }

    @Override
    public double lossWithGradient(float[] gradOutputs, float[] outputs, int offset, float[] target, float weight) {
        if (Float.isNaN(target[0])) {
            Arrays.fill(gradOutputs, offset, offset + levels.length, 0f);
            return 0;
        }
        float share = weight / levels.length;
        for (int i = 0; i < levels.length; i++) {
            float above = target[0] - outputs[offset + i];
            // At a tie the difference adds nothing; from an output that is NaN it hands the NaN on.
            float side = above > 0 ? 0f : above < 0 ? 1f : 0.5f + above;
            gradOutputs[offset + i] = share * (side - levels[i]);
        }
        return loss(outputs, offset, target);
    }
}
