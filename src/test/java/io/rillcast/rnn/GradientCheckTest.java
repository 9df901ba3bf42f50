package io.rillcast.rnn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every gradient is the central difference: of every parameter, input and initial state, for every cell, one to three
 * layers, one direction and two, sequences of unequal length, every loss.
 *
 * <p>The differences are those of a twin in double that is first shown to compute the same outputs. With a step of 1e-5
 * their own error is about 1e-10, so what remains is the rounding of our floats: some tens of times 2^-24 = 6e-8 of the
 * largest gradient of the batch, since each gradient is a sum of products that may be as large and cancel; and of the
 * largest state, for outputs and states. The worst seen is 2.2e-6.
 */
class GradientCheckTest {
    private static final double STEP = 1e-5;
    private static final double ROUNDING = 3e-6;
    private static final int[] LENGTHS = {4, 1, 3, 0};
    private static final int INPUTS = 2;
    private static final int HIDDEN = 3;

    /** A network's sizes and what its outputs cost. */
    record Check(NetworkShape shape, DoubleLoss loss) {}

    static List<Check> checks() {
        List<Check> checks = new ArrayList<>();
        for (DoubleLoss loss : DoubleLoss.all()) {
            for (NetworkShape shape :
                    RandomNetworks.shapes(INPUTS, HIDDEN, loss.outputs(), new int[] {1, 2, 3}, true)) {
                checks.add(new Check(shape, loss));
            }
        }
        return checks;
    }

    @ParameterizedTest
    @MethodSource("checks")
    void equalsCentralDifferences(Check check) {
        Twins twins = new Twins(check);

        twins.runAndBack();

        Offset<Double> forwardRounding = Offset.offset(ROUNDING * twins.largestState());
        for (int slot = 0; slot < LENGTHS.length; slot++) {
            double[] state = twins.initial[slot].clone();
            double[][] outputs = twins.twin.run(twins.x[slot], state);
            for (int t = 0; t < LENGTHS[slot]; t++) {
                assertClose("outputs of " + slot, twins.output(t, slot), outputs[t], forwardRounding);
            }
            assertClose("last state of " + slot, twins.lastState(slot), state, forwardRounding);
        }
        Offset<Double> rounding = Offset.offset(ROUNDING * twins.largestGradient());
        assertThat(twins.floatLoss).isCloseTo(twins.loss(), rounding);
        twins.gradients
                .toTensors()
                .forEach((name, gradient) ->
                        twins.assertDifferences(name, gradient.values(), twins.twin.weights.get(name), rounding));
        for (int slot = 0; slot < LENGTHS.length; slot++) {
            twins.assertDifferences("initial state of " + slot, twins.gradInitial(slot), twins.initial[slot], rounding);
            for (int t = 0; t < LENGTHS[slot]; t++) {
                twins.assertDifferences("x of " + slot, twins.gradInput(t, slot), twins.x[slot][t], rounding);
            }
        }
    }

    /** The gradient that {@link SequenceBatch#gradHidden} copies: that of an initial state, one step later. */
    @Test
    void tellsTheGradientOfAHiddenState() {
        for (NetworkShape shape : RandomNetworks.shapes(2, 3, 1, new int[] {1}, false)) {
            Network network = RandomNetworks.network(shape, new Random(5));
            SequenceBatch whole = network.newBatch(1, 4);
            SequenceBatch rest = network.newBatch(1, 3);
            float[][] x = RandomNetworks.rows(4, 2, new Random(6));
            float[] state = new float[shape.stateLength()];
            back(whole, x, 0, state.clone(), Parameters.zeros(shape));
            float[] out = new float[1];
            network.newStepper().step(out, state, x[0]);

            float[] gradState = back(rest, x, 1, state, Parameters.zeros(shape));

            float[] gradHidden = new float[3];
            whole.gradHidden(gradHidden, 0, 0, 0);
            float[] headRow = network.tensors().get("head.weight").values();
            for (int i = 0; i < 3; i++) {
                // Through the later steps, and through the output of its own.
                assertThat(gradHidden[i])
                        .as("%s[%d]", shape, i)
                        .isCloseTo(gradState[i] + headRow[i], Offset.offset(1e-6f));
            }
        }
    }

    @Test
    void addsUpOverPasses() {
        for (NetworkShape shape : RandomNetworks.shapes(2, 3, 1, new int[] {2}, true)) {
            SequenceBatch batch = RandomNetworks.network(shape, new Random(5)).newBatch(1, 3);
            float[][] x = RandomNetworks.rows(3, 2, new Random(6));
            Parameters once = Parameters.zeros(shape);
            Parameters twice = Parameters.zeros(shape);

            for (Parameters gradients : List.of(once, twice, twice)) {
                back(batch, x, 0, new float[shape.stateLength()], gradients);
            }

            for (int i = 0; i < once.rowCount(); i++) {
                for (int j = 0; j < once.row(i).length; j++) {
                    assertThat(twice.row(i)[j]).isCloseTo(2 * once.row(i)[j], Offset.offset(3e-6f));
                }
            }
        }
    }

