package io.rillcast.training;

import io.rillcast.rnn.Loss;
import io.rillcast.rnn.Network;
import io.rillcast.rnn.SequenceBatch;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The loss of a network over whole sequences, without any training. */
final class MeanLoss {
    /** Enough for products of matrices to pay, and few enough to stay in a near cache. */
    private static final int SLOTS = 32;

    /** Longer sequences go through in parts of this length, with the state carried. */
    private static final int PART = 64;

    private MeanLoss() {}

    /**
     * The mean over the targets of all sequences, each run from a hidden state of zeros; its batches change no bit of what
     * the network puts out.
     *
     * @param stop asked for each part of a batch
     * @return NaN if there is no target, or it was told to stop
     */
    static double of(Network network, Loss loss, List<TrainingSequence> sequences, BooleanSupplier stop) {
        int longest =
                sequences.stream().mapToInt(TrainingSequence::length).max().orElse(1);
        // Both directions see a sequence whole or not at all.
        int part = network.shape().directions() > 1 ? longest : Math.min(PART, longest);
        int slots = Math.max(1, Math.min(SLOTS, sequences.size()));
        SequenceBatch passes = new SequenceBatch(network.parameters(), slots, part);
        Stretch stretch = new Stretch(passes, slots, loss);
        float[] states = new float[slots * network.shape().stateLength()];
        double sum = 0;
        long targets = 0;
        for (int first = 0; first < sequences.size(); first += slots) {
            List<TrainingSequence> batch = sequences.subList(first, Math.min(first + slots, sequences.size()));
            int length = batch.stream().mapToInt(TrainingSequence::length).max().orElse(0);
            Arrays.fill(states, 0f);
            for (int from = 0; from < length; from += part) {
                if (stop.getAsBoolean()) {
                    return Double.NaN;
                }
                stretch.load(batch, from, Math.min(from + part, length));
                passes.forward(states);
                sum += stretch.loss();
            }
            targets += batch.stream().mapToLong(TrainingSequence::targetCount).sum();
        }
        return targets == 0 ? Double.NaN : sum / targets;
    }
}
