package io.rillcast.training;

import io.rillcast.rnn.Network;
import io.rillcast.rnn.NetworkShape;
import io.rillcast.rnn.Parameters;
import io.rillcast.rnn.SequenceBatch;
import io.rillcast.rnn.SoftmaxCrossEntropy;
import java.util.Arrays;
import java.util.Random;

/**
 * Teaches a network the next symbol of a text by truncated backpropagation through time; mutable, owned by one thread.
 *
 * <p>One optimiser step a chunk: forward from the states that the chunk before left, cross-entropy as the mean over all
 * targets of the chunk, gradient within the chunk only. States are zeros where the streams begin, at the start of each
 * epoch. Equal seeds give equal bits.
 */
public final class TextTrainer {
    private final TextPlan plan;
    private final TextStreams streams;
    private final Parameters weights;
    private final Parameters gradients;
    private final SequenceBatch batch;
    private final SoftmaxCrossEntropy loss;
    private final Optimiser optimiser;
    private final LearningRate rate;

    /** float[streams][state length], and the loss's gradient with respect to them. */
    private final float[] states;

    private final float[] gradStates;
    private final float[] target = new float[1];
    private int position;
    private int steps;

    /**
     * A training that has taken no step.
     *
     * @param start one-hot symbols in, one output for each symbol; not changed
     * @param text its numbers are below the network's inputs
     * @param plan the numbers
     * @param random draws what dropout leaves out
     */
    public TextTrainer(Network start, EncodedText text, TextPlan plan, Random random) {
        this.plan = plan;
        this.streams = new TextStreams(text, plan.sequence(), plan.batch());
        this.weights = start.parameters();
        this.gradients = Parameters.zeros(start.shape());
        this.batch = new SequenceBatch(weights, streams.count(), streams.longestChunk());
        this.loss = SoftmaxCrossEntropy.of(start.shape().outputs());
        this.optimiser = new AdamW(start.shape(), plan.weightDecay());
        this.rate = new CosineRate(plan.rate(), 0, plan.steps());
        this.states = new float[streams.count() * start.shape().stateLength()];
        this.gradStates = new float[states.length];
        batch.dropout((float) plan.dropout(), random);
    }

    /** What one optimiser step did: targets seen, and their mean loss in bits before the step. */
    public record Chunk(int targets, double bits) {}

    /** Whether all steps of the plan were taken. */
    public boolean isDone() {
        return steps == plan.steps();
    }

    /** Takes one optimiser step. */
    public Chunk step() {
        if (position >= streams.length()) {
            position = 0;
            Arrays.fill(states, 0f);
        }
        int count = streams.chunkLength(position);
        int targets = count * streams.count();
        batch.begin(count);
        for (int stream = 0; stream < streams.count(); stream++) {
            for (int t = 0; t < count; t++) {
                batch.input(t, stream, streams.input(stream, position + t));
            }
        }
        batch.forward(states);
        double sum = writeGradients(count, 1f / targets);
        descend();
        position += count;
        return new Chunk(targets, sum / targets / Math.log(2));
    }

    /** The network's sizes. */
    public NetworkShape shape() {
        return weights.shape();
    }

    /** How the text is read. */
    public TextStreams streams() {
        return streams;
    }

    /** How many optimiser steps were taken. */
    public int steps() {
        return steps;
    }

    /** A network of the weights as they are now. */
    public Network network() {
        return weights.toNetwork();
    }

    private double writeGradients(int count, float weight) {
        double sum = 0;
        for (int t = 0; t < count; t++) {
            for (int stream = 0; stream < streams.count(); stream++) {
                target[0] = streams.target(stream, position + t);
                sum += loss.lossWithGradient(
                        batch.gradOutputs(), batch.outputs(), batch.outputOffset(t, stream), target, weight);
            }
        }
        return sum;
    }

    private void descend() {
        gradients.clear();
        Arrays.fill(gradStates, 0f);
        batch.backward(gradients, gradStates);
        double norm = GradientClipping.byNorm(gradients, plan.maxGradientNorm());
        if (Double.isFinite(norm)) {
            optimiser.step(weights, gradients, rate.rate(steps));
            batch.refresh();
        }
        steps++;
    }
}
