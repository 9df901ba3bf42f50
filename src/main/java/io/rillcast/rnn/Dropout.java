package io.rillcast.rnn;

import java.util.Random;

/** Which values between the layers are dropped in one pass; scratch, owned by its {@link LayerStack}. */
final class Dropout {
    private float rate;
    /** Whether the last forward pass dropped anything, so that its backward pass does the same whatever is set since. */
    private boolean isDrawn;

    private Random random = new Random(0);
    /** float[L-1][rows * width]: 0 or 1 / (1 - rate), layer behind layer. */
    private float[] factors = new float[0];

    /** Sets the rate, [0, 1), and where the choices come from, for so many values in all. */
    void set(float newRate, Random newRandom, int valueCount) {
        if (!(newRate >= 0 && newRate < 1)) {
            throw new IllegalArgumentException("dropout must be at least 0 and below 1: rate=" + newRate);
        }
        rate = newRate;
        random = newRandom;
        if (rate > 0 && factors.length < valueCount) {
            factors = new float[valueCount];
        }
    }

    /** Draws a layer's choices and multiplies its outputs by them. */
    void drawAndApply(float[] values, int layer, int count) {
        isDrawn = rate > 0;
        if (!isDrawn) {
            return;
        }
        float kept = 1 / (1 - rate);
        for (int i = 0; i < count; i++) {
            factors[layer * count + i] = random.nextFloat() < rate ? 0f : kept;
        }
        apply(values, layer, count);
    }

    /** Multiplies by a layer's choices, outputs or their gradients. */
    void apply(float[] values, int layer, int count) {
        if (!isDrawn) {
            return;
        }
        for (int i = 0; i < count; i++) {
            values[i] *= factors[layer * count + i];
        }
    }
}
