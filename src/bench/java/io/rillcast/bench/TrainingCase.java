package io.rillcast.bench;

import io.rillcast.rnn.NetworkShape;
import io.rillcast.rnn.Tensor;
import java.util.Map;
import java.util.Random;

/**
 * What all implementations of one optimiser step are measured with: a chunk of 64 steps of a batch of sequences, five
 * quantiles, AdamW; immutable.
 */
public final class TrainingCase {
    /** T, the truncation length. */
    public static final int STEPS = 64;

    /** The constant learning rate. */
    public static final double RATE = 1e-3;

    /** AdamW's. */
    public static final double WEIGHT_DECAY = 1e-2;

    /** The longest gradient. */
    public static final double MAX_NORM = 1;

    /** H. */
    public final int hidden;

    /** B, the sequences of a batch. */
    public final int batch;

    /** float[T][B][D]: the inputs, uniform in +-1.5, a view. */
    public final float[][][] inputs;

    /** float[T][B]: the targets, a function of the inputs and noise, a view. */
    public final float[][] targets;

    /** The case of a hidden size: batches of 32, and of 64 at 128 units. */
    public TrainingCase(int hidden) {
        this.hidden = hidden;
        this.batch = hidden == 128 ? 64 : 32;
        this.inputs = new float[STEPS][batch][StepCase.INPUTS];
        this.targets = new float[STEPS][batch];
        Random random = new Random(2);
        for (int t = 0; t < STEPS; t++) {
            for (int slot = 0; slot < batch; slot++) {
                for (int i = 0; i < StepCase.INPUTS; i++) {
                    inputs[t][slot][i] = 3 * random.nextFloat() - 1.5f;
                }
                targets[t][slot] = inputs[t][slot][0] - inputs[Math.max(0, t - 3)][slot][1] + random.nextFloat();
            }
        }
    }

    /** The levels of the outputs' quantiles. */
    public static double[] levels() {
        return new double[] {0.05, 0.25, 0.5, 0.75, 0.95};
    }

    /** The network's sizes. */
    public NetworkShape shape() {
        return StepCase.shape(hidden);
    }

    /** The weights to start from, under PyTorch's names. */
    public Map<String, Tensor> weights() {
        return StepCase.weights(hidden);
    }
}
