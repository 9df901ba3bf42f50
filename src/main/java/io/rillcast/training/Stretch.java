package io.rillcast.training;

import io.rillcast.rnn.Loss;
import io.rillcast.rnn.SequenceBatch;
import java.util.List;

/**
 * Some steps of a batch of sequences as a {@link SequenceBatch} runs them, and their loss; mutable, owned by one trainer.
 *
 * <p>A sequence that ends within the stretch is shorter in its slot, and one that ended before it, or a slot without a
 * sequence, has no steps: it changes neither loss nor gradient.
 */
final class Stretch {
    private final SequenceBatch passes;
    private final int slots;
    private final Loss loss;

    private List<TrainingSequence> sequences = List.of();
    private int begin;
    private int end;

    Stretch(SequenceBatch passes, int slots, Loss loss) {
        this.passes = passes;
        this.slots = slots;
        this.loss = loss;
    }

    /**
     * Fills the batch with the inputs of some steps.
     *
     * @param batch at most one a slot
     * @param from the first step
     * @param to the step after the last, at most the length of the longest sequence
     */
    void load(List<TrainingSequence> batch, int from, int to) {
        sequences = batch;
        begin = from;
        end = to;
        passes.begin(to - from);
        for (int slot = 0; slot < slots; slot++) {
            int until = slot < batch.size() ? until(slot) : from;
            passes.length(slot, Math.max(0, until - from));
            for (int t = from; t < until; t++) {
                passes.input(t - from, slot, batch.get(slot).inputs()[t]);
            }
        }
    }

    /** How many targets there are from a step on. */
    int targets(int scoredFrom) {
        int count = 0;
        for (int slot = 0; slot < sequences.size(); slot++) {
            for (int t = scoredFrom; t < until(slot); t++) {
                count += Float.isNaN(sequences.get(slot).target(t)[0]) ? 0 : 1;
            }
        }
        return count;
    }

    /** The sum of the losses after the forward pass. */
    double loss() {
        double sum = 0;
        for (int slot = 0; slot < sequences.size(); slot++) {
            for (int t = begin; t < until(slot); t++) {
                sum += loss.loss(
                        passes.outputs(),
                        passes.outputOffset(t - begin, slot),
                        sequences.get(slot).target(t));
            }
        }
        return sum;
    }

    /**
     * Writes the gradient of the losses from a step on, after the forward pass and before the backward pass.
     *
     * @param weight of each loss
     * @return the sum of the losses, without the weight
     */
    double writeGradients(int scoredFrom, float weight) {
        double sum = 0;
        for (int slot = 0; slot < sequences.size(); slot++) {
            for (int t = scoredFrom; t < until(slot); t++) {
                sum += loss.lossWithGradient(
                        passes.gradOutputs(),
                        passes.outputs(),
                        passes.outputOffset(t - begin, slot),
                        sequences.get(slot).target(t),
                        weight);
            }
        }
        return sum;
    }

    private int until(int slot) {
        return Math.min(end, sequences.get(slot).length());
    }
}
