package io.rillcast.training;

import io.rillcast.bench.TrainingCase;
import io.rillcast.bench.TrainingEngine;
import io.rillcast.rnn.Network;
import io.rillcast.rnn.Parameters;
import io.rillcast.rnn.PinballLoss;
import io.rillcast.rnn.SequenceBatch;
import java.util.Arrays;

/** Our optimiser step: forward, pinball loss, backward, clipping by norm, AdamW. */
public final class OwnTraining implements TrainingEngine {
    private final TrainingCase chunk;
    private final Parameters weights;
    private final Parameters gradients;
    private final SequenceBatch sequences;
    private final PinballLoss loss = PinballLoss.of(TrainingCase.levels());
    private final AdamW optimiser;
    private final float[] states;
    private final float[] gradStates;
    private final float[] target = new float[1];

    /** Ready for the first step from the case's weights and states of zeros. */
    public OwnTraining(TrainingCase chunk) {
        this.chunk = chunk;
        this.weights = Network.of(chunk.shape(), chunk.weights()).parameters();
        this.gradients = Parameters.zeros(chunk.shape());
        this.sequences = new SequenceBatch(weights, chunk.batch, TrainingCase.STEPS);
        this.optimiser = new AdamW(chunk.shape(), TrainingCase.WEIGHT_DECAY);
        this.states = new float[chunk.batch * chunk.shape().stateLength()];
        this.gradStates = new float[states.length];
    }

    @Override
    public double step() {
        sequences.begin(TrainingCase.STEPS);
        for (int t = 0; t < TrainingCase.STEPS; t++) {
            for (int slot = 0; slot < chunk.batch; slot++) {
                sequences.input(t, slot, chunk.inputs[t][slot]);
            }
        }
        sequences.forward(states);
        double sum = lossWithGradient();
        gradients.clear();
        Arrays.fill(gradStates, 0f);
        sequences.backward(gradients, gradStates);
        GradientClipping.byNorm(gradients, TrainingCase.MAX_NORM);
        optimiser.step(weights, gradients, TrainingCase.RATE);
        sequences.refresh();
        return sum / (TrainingCase.STEPS * chunk.batch);
    }

    private double lossWithGradient() {
        float weight = 1f / (TrainingCase.STEPS * chunk.batch);
        double sum = 0;
        for (int t = 0; t < TrainingCase.STEPS; t++) {
            for (int slot = 0; slot < chunk.batch; slot++) {
                target[0] = chunk.targets[t][slot];
                sum += loss.lossWithGradient(
                        sequences.gradOutputs(), sequences.outputs(), sequences.outputOffset(t, slot), target, weight);
            }
        }
        return sum;
    }

    @Override
    public void close() {
        // Holds nothing but arrays.
    }
}
