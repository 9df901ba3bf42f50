package io.rillcast.rnn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Networks and numbers drawn from a seed. */
final class RandomNetworks {
    private RandomNetworks() {}

    /** Every cell, so many layers, in one direction and if wished also in two. */
    static List<NetworkShape> shapes(int inputs, int hidden, int outputs, int[] layers, boolean alsoTwoDirections) {
        List<NetworkShape> shapes = new ArrayList<>();
        for (CellKind cell : CellKind.values()) {
            for (int count : layers) {
                for (boolean bidirectional : alsoTwoDirections ? new boolean[] {false, true} : new boolean[] {false}) {
                    RecurrentShape recurrent = new RecurrentShape(cell, inputs, hidden, count, bidirectional);
                    // Every other network has a skip connection.
                    shapes.add(new NetworkShape(recurrent, outputs, shapes.size() % 2 == 0));
                }
            }
        }
        return shapes;
    }

    /** Weights normal with a deviation of 1.2 / sqrt(H): states neither fade nor saturate. */
    static Network network(NetworkShape shape, Random random) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        float deviation = (float) (1.2 / Math.sqrt(shape.hidden()));
        Parameters.zeros(shape)
                .toTensors()
                .forEach((name, zeros) ->
                        tensors.put(name, Tensor.of(zeros.shape(), normal(zeros.size(), deviation, random))));
        return Network.of(shape, tensors);
    }

    /** Normal numbers of a deviation. */
    static float[] normal(int count, float deviation, Random random) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian() * deviation;
        }
        return values;
    }

    /** Rows of normal numbers of deviation 1. */
    static float[][] rows(int count, int length, Random random) {
        float[][] rows = new float[count][];
        for (int i = 0; i < count; i++) {
            rows[i] = normal(length, 1, random);
        }
        return rows;
    }
}
