package io.rillcast.rnn;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The same network written plainly in double, from the equations alone, to take central differences of. */
final class DoubleGru {
    final Map<String, double[]> weights = new LinkedHashMap<>();
    final double[][] x;
    final double[] initial;
    private final NetworkShape shape;
    private final double[][] outputWeights;
    private final double[] stateWeights;

    DoubleGru(Network network, float[][] x, float[] initial, float[][] outputWeights, float[] stateWeights) {
        this.shape = network.shape();
        network.tensors().forEach((name, tensor) -> weights.put(name, widen(tensor.values())));
        this.x = widen(x);
        this.initial = widen(initial);
        this.outputWeights = widen(outputWeights);
        this.stateWeights = widen(stateWeights);
    }

    /** Sum over all steps and outputs of weight times output, plus the same over the last state. */
    double weightedSum() {
        double[] state = initial.clone();
        double sum = 0;
        for (int t = 0; t < x.length; t++) {
            double[] out = step(state, x[t]);
            for (int q = 0; q < out.length; q++) {
                sum += outputWeights[t][q] * out[q];
            }
        }
        for (int i = 0; i < state.length; i++) {
            sum += stateWeights[i] * state[i];
        }
        return sum;
    }

    private double[] step(double[] stateInPlace, double[] x) {
        double[] input = x;
        int units = shape.hidden();
        for (int layer = 0; layer < shape.layers(); layer++) {
            double[] before = Arrays.copyOfRange(stateInPlace, layer * units, (layer + 1) * units);
            double[] fromInput = product("gru.weight_ih_l" + layer, "gru.bias_ih_l" + layer, input);
            double[] fromHidden = product("gru.weight_hh_l" + layer, "gru.bias_hh_l" + layer, before);
            double[] after = new double[units];
            for (int i = 0; i < units; i++) {
                double r = sigmoid(fromInput[i] + fromHidden[i]);
                double z = sigmoid(fromInput[units + i] + fromHidden[units + i]);
                double n = Math.tanh(fromInput[2 * units + i] + r * fromHidden[2 * units + i]);
                after[i] = (1 - z) * n + z * before[i];
            }
            System.arraycopy(after, 0, stateInPlace, layer * units, units);
            input = after;
        }
        double[] out = product("head.weight", "head.bias", input);
        double[] skip = product("skip.weight", null, x);
        for (int q = 0; q < out.length; q++) {
            out[q] += skip[q];
        }
        return out;
    }

    private double[] product(String matrix, String bias, double[] x) {
        double[] rows = weights.get(matrix);
        double[] out = bias == null
                ? new double[rows.length / x.length]
                : weights.get(bias).clone();
        for (int i = 0; i < out.length; i++) {
            for (int j = 0; j < x.length; j++) {
                out[i] += rows[i * x.length + j] * x[j];
            }
        }
        return out;
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static double[] widen(float[] values) {
        double[] wide = new double[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }

    private static double[][] widen(float[][] rows) {
        double[][] wide = new double[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            wide[i] = widen(rows[i]);
        }
        return wide;
    }
}
