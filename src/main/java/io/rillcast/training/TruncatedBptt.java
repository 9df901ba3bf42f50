package io.rillcast.training;

import io.rillcast.rnn.Loss;
import io.rillcast.rnn.Network;
import io.rillcast.rnn.NetworkShape;
import io.rillcast.rnn.Parameters;
import io.rillcast.rnn.SequenceBatch;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;

/**
 * Trains a network on sequences by truncated backpropagation through time; mutable, owned by one trainer thread.
 *
 * <p>A batch of sequences is walked in chunks of k1 steps. Each chunk is one optimiser step: a window that ends with the
 * chunk and begins k2 - k1 steps before it is run from the states that were kept there; the loss is the mean over the
 * chunk's targets, so each target counts once, and the gradient flows back to the window's beginning: the textbook's sum
 * over time steps and sequences, divided by the number of targets. A target thus reaches back k2 - k1 steps at least and
 * k2 - 1 at most. The states where the next window begins are kept from this pass: truncation cuts the gradient, never
 * the state. With k1 = k2 windows are chunks, and nothing is run twice; with k1 at least the longest length the
 * gradient is that of whole sequences.
 *
 * <p>Each sequence starts with states of zeros. A chunk without any target carries the states and is no step. Shorter
 * sequences leave the batch when they end. Batches follow a random order in which every sequence comes once before any
 * comes twice. Equal seeds give equal bits.
 *
 * <p>Source: Williams and Peng, "An efficient gradient-based algorithm for on-line training of recurrent network
 * trajectories" (1990): BPTT(h; h') with h = k2 and h' = k1, except that activations within a window are computed again
 * under the present weights.
 */
final class TruncatedBptt {
    private final Parameters weights;
    private final Parameters gradients;
    private final BpttPlan plan;
    private final List<TrainingSequence> sequences;
    private final Random random;
    private final Optimiser optimiser;
    private final SequenceBatch passes;
    private final Stretch window;

    /** The order in which sequences come, and how many of it came. */
    private final int[] order;

    private int taken;

    /** The sequences of the current batch, the longest of them, and the first step that was in no chunk yet. */
    private final TrainingSequence[] batch;

    private int batchLength;
    private int position;

    /** The states where the next window begins, those that run through it, and the gradient with respect to them. */
    private final float[] keptStates;

    private final float[] states;
    private final float[] gradStates;

    private int chunkTargets;
    private int steps;
    private long sequencesStarted;

    /**
     * A training that has taken no step.
     *
     * @param start the weights to start from, not changed
     * @param loss of the network's outputs
     * @param plan the numbers
     * @param sequences what to train on
     * @param random gives the order of the sequences, and what is dropped out
     * @throws IllegalArgumentException if there is no target in any sequence, the sizes do not fit, or a network of both
     *     directions would not see whole sequences
     */
    TruncatedBptt(Network start, Loss loss, BpttPlan plan, List<TrainingSequence> sequences, Random random) {
        requireTargets(sequences);
        requireSizes(sequences, start.shape(), loss);
        int longest = longest(sequences);
        requireWhole(plan, start.shape(), longest);
        this.weights = start.parameters();
        this.gradients = Parameters.zeros(start.shape());
        this.plan = plan;
        this.sequences = List.copyOf(sequences);
        this.random = random;
        this.optimiser = plan.optimiser().rule().begin(start.shape());
        this.order = new int[sequences.size()];
        Arrays.setAll(order, i -> i);
        this.taken = order.length;
        this.batch = new TrainingSequence[Math.min(plan.batch(), sequences.size())];
        this.passes = new SequenceBatch(weights, batch.length, Math.min(plan.truncationLength(), longest));
        passes.dropout(plan.dropout(), random);
        this.window = new Stretch(passes, batch.length, loss);
        this.keptStates = new float[batch.length * start.shape().stateLength()];
        this.states = new float[keptStates.length];
        this.gradStates = new float[keptStates.length];
    }

    /**
     * What some optimiser steps did.
     *
     * @param steps how many were taken
     * @param skipped how many of them left the weights alone because the gradient was not finite
     * @param targets how many targets they saw
     * @param meanLoss the mean loss over these, each before its step, NaN if there were none
     */
    record Progress(int steps, int skipped, long targets, double meanLoss) {}

