package io.rillcast.training;

import io.rillcast.rnn.CellKind;
import io.rillcast.rnn.NetworkShape;
import io.rillcast.rnn.RecurrentShape;
import io.rillcast.rnn.SequenceBatch;
import io.rillcast.rnn.SoftmaxCrossEntropy;
import java.util.Random;

/**
 * The task of long lags: a symbol at the first step, noise at all others, and at the last step the first symbol is asked
 * for. Whoever answers must have kept it for {@code length - 1} steps. Immutable but for its random numbers, owned by one
 * thread.
 *
 * <p>Source: the noise-free twin of the tasks in Hochreiter and Schmidhuber, "Long Short-Term Memory" (1997), section 5.
 */
final class RecallTask {
    /** Symbols to remember; chance answers one of them right. */
    static final int SYMBOLS = 8;

    /** Symbols of the noise. */
    static final int NOISE = 2;

    private final int length;
    private final Random random;
    private final SoftmaxCrossEntropy loss = SoftmaxCrossEntropy.of(SYMBOLS);
    private final float[] target = new float[1];

    /** Sequences of a length, drawn by these random numbers. */
    RecallTask(int length, Random random) {
        this.length = length;
        this.random = random;
    }

    /**
     * What a batch of sequences came to.
     *
     * @param loss mean over the sequences, in nats
     * @param accuracy share of the sequences whose likeliest symbol was the right one
     */
    record Answers(double loss, double accuracy) {}

    /** A network for it: one layer, no skip connection. */
    static NetworkShape shape(CellKind cell, int hidden) {
        return new NetworkShape(new RecurrentShape(cell, SYMBOLS + NOISE, hidden, 1, false), SYMBOLS, false);
    }

    /** Draws a new sequence for each slot, runs them from states of zeros, and writes the mean loss's gradient. */
    Answers run(SequenceBatch batch, int slots, int stateLength) {
        int[] first = new int[slots];
        batch.begin(length);
        for (int slot = 0; slot < slots; slot++) {
            first[slot] = random.nextInt(SYMBOLS);
            batch.input(0, slot, first[slot]);
            for (int t = 1; t < length; t++) {
                batch.input(t, slot, SYMBOLS + random.nextInt(NOISE));
            }
        }
        batch.forward(new float[slots * stateLength]);
        double sum = 0;
        int right = 0;
        for (int slot = 0; slot < slots; slot++) {
            int at = batch.outputOffset(length - 1, slot);
            target[0] = first[slot];
            sum += loss.lossWithGradient(batch.gradOutputs(), batch.outputs(), at, target, 1f / slots);
            right += likeliest(batch.outputs(), at) == first[slot] ? 1 : 0;
        }
        return new Answers(sum / slots, (double) right / slots);
    }

    private static int likeliest(float[] outputs, int at) {
        int likeliest = 0;
        for (int k = 1; k < SYMBOLS; k++) {
            likeliest = outputs[at + k] > outputs[at + likeliest] ? k : likeliest;
        }
        return likeliest;
    }
}
