package io.rillcast.rnn;

import java.util.Arrays;
import java.util.Random;

/**
 * The cross-entropy of one class out of Q, fused with the softmax: the outputs are logits; immutable.
 *
 * <p>The target is the index k of the class. In nats; a character costs nats / ln 2 bits. With m the largest logit, the
 * log of the sum of exponentials is m + log(1 + the others' e^(x - m)), so that nothing overflows and a sure, right
 * answer keeps its digits:
 *
 * <pre>
 * loss = log(sum of e^(x_i - m)) - (x_k - m)
 * g_i  = p_i, less 1 at k
 * </pre>
 *
 * <p>The exponentials are {@link Activations#exp}: a relative error of about 1e-7 in the probabilities.
 */
public final class SoftmaxCrossEntropy implements Loss {
    private final int classes;

    private SoftmaxCrossEntropy(int classes) {
        this.classes = classes;
    }

    /**
     * The loss of so many classes.
     *
     * @throws IllegalArgumentException if there are fewer than 2
     */
    public static SoftmaxCrossEntropy of(int classes) {
        if (classes < 2) {
            throw new IllegalArgumentException("classes must be >= 2: classes=" + classes);
        }
        return new SoftmaxCrossEntropy(classes);
    }

    @Override
    public int outputs() {
        return classes;
    }

    @Override
    public int targets() {
        return 1;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the target is neither NaN nor the index of a class
     */
    @Override
    public double loss(float[] logits, int offset, float[] target) {
        if (Float.isNaN(target[0])) {
            return 0;
        }
        int wanted = requireClass(target[0]);
        int top = top(logits, offset);
        float max = logits[offset + top];
        double others = 0;
        for (int i = 0; i < classes; i++) {
            others += i == top ? 0 : Activations.exp(logits[offset + i] - max);
        }
        return StrictMath.log1p(others) + ((double) max - logits[offset + wanted]);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the target is neither NaN nor the index of a class
     */
    @Override
    public double lossWithGradient(float[] gradOutputs, float[] logits, int offset, float[] target, float weight) {
        if (Float.isNaN(target[0])) {
            Arrays.fill(gradOutputs, offset, offset + classes, 0f);
            return 0;
        }
        int wanted = requireClass(target[0]);
        int top = top(logits, offset);
        float max = logits[offset + top];
        double belowTop = 0;
        double besidesWanted = 0;
        for (int i = 0; i < classes; i++) {
            gradOutputs[offset + i] = logits[offset + i] - max;
        }
        Kernels.exp(gradOutputs, offset, offset + classes);
        for (int i = 0; i < classes; i++) {
            float exponential = gradOutputs[offset + i];
            belowTop += i == top ? 0 : exponential;
            besidesWanted += i == wanted ? 0 : exponential;
        }
        double share = weight / (1 + belowTop);
        for (int i = 0; i < classes; i++) {
            gradOutputs[offset + i] = (float) (share * gradOutputs[offset + i]);
        }
        gradOutputs[offset + wanted] = (float) (-share * besidesWanted);
        return StrictMath.log1p(belowTop) + ((double) max - logits[offset + wanted]);
    }

    /**
     * Computes the probabilities of the classes, softmax(logits / temperature).
     *
     * @param out float[Q], written; sums to 1 within rounding
     * @param logits read at [offset, offset + Q)
     * @param temperature > 0: 1 as learned, below it bolder, above it more even; towards 0 all goes to the largest logit
     * @throws IllegalArgumentException if the temperature is not above 0
     */
    public void probabilities(float[] out, float[] logits, int offset, double temperature) {
        if (!(temperature > 0)) {
            throw new IllegalArgumentException("temperature must be > 0: temperature=" + temperature);
        }
        float max = logits[offset + top(logits, offset)];
        double sum = 0;
        for (int i = 0; i < classes; i++) {
            out[i] = Activations.exp((float) (((double) logits[offset + i] - max) / temperature));
            sum += out[i];
        }
        for (int i = 0; i < classes; i++) {
            out[i] = (float) (out[i] / sum);
        }
    }

    /**
     * Draws a class.
     *
     * @param probabilities float[Q], as {@link #probabilities} wrote them
     * @param random one number is drawn from it
     * @return the index of a class, never one of probability 0
     * @throws IllegalArgumentException if the probabilities do not add up to a finite number above 0
     */
    public int sample(float[] probabilities, Random random) {
        double sum = 0;
        for (int i = 0; i < classes; i++) {
            sum += probabilities[i];
        }
        if (!(sum > 0) || Double.isInfinite(sum)) {
            throw new IllegalArgumentException("probabilities must add up to a finite number above 0: sum=" + sum);
        }
        double rest = random.nextDouble() * sum;
        int last = 0;
        for (int i = 0; i < classes; i++) {
            rest -= probabilities[i];
            if (probabilities[i] > 0) {
                last = i;
                if (rest < 0) {
                    break;
                }
            }
        }
        return last;
    }

    private int top(float[] logits, int offset) {
        int top = 0;
        for (int i = 1; i < classes; i++) {
            if (logits[offset + i] > logits[offset + top]) {
                top = i;
            }
        }
        return top;
    }

    private int requireClass(float target) {
        int index = (int) target;
        if (index != target || index < 0 || index >= classes) {
            throw new IllegalArgumentException(
                    "a target must be the index of a class or NaN: target=" + target + ", classes=" + classes);
        }
        return index;
    }
}
