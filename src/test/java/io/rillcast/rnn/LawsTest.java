package io.rillcast.rnn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two ways to the same numbers give the same bits, for every cell; tolerances are 0 but for the form in one matrix. */
class LawsTest {
    private static final int[] LENGTHS = {13, 4, 0, 9};

    static List<NetworkShape> oneDirection() {
        List<NetworkShape> shapes = new ArrayList<>(RandomNetworks.shapes(1, 1, 1, new int[] {1, 2}, false));
        shapes.addAll(RandomNetworks.shapes(5, 8, 2, new int[] {1, 3}, false));
        shapes.addAll(RandomNetworks.shapes(17, 33, 7, new int[] {2}, false));
        return shapes;
    }

    static List<NetworkShape> bothDirections() {
        List<NetworkShape> shapes = new ArrayList<>(RandomNetworks.shapes(1, 1, 1, new int[] {1, 2}, true));
        shapes.addAll(RandomNetworks.shapes(5, 9, 3, new int[] {1, 3}, true));
        return shapes;
    }

    @ParameterizedTest
    @MethodSource("oneDirection")
    void runsWholeAsInChunks(NetworkShape shape) {
        SequenceExamples examples = new SequenceExamples(shape, LENGTHS);

        SequenceExamples.Ran whole = examples.runInChunks(SequenceExamples.STEPS);

        for (int chunk : new int[] {1, 2, 5, 12}) {
            SequenceExamples.Ran inChunks = examples.runInChunks(chunk);
            assertThat(inChunks.outputs).as("outputs, chunk %d", chunk).isEqualTo(whole.outputs);
            assertThat(inChunks.states).as("states, chunk %d", chunk).isEqualTo(whole.states);
        }
    }

    @ParameterizedTest
    @MethodSource("oneDirection")
    void runsWholeAsStepByStep(NetworkShape shape) {
        SequenceExamples examples = new SequenceExamples(shape, LENGTHS);
        NetworkStepper stepper = examples.network.newStepper();
        SequenceExamples.Ran stepped = new SequenceExamples.Ran(shape, LENGTHS.length);

        for (int slot = 0; slot < LENGTHS.length; slot++) {
            float[] state = examples.initial(slot);
            float[] out = new float[shape.outputs()];
            for (int t = 0; t < LENGTHS[slot]; t++) {
                stepper.step(out, state, examples.x[slot][t]);
                stepped.keepOutput(t, slot, out, 0);
            }
            System.arraycopy(state, 0, stepped.states, slot * state.length, state.length);
        }

        SequenceExamples.Ran whole = examples.runInChunks(SequenceExamples.STEPS);
        assertThat(stepped.outputs).isEqualTo(whole.outputs);
        assertThat(stepped.states).isEqualTo(whole.states);
    }

    @ParameterizedTest
    @MethodSource("bothDirections")
    void runsTogetherAsAlone(NetworkShape shape) {
        SequenceExamples together = new SequenceExamples(shape, LENGTHS);
        SequenceExamples.Ran all = together.runAndBack();

        for (int slot = 0; slot < LENGTHS.length; slot++) {
            SequenceExamples.Ran alone = together.only(slot).runAndBack();
            assertThat(all.share(all.outputs, slot)).as("outputs of %d", slot).isEqualTo(alone.outputs);
            assertThat(all.share(all.states, slot)).as("states of %d", slot).isEqualTo(alone.states);
            assertThat(all.share(all.gradInitial, slot))
                    .as("gradient of initial state %d", slot)
                    .isEqualTo(alone.gradInitial);
            assertThat(all.share(all.gradInputs, slot))
                    .as("gradient of x %d", slot)
                    .isEqualTo(alone.gradInputs);
        }
    }

    @ParameterizedTest
    @MethodSource("oneDirection")
    void goesBackThroughChunksAsThroughTheWhole(NetworkShape shape) {
        SequenceExamples examples = new SequenceExamples(shape, LENGTHS);
        SequenceExamples.Ran whole = examples.runAndBack();

        SequenceExamples.Ran inTwo = examples.runAndBackInTwo(6);

        assertThat(inTwo.gradInitial).isEqualTo(whole.gradInitial);
        assertThat(inTwo.gradInputs).isEqualTo(whole.gradInputs);
    }

