package io.rillcast.rnn;

import java.util.Arrays;

/**
 * The cross-entropy of Q independent labels, fused with the logistic function: the outputs are logits; immutable.
 *
 * <p>Targets are probabilities, mostly 0 or 1. The mean over the labels, as PyTorch's {@code BCEWithLogitsLoss}, in nats:
 *
 * <pre>
 * loss = max(x, 0) - x t + log(1 + e^-|x|)
 * g_x  = s(x) - t, computed from e^-|x| so that nothing cancels in the tails
 * </pre>
 */
public final class BinaryCrossEntropy implements Loss {
    private final int labels;

    private BinaryCrossEntropy(int labels) {
        this.labels = labels;
    }

    /**
     * The loss of so many labels.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static BinaryCrossEntropy of(int labels) {
        if (labels < 1) {
            throw new IllegalArgumentException("labels must be >= 1: labels=" + labels);
        }
        return new BinaryCrossEntropy(labels);
    }

    @Override
    public int outputs() {
        return labels;
    }

    @Override
    public int targets() {
        return labels;
    }

    @Override
    public double loss(float[] outputs, int offset, float[] target) {
        if (Float.isNaN(target[0])) {
            return 0;
        }
        double sum = 0;
        for (int i = 0; i < labels; i++) {
            double logit = outputs[offset + i];
            // The tails first: max(x, 0) - x t in one product, exactly 0 where the label is met.
            double missed = logit >= 0 ? logit * (1.0 - target[i]) : -logit * target[i];
            sum += missed + StrictMath.log1p(StrictMath.exp(-Math.abs(logit)));
        }
        return sum / labels;
    }

    @Override
    public double lossWithGradient(float[] gradOutputs, float[] outputs, int offset, float[] target, float weight) {
        if (Float.isNaN(target[0])) {
            Arrays.fill(gradOutputs, offset, offset + labels, 0f);
            return 0;
        }
        double share = (double) weight / labels;
        for (int i = 0; i < labels; i++) {
            double logit = outputs[offset + i];
            double t = target[i];
            double tail = StrictMath.exp(-Math.abs(logit));
            double over = logit >= 0 ? (1 - t) - t * tail : (1 - t) * tail - t;
            gradOutputs[offset + i] = SmoothMath.toFloat(share * (over / (1 + tail)));
        }
        return loss(outputs, offset, target);
    }
}
