package io.rillcast.training;

import io.rillcast.rnn.Loss;
import io.rillcast.rnn.Network;
import io.rillcast.rnn.NetworkStepper;
import io.rillcast.rnn.Parameters;
import io.rillcast.rnn.SequenceBatch;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;

/**
 * Trains a network on sequences by truncated backpropagation through time; mutable, owned by one trainer thread.
 *
 * <p>A batch of sequences is walked in chunks of the truncation length. Each chunk is one optimiser step: forward from
 * the hidden states that the chunk before left, pinball loss as the mean over the chunk's targets, gradient within the
 * chunk only. Then the states are carried on under the new weights: truncation cuts the gradient, never the state. Each
 * sequence starts with a hidden state of zeros. A chunk without any target carries the states and is no step. Shorter
 * sequences leave the batch when they end. Batches follow a random order in which every sequence comes once before any
 * comes twice. Equal seeds give equal bits.
 *
 * <p>Source: Williams and Peng, "An efficient gradient-based algorithm for on-line training of recurrent network
 * trajectories" (1990), with both of its numbers h and h' equal to the truncation length.
 */
final class TruncatedBptt {
    private final Parameters weights;
    private final Parameters gradients;
    private final Loss loss;
    private final BpttPlan plan;
    private final List<TrainingSequence> sequences;
    private final Random random;
    private final Optimiser optimiser;
    private final SequenceBatch passes;

    /** The order in which sequences come, and how many of it came. */
    private final int[] order;

    private int taken;

    /** The sequences of the current batch, the longest of them, their hidden states and the step they are at. */
    private final TrainingSequence[] batch;

    private int batchLength;
    private final float[] states;
    private int position;
    private final float[] gradStates;
    private final float[] target = new float[1];

    private int steps;
    private long sequencesStarted;

    /**
     * A training that has taken no step.
     *
     * @param start the weights to start from, not changed
     * @param loss with one level an output
     * @param plan the numbers
     * @param sequences what to train on
     * @param random gives the order of the sequences
     * @throws IllegalArgumentException if there is no target in any sequence or the sizes do not fit
     */
    TruncatedBptt(Network start, Loss loss, BpttPlan plan, List<TrainingSequence> sequences, Random random) {
        requireTargets(sequences, start);
        this.weights = start.parameters();
        this.gradients = Parameters.zeros(start.shape());
        this.loss = loss;
        this.plan = plan;
        this.sequences = List.copyOf(sequences);
        this.random = random;
        this.optimiser = plan.optimiser().rule().begin(start.shape());
        this.order = new int[sequences.size()];
        Arrays.setAll(order, i -> i);
        this.taken = order.length;
        this.batch = new TrainingSequence[Math.min(plan.batch(), sequences.size())];
        this.passes = new SequenceBatch(weights, batch.length, plan.truncationLength());
        this.states = new float[batch.length * start.shape().stateLength()];
        this.gradStates = new float[states.length];
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
            int chunkTargets = countTargets();
            if (chunkTargets > 0) {
                gradients.clear();
            }
            sum += runChunk(chunkTargets);
            targets += chunkTargets;
            position += plan.truncationLength();
            if (chunkTargets > 0 && !descend()) {
                skipped++;
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

    /**
     * The mean loss of a network over the targets of some sequences, each run from a hidden state of zeros.
     *
     * @return NaN if there is no target
     */
    static double meanLoss(Network network, Loss loss, List<TrainingSequence> sequences) {
        NetworkStepper stepper = network.newStepper();
        float[] state = new float[network.shape().stateLength()];
        float[] out = new float[network.shape().outputs()];
        float[] target = new float[1];
        long targets = 0;
        double sum = 0;
        for (TrainingSequence sequence : sequences) {
            Arrays.fill(state, 0f);
            for (int t = 0; t < sequence.length(); t++) {
                stepper.step(out, state, sequence.inputs()[t]);
                target[0] = sequence.target(t);
                sum += loss.loss(out, 0, target);
            }
            targets += sequence.targetCount();
        }
        return targets == 0 ? Double.NaN : sum / targets;
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
        Arrays.fill(states, 0f);
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

    private int countTargets() {
        int count = 0;
        for (TrainingSequence sequence : batch) {
            for (int t = position; t < chunkEnd(sequence); t++) {
                count += Float.isNaN(sequence.target(t)) ? 0 : 1;
            }
        }
        return count;
    }

    private int chunkEnd(TrainingSequence sequence) {
        return Math.min(position + plan.truncationLength(), sequence.length());
    }

    private double runChunk(int targets) {
        passes.begin(Math.min(plan.truncationLength(), batchLength - position));
        for (int slot = 0; slot < batch.length; slot++) {
            int count = Math.max(0, chunkEnd(batch[slot]) - position);
            passes.length(slot, count);
            for (int t = 0; t < count; t++) {
                passes.input(t, slot, batch[slot].inputs()[position + t]);
            }
        }
        passes.forward(states);
        double sum = 0;
        if (targets > 0) {
            for (int slot = 0; slot < batch.length; slot++) {
                sum += addLoss(slot, 1f / targets);
            }
            Arrays.fill(gradStates, 0f);
            passes.backward(gradients, gradStates);
        }
        return sum;
    }

    private double addLoss(int slot, float weight) {
        double sum = 0;
        for (int t = 0; t < chunkEnd(batch[slot]) - position; t++) {
            target[0] = batch[slot].target(position + t);
            sum += loss.lossWithGradient(
                    passes.gradOutputs(), passes.outputs(), passes.outputOffset(t, slot), target, weight);
        }
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

    private static void requireTargets(List<TrainingSequence> sequences, Network network) {
        long targets = 0;
        for (TrainingSequence sequence : sequences) {
            targets += sequence.targetCount();
            int inputs = sequence.inputs()[0].length;
            if (inputs != network.shape().inputs()) {
                throw new IllegalArgumentException(
                        "a sequence must have the network's inputs: inputs=" + inputs + ", network=" + network.shape());
            }
        }
        if (targets == 0) {
            throw new IllegalArgumentException(
                    "sequences to train on must hold a target: sequences=" + sequences.size());
        }
    }
}