    @ParameterizedTest
    @MethodSource("bothDirections")
    void takesAnIndexAsTheOneHotVectorOfIt(NetworkShape shape) {
        SequenceExamples dense = new SequenceExamples(shape, LENGTHS);
        int[][] indices = dense.becomeOneHot();
        SequenceExamples byIndex = dense.withIndices(indices);

        SequenceExamples.Ran ofVectors = dense.runAndBack();
        SequenceExamples.Ran ofIndices = byIndex.runAndBack();

        assertThat(ofIndices.outputs).isEqualTo(ofVectors.outputs);
        assertThat(ofIndices.states).isEqualTo(ofVectors.states);
        assertThat(ofIndices.gradInitial).isEqualTo(ofVectors.gradInitial);
        assertThat(ofIndices.gradInputs).isEqualTo(ofVectors.gradInputs);
        ofVectors
                .gradients
                .toTensors()
                .forEach((name, tensor) -> assertThat(
                                ofIndices.gradients.toTensors().get(name).values())
                        .as(name)
                        .isEqualTo(tensor.values()));
    }

    @ParameterizedTest
    @MethodSource("oneDirection")
    void stepsOnAnIndexAsOnTheOneHotVectorOfIt(NetworkShape shape) {
        Network network = RandomNetworks.network(shape, new Random(7));
        float[] state = RandomNetworks.normal(shape.stateLength(), 1, new Random(8));
        float[] stateByIndex = state.clone();
        float[] out = new float[shape.outputs()];
        float[] outByIndex = new float[shape.outputs()];

        for (int index = 0; index < shape.inputs(); index++) {
            float[] x = new float[shape.inputs()];
            x[index] = 1;
            network.newStepper().step(out, state, x);
            network.newStepper().step(outByIndex, stateByIndex, index);

            assertThat(outByIndex).isEqualTo(out);
            assertThat(stateByIndex).isEqualTo(state);
        }
    }

    /** With one matrix [Whh | Wxh] on the stacked vector (h, x): as a network that reads (h, x) and has Whh = 0. */
    @Test
    void equalsTheFormInOneMatrix() {
        for (CellKind cell : List.of(CellKind.RNN_TANH, CellKind.RNN_RELU)) {
            NetworkShape shape = new NetworkShape(new RecurrentShape(cell, 3, 4, 1, false), 1, false);
            Network two = RandomNetworks.network(shape, new Random(31));
            Network one = inOneMatrix(two);
            float[] state = new float[4];
            float[] out = new float[1];
            float[] outOfOne = new float[1];
            float[] stateOfOne = new float[4];

            for (float[] x : RandomNetworks.rows(20, 3, new Random(32))) {
                float[] stacked = Arrays.copyOf(stateOfOne, 7);
                System.arraycopy(x, 0, stacked, 4, 3);
                two.newStepper().step(out, state, x);
                one.newStepper().step(outOfOne, stateOfOne, stacked);

                // Sums in another order: a few roundings.
                assertThat(stateOfOne).as(cell.text()).containsExactly(state, Offset.offset(2e-6f));
                assertThat(outOfOne).as(cell.text()).containsExactly(out, Offset.offset(4e-6f));
            }
        }
    }

    private static Network inOneMatrix(Network two) {
        int inputs = two.shape().inputs();
        int hidden = two.shape().hidden();
        Map<String, Tensor> tensors = new LinkedHashMap<>(two.tensors());
        float[] recurrent = tensors.get("rnn.weight_hh_l0").values();
        float[] input = tensors.get("rnn.weight_ih_l0").values();
        float[] both = new float[hidden * (hidden + inputs)];
        for (int i = 0; i < hidden; i++) {
            System.arraycopy(recurrent, i * hidden, both, i * (hidden + inputs), hidden);
            System.arraycopy(input, i * inputs, both, i * (hidden + inputs) + hidden, inputs);
        }
        tensors.put("rnn.weight_ih_l0", Tensor.of(new int[] {hidden, hidden + inputs}, both));
        tensors.put("rnn.weight_hh_l0", Tensor.of(new int[] {hidden, hidden}, new float[hidden * hidden]));
        RecurrentShape recurrentShape = new RecurrentShape(two.shape().cell(), hidden + inputs, hidden, 1, false);
        return Network.of(new NetworkShape(recurrentShape, 1, false), tensors);
    }
}