    /** Runs x[from..] and goes back with a gradient of 1 at every output; the gradient of the initial state. */
    private static float[] back(SequenceBatch batch, float[][] x, int from, float[] state, Parameters gradients) {
        batch.begin(x.length - from);
        for (int t = from; t < x.length; t++) {
            batch.input(t - from, 0, x[t]);
        }
        batch.forward(state);
        for (int t = from; t < x.length; t++) {
            batch.gradOutputs()[batch.outputOffset(t - from, 0)] = 1;
        }
        float[] gradState = new float[state.length];
        batch.backward(gradients, gradState);
        return gradState;
    }

    private static void assertClose(String name, float[] found, double[] expected, Offset<Double> rounding) {
        assertThat(found).as(name).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) found[i]).as("%s[%d]", name, i).isCloseTo(expected[i], rounding);
        }
    }

    /** One batch in float and the same in double. */
    private static final class Twins {
        final DoubleNetwork twin;
        final double[][][] x = new double[LENGTHS.length][][];
        final double[][] initial = new double[LENGTHS.length][];
        final Parameters gradients;
        double floatLoss;

        private final NetworkShape shape;
        private final DoubleLoss loss;
        private final SequenceBatch batch;
        private final float[][][] floatX = new float[LENGTHS.length][][];
        private final float[] states;
        private final float[] gradStates;
        private final float[] stateWeights;
        private final float[][][] targets = new float[LENGTHS.length][][];

        Twins(Check check) {
            Random random = new Random(17);
            this.shape = check.shape();
            this.loss = check.loss();
            Network network = RandomNetworks.network(shape, random);
            this.twin = new DoubleNetwork(network);
            this.batch = network.newBatch(LENGTHS.length, LENGTHS[0]);
            this.gradients = Parameters.zeros(shape);
            this.states = RandomNetworks.normal(LENGTHS.length * shape.stateLength(), 0.5f, random);
            this.stateWeights = RandomNetworks.normal(states.length, 0.5f, random);
            this.gradStates = stateWeights.clone();
            for (int slot = 0; slot < LENGTHS.length; slot++) {
                floatX[slot] = RandomNetworks.rows(LENGTHS[slot], INPUTS, random);
                x[slot] = DoubleNetwork.widen(floatX[slot]);
                initial[slot] = DoubleNetwork.widen(share(states, slot));
                targets[slot] = new float[LENGTHS[slot]][];
                Arrays.setAll(targets[slot], t -> loss.target().apply(random));
            }
        }

        void runAndBack() {
            batch.begin(LENGTHS[0]);
            for (int slot = 0; slot < LENGTHS.length; slot++) {
                batch.length(slot, LENGTHS[slot]);
                for (int t = 0; t < LENGTHS[slot]; t++) {
                    batch.input(t, slot, floatX[slot][t]);
                }
            }
            batch.forward(states);
            for (int slot = 0; slot < LENGTHS.length; slot++) {
                for (int t = 0; t < LENGTHS[slot]; t++) {
                    floatLoss += loss.lossWithGradient(
                            batch.gradOutputs(), batch.outputs(), batch.outputOffset(t, slot), targets[slot][t]);
                }
            }
            for (int i = 0; i < states.length; i++) {
                floatLoss += (double) states[i] * stateWeights[i];
            }
            batch.backward(gradients, gradStates);
        }

        /** The loss over all outputs, plus the last states times their weights, in double. */
        double loss() {
            double sum = 0;
            for (int slot = 0; slot < LENGTHS.length; slot++) {
                double[] state = initial[slot].clone();
                double[][] outputs = twin.run(x[slot], state);
                for (int t = 0; t < outputs.length; t++) {
                    sum += loss.formula().of(outputs[t], targets[slot][t]);
                }
                for (int i = 0; i < state.length; i++) {
                    sum += stateWeights[slot * state.length + i] * state[i];
                }
            }
            return sum;
        }

        /** At least 1. */
        double largestState() {
            double largest = 1;
            for (float value : states) {
                largest = Math.max(largest, Math.abs(value));
            }
            return largest;
        }

        double largestGradient() {
            double largest = 0;
            for (Tensor tensor : gradients.toTensors().values()) {
                for (float value : tensor.values()) {
                    largest = Math.max(largest, Math.abs(value));
                }
            }
            return largest;
        }

        /** Moves each of the twin's numbers both ways and compares. */
        void assertDifferences(String name, float[] gradient, double[] numbers, Offset<Double> rounding) {
            assertThat(gradient).as(name).hasSameSizeAs(numbers);
            for (int i = 0; i < numbers.length; i++) {
                double kept = numbers[i];
                numbers[i] = kept + STEP;
                double above = loss();
                numbers[i] = kept - STEP;
                double below = loss();
                numbers[i] = kept;
                double difference = (above - below) / (2 * STEP);
                assertThat((double) gradient[i]).as("%s[%d]", name, i).isCloseTo(difference, rounding);
            }
        }

        float[] output(int step, int slot) {
            int offset = batch.outputOffset(step, slot);
            return Arrays.copyOfRange(batch.outputs(), offset, offset + shape.outputs());
        }

        float[] lastState(int slot) {
            return share(states, slot);
        }

        float[] gradInitial(int slot) {
            return share(gradStates, slot);
        }

        float[] gradInput(int step, int slot) {
            float[] out = new float[INPUTS];
            batch.gradInput(out, step, slot);
            return out;
        }

        private float[] share(float[] all, int slot) {
            return Arrays.copyOfRange(all, slot * shape.stateLength(), (slot + 1) * shape.stateLength());
        }
    }
}
