package io.rillcast.training;

import io.rillcast.rnn.CellKind;
import io.rillcast.rnn.Network;
import io.rillcast.rnn.NetworkShape;
import io.rillcast.rnn.Parameters;
import io.rillcast.rnn.RecurrentShape;
import io.rillcast.rnn.SequenceBatch;
import io.rillcast.rnn.SoftmaxCrossEntropy;
import java.util.Arrays;
import java.util.Random;

/** A network that chooses between classes, with all that it takes to teach it; for tests that show how that is done. */
final class Pupil {
    /** Sequences side by side. */
    static final int SLOTS = 32;

    private static final double RATE = 1e-2;

    /** Where a batch is filled, run and asked. */
    final SequenceBatch batch;

    /** float[SLOTS][state length]: the states, and the loss's gradient with respect to them. */
    final float[] states;

    final float[] gradStates;

    private final Parameters weights;
    private final Parameters gradients;
    private final AdamW optimiser;
    private final SoftmaxCrossEntropy loss;
    private final int classes;

    /** A network with weights drawn by a seed, for sequences of at most so many steps. */
    Pupil(CellKind cell, int inputs, int hidden, int classes, int steps) {
        NetworkShape shape = new NetworkShape(new RecurrentShape(cell, inputs, hidden, 1, false), classes, false);
        this.weights = Network.initialWithHead(shape, new Random(1)).parameters();
        this.gradients = Parameters.zeros(shape);
        this.batch = new SequenceBatch(weights, SLOTS, steps);
        this.states = new float[SLOTS * shape.stateLength()];
        this.gradStates = new float[states.length];
        this.optimiser = new AdamW(shape, 0);
        this.loss = SoftmaxCrossEntropy.of(classes);
        this.classes = classes;
    }

    /** Begins a batch with states and their gradients of zeros. */
    void begin(int steps) {
        Arrays.fill(states, 0f);
        Arrays.fill(gradStates, 0f);
        batch.begin(steps);
    }

    /** Runs the batch forward. */
    void read() {
        batch.forward(states);
    }

    /** The class that the network holds for likeliest at a step. */
    int answer(int step, int slot) {
        int at = batch.outputOffset(step, slot);
        int answer = 0;
        for (int k = 1; k < classes; k++) {
            answer = batch.outputs()[at + k] > batch.outputs()[at + answer] ? k : answer;
        }
        return answer;
    }

    /** Says what the right class was at a step, one of so many in the batch. */
    void correct(int step, int slot, int wanted, int ofAll) {
        loss.lossWithGradient(
                batch.gradOutputs(), batch.outputs(), batch.outputOffset(step, slot), new float[] {wanted}, 1f / ofAll);
    }

    /** Goes back over the batch and takes a step down the gradient. */
    void learn() {
        gradients.clear();
        batch.backward(gradients, gradStates);
        GradientClipping.byNorm(gradients, 1);
        optimiser.step(weights, gradients, RATE);
        batch.refresh();
    }
}
