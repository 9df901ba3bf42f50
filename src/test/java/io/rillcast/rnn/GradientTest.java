package io.rillcast.rnn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The gradient is the central difference, for every parameter, input and initial state.
 *
 * <p>The differences are those of a twin in double, whose own error is below 1e-8; what is left is our float rounding,
 * bounded by 5e-6 on gradients of size 1.
 */
class GradientTest {
    private static final double STEP = 1e-5;
    private static final Offset<Double> ROUNDING = Offset.offset(5e-6);

    private final Random random = new Random(11);

    @ParameterizedTest
    @CsvSource({"1, 1, 1, 1, 1", "3, 4, 1, 2, 6", "2, 5, 2, 3, 5", "4, 3, 3, 2, 4"})
    void equalsCentralDifferences(int inputs, int hidden, int layers, int outputs, int steps) {
        NetworkShape shape = new NetworkShape(inputs, hidden, layers, outputs);
        Network network = randomNetwork(shape);
        float[][] x = randomRows(steps, inputs);
        float[] initial = randomRows(1, shape.stateLength())[0];
        float[][] outputWeights = randomRows(steps, outputs);
        float[] stateWeights = randomRows(1, shape.stateLength())[0];
        DoubleGru twin = new DoubleGru(network, x, initial, outputWeights, stateWeights);

        OneSequence backpropagation = new OneSequence(network.parameters(), steps);
        backpropagation.forward(initial.clone(), x, 0, steps);
        for (int t = 0; t < steps; t++) {
            backpropagation.gradOutput(t, outputWeights[t]);
        }
        Parameters gradients = Parameters.zeros(shape);
        float[] gradHidden = stateWeights.clone();
        backpropagation.backward(gradients, gradHidden);

        for (Map.Entry<String, Tensor> gradient : gradients.toTensors().entrySet()) {
            String name = gradient.getKey();
            assertDifferences(twin, name, gradient.getValue().values(), twin.weights.get(name));
        }
        assertDifferences(twin, "initial", gradHidden, twin.initial);
        float[] gradInput = new float[inputs];
        for (int t = 0; t < steps; t++) {
            backpropagation.gradInput(gradInput, t);
            assertDifferences(twin, "x", gradInput, twin.x[t]);
        }
    }

    @Test
    void addsUpOverPasses() {
        NetworkShape shape = new NetworkShape(2, 3, 2, 1);
        OneSequence backpropagation = new OneSequence(randomNetwork(shape).parameters(), 3);
        float[][] x = randomRows(3, 2);
        Parameters once = Parameters.zeros(shape);
        Parameters twice = Parameters.zeros(shape);

        for (Parameters gradients : List.of(once, twice, twice)) {
            backpropagation.forward(new float[6], x, 0, 3);
            backpropagation.gradOutput(2, 1);
            backpropagation.backward(gradients, new float[6]);
        }

        for (int i = 0; i < once.rowCount(); i++) {
            for (int j = 0; j < once.row(i).length; j++) {
                assertThat(twice.row(i)[j]).isCloseTo(2 * once.row(i)[j], Offset.offset(1e-6f));
            }
        }
    }

    private Network randomNetwork(NetworkShape shape) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        Parameters.zeros(shape)
                .toTensors()
                .forEach((name, zeros) -> tensors.put(name, Tensor.of(zeros.shape(), randomRows(1, zeros.size())[0])));
        return Network.of(shape, tensors);
    }

    private float[][] randomRows(int count, int length) {
        float[][] rows = new float[count][length];
        for (float[] row : rows) {
            for (int i = 0; i < length; i++) {
                row[i] = (float) random.nextGaussian() * 0.6f;
            }
        }
        return rows;
    }

    /** Moves each of the twin's numbers both ways and compares. */
    private static void assertDifferences(DoubleGru twin, String name, float[] gradient, double[] numbers) {
        assertThat(gradient).hasSameSizeAs(numbers);
        for (int i = 0; i < numbers.length; i++) {
            double kept = numbers[i];
            numbers[i] = kept + STEP;
            double above = twin.weightedSum();
            numbers[i] = kept - STEP;
            double below = twin.weightedSum();
            numbers[i] = kept;
            assertThat((double) gradient[i]).as("%s[%d]", name, i).isCloseTo((above - below) / (2 * STEP), ROUNDING);
        }
    }
}