    /**
     * Goes on training from where it is.
     *
     * @param moreSteps most optimiser steps to take; fewer if the plan has no more
     * @param stop asked before each chunk; training ends where it says true
     */
    Progress train(int moreSteps, BooleanSupplier stop) {
        int end = (int) Math.min(plan.optimiser().rate().steps(), (long) steps + moreSteps);
        int before = steps;
        int skipped = 0;
        long targets = 0;
        double sum = 0;
        while (steps < end && !stop.getAsBoolean()) {
            if (position >= batchLength) {
                startBatch();
            }
            double chunkSum = runChunk();
            if (chunkTargets > 0) {
                sum += chunkSum;
                targets += chunkTargets;
                skipped += descend() ? 0 : 1;
            }
        }
        return new Progress(steps - before, skipped, targets, targets == 0 ? Double.NaN : sum / targets);
    }

    /** A network of the weights as they are now. */
    Network network() {
        return weights.toNetwork();
    }

    /** How many optimiser steps were taken so far. */
    int steps() {
        return steps;
    }

    /** How often each sequence was begun so far, on average. */
    double epochs() {
        return (double) sequencesStarted / sequences.size();
    }

    private void startBatch() {
        position = 0;
        batchLength = 0;
        for (int slot = 0; slot < batch.length; slot++) {
            if (taken == order.length) {
                shuffle();
            }
            batch[slot] = sequences.get(order[taken++]);
            batchLength = Math.max(batchLength, batch[slot].length());
        }
        Arrays.fill(keptStates, 0f);
        sequencesStarted += batch.length;
    }

    private void shuffle() {
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        taken = 0;
    }

    /** Takes the next chunk, up to its gradient; the sum of its losses. */
    private double runChunk() {
        int reach = plan.truncationLength() - plan.stepsBetweenUpdates();
        int begin = Math.max(0, position - reach);
        int end = (int) Math.min((long) position + plan.stepsBetweenUpdates(), batchLength);
        window.load(Arrays.asList(batch), begin, end);
        System.arraycopy(keptStates, 0, states, 0, states.length);
        passes.forward(states);
        if (end < batchLength) {
            passes.statesAfter(keptStates, Math.max(0, end - reach) - begin);
        }
        chunkTargets = window.targets(position);
        double sum = 0;
        if (chunkTargets > 0) {
            gradients.clear();
            sum = window.writeGradients(position, 1f / chunkTargets);
            Arrays.fill(gradStates, 0f);
            passes.backward(gradients, gradStates);
        }
        position = end;
        return sum;
    }

    private boolean descend() {
        OptimiserPlan optimiserPlan = plan.optimiser();
        double norm = GradientClipping.to(optimiserPlan.bounds(), gradients);
        double rate = optimiserPlan.rate().rate(steps);
        steps++;
        if (!Double.isFinite(norm)) {
            return false;
        }
        optimiser.step(weights, gradients, rate);
        passes.refresh();
        return true;
    }

    private static int longest(List<TrainingSequence> sequences) {
        return sequences.stream().mapToInt(TrainingSequence::length).max().orElse(1);
    }

    private static void requireTargets(List<TrainingSequence> sequences) {
        if (sequences.stream().allMatch(sequence -> sequence.targetCount() == 0)) {
            throw new IllegalArgumentException(
                    "sequences to train on must hold a target: sequences=" + sequences.size());
        }
    }

    private static void requireSizes(List<TrainingSequence> sequences, NetworkShape shape, Loss loss) {
        if (loss.outputs() != shape.outputs()) {
            throw new IllegalArgumentException(
                    "the loss must read all of the network's outputs: loss=" + loss.outputs() + ", network=" + shape);
        }
        for (TrainingSequence sequence : sequences) {
            int inputs = sequence.inputs()[0].length;
            if (inputs != shape.inputs()) {
                throw new IllegalArgumentException(
                        "a sequence must have the network's inputs: inputs=" + inputs + ", network=" + shape);
            }
            if (sequence.targetLength() != loss.targets()) {
                throw new IllegalArgumentException("a target must be as long as the loss reads: target="
                        + sequence.targetLength() + ", loss=" + loss.targets());
            }
        }
    }

    private static void requireWhole(BpttPlan plan, NetworkShape shape, int longest) {
        if (shape.directions() > 1 && plan.stepsBetweenUpdates() < longest) {
            throw new IllegalArgumentException("a network of both directions must see whole sequences: "
                    + "stepsBetweenUpdates=" + plan.stepsBetweenUpdates() + ", longest=" + longest);
        }
    }
}
