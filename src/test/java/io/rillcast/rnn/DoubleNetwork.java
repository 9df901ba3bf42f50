package io.rillcast.rnn;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** The same network written plainly in double from its equations, to take central differences of; one sequence. */
final class DoubleNetwork {
    /** Under PyTorch's names, row-major; may be changed. */
    final Map<String, double[]> weights = new LinkedHashMap<>();

    private final NetworkShape shape;

    DoubleNetwork(Network network) {
        this.shape = network.shape();
        network.tensors().forEach((name, tensor) -> weights.put(name, widen(tensor.values())));
    }

    /**
     * Runs a sequence.
     *
     * @param x double[T][D]
     * @param stateInPlace double[stateLength]
     * @return double[T][Q]
     */
    double[][] run(double[][] x, double[] stateInPlace) {
        int units = shape.hidden();
        double[][] below = x;
        for (int layer = 0; layer < shape.layers(); layer++) {
            double[][] joined = new double[x.length][shape.directions() * units];
            for (int direction = 0; direction < shape.directions(); direction++) {
                int at = (layer * shape.directions() + direction)
                        * shape.recurrent().partsLength();
                double[] state = Arrays.copyOfRange(
                        stateInPlace, at, at + shape.recurrent().partsLength());
                for (int i = 0; i < x.length; i++) {
                    int t = direction == 0 ? i : x.length - 1 - i;
                    state = step("l" + layer + (direction == 0 ? "" : "_reverse"), below[t], state);
                    System.arraycopy(state, 0, joined[t], direction * units, units);
                }
                System.arraycopy(state, 0, stateInPlace, at, state.length);
            }
            below = joined;
        }
        double[][] outputs = new double[x.length][];
        for (int t = 0; t < x.length; t++) {
            outputs[t] = product("head.weight", "head.bias", below[t]);
            if (shape.skip()) {
                double[] skipped = product("skip.weight", null, x[t]);
                for (int q = 0; q < skipped.length; q++) {
                    outputs[t][q] += skipped[q];
                }
            }
        }
        return outputs;
    }

    private double[] step(String suffix, double[] x, double[] state) {
        String prefix = shape.cell().torchName() + ".";
        int units = shape.hidden();
        double[] h = Arrays.copyOf(state, units);
        double[] p = product(prefix + "weight_ih_" + suffix, prefix + "bias_ih_" + suffix, x);
        double[] q = product(prefix + "weight_hh_" + suffix, prefix + "bias_hh_" + suffix, h);
        double[] after = new double[state.length];
        for (int i = 0; i < units; i++) {
            switch (shape.cell()) {
                case RNN_TANH -> after[i] = Math.tanh(p[i] + q[i]);
                case RNN_RELU -> after[i] = Math.max(0, p[i] + q[i]);
                case GRU -> {
                    double r = sigmoid(p[i] + q[i]);
                    double z = sigmoid(p[units + i] + q[units + i]);
                    double n = Math.tanh(p[2 * units + i] + r * q[2 * units + i]);
                    after[i] = (1 - z) * n + z * h[i];
                }
                case LSTM -> {
                    double in = sigmoid(p[i] + q[i]);
                    double forget = sigmoid(p[units + i] + q[units + i]);
                    double g = Math.tanh(p[2 * units + i] + q[2 * units + i]);
                    double out = sigmoid(p[3 * units + i] + q[3 * units + i]);
                    after[units + i] = forget * state[units + i] + in * g;
                    after[i] = out * Math.tanh(after[units + i]);
                }
            }
        }
        return after;
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

    /** The same numbers as doubles. */
    static double[] widen(float[] values) {
        double[] wide = new double[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }

    /** The same numbers as doubles. */
    static double[][] widen(float[][] rows) {
        double[][] wide = new double[rows.length][];
        Arrays.setAll(wide, i -> widen(rows[i]));
        return wide;
    }
}
