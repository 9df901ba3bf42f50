package io.rillcast.rnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A sequence gives equal bits whether it is run whole, in chunks with carried state, or step by step. */
class StretchTest {
    private static final int STEPS = 23;

    private final Random random = new Random(5);

    @ParameterizedTest
    @CsvSource({"1, 7, 1, 3", "5, 8, 2, 1", "17, 33, 2, 7", "9, 16, 3, 5"})
    void givesEqualBitsInChunksAndWhole(int inputs, int hidden, int layers, int outputs) {
        Network network = network(new NetworkShape(inputs, hidden, layers, outputs));
        float[][] x = sequence(inputs);

        float[][] whole = inChunks(network, x, STEPS);

        for (int chunk : new int[] {1, 2, 5, 22}) {
            assertThat(inChunks(network, x, chunk)).as("chunk %d", chunk).isDeepEqualTo(whole);
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 7, 1, 3", "5, 8, 2, 1", "17, 33, 2, 7", "9, 16, 3, 5"})
    void givesEqualBitsStepByStep(int inputs, int hidden, int layers, int outputs) {
        Network network = network(new NetworkShape(inputs, hidden, layers, outputs));
        float[][] x = sequence(inputs);
        NetworkStepper stepper = network.newStepper();
        float[][] stepped = new float[STEPS + 1][outputs];
        stepped[STEPS] = new float[layers * hidden];

        for (int t = 0; t < STEPS; t++) {
            stepper.step(stepped[t], stepped[STEPS], x[t]);
        }

        assertThat(stepped).isDeepEqualTo(inChunks(network, x, STEPS));
    }

    @Test
    void carriesTheStateAcrossTheCut() {
        Network network = network(new NetworkShape(1, 4, 1, 1));
        float[][] x = sequence(1);
        float[][] changed = sequence(1);
        System.arraycopy(x, 1, changed, 1, STEPS - 1);
        changed[0][0] = x[0][0] + 1;

        float[][] outputs = inChunks(network, x, 4);
        float[][] changedOutputs = inChunks(network, changed, 4);

        assertThat(changedOutputs[4]).isNotEqualTo(outputs[4]);
        assertThat(changedOutputs[9]).isNotEqualTo(outputs[9]);
    }

    @Test
    void refusesBatchBeyondItsCapacity() {
        SequenceBatch batch = new SequenceBatch(Parameters.zeros(new NetworkShape(1, 2, 1, 1)), 2, 3);

        assertThatThrownBy(() -> batch.begin(4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a batch must have steps, at most its capacity: steps=4, capacity=3");
    }

    @Test
    void refusesStepWithArraysOfOtherSizes() {
        NetworkStepper stepper = network(new NetworkShape(2, 3, 2, 1)).newStepper();

        assertThatThrownBy(() -> stepper.step(new float[1], new float[3], new float[2]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the arrays of a step must have the network's sizes: out=1, state=3, x=2,"
                        + " network=NetworkShape[cell=gru, inputs=2, hidden=3, layers=2, directions=1,"
                        + " outputs=1, skip=true]");
    }

    /** The outputs of all steps, then the last state. */
    private static float[][] inChunks(Network network, float[][] x, int chunk) {
        OneSequence backpropagation = new OneSequence(network.parameters(), chunk);
        float[][] result = new float[x.length + 1][];
        float[] state = new float[network.shape().stateLength()];
        for (int from = 0; from < x.length; from += chunk) {
            int count = Math.min(chunk, x.length - from);
            backpropagation.forward(state, x, from, count);
            for (int t = 0; t < count; t++) {
                result[from + t] = backpropagation.output(t);
            }
        }
        result[x.length] = state;
        return result;
    }

    private Network network(NetworkShape shape) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        Network.initial(shape, random).tensors().forEach((name, tensor) -> {
            float[] values = tensor.values();
            for (int i = 0; i < values.length; i++) {
                values[i] += (float) random.nextGaussian() * 0.3f;
            }
            tensors.put(name, Tensor.of(tensor.shape(), values));
        });
        return Network.of(shape, tensors);
    }

    private float[][] sequence(int inputs) {
        float[][] x = new float[STEPS][inputs];
        for (float[] row : x) {
            for (int i = 0; i < inputs; i++) {
                row[i] = (float) random.nextGaussian();
            }
        }
        return x;
    }
}
