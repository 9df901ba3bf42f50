package io.rillcast.rnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Law 4: every kernel gives the bits of its definition, whichever set computes it. */
class KernelLawTest {
    private static final int LARGEST = 257;

    private final KernelSet[] sets = {new ScalarKernels(), Kernels.CHOSEN};

    @BeforeEach
    void needVectors() {
        assumeTrue(Kernels.CHOSEN instanceof VectorKernels, "the JVM was started without jdk.incubator.vector");
    }

    @Test
    void productHasTheBitsOfItsDefinition() {
        Random random = new Random(1);
        for (int size = 1; size <= LARGEST; size++) {
            checkProduct(random, 1 + random.nextInt(9), 1 + random.nextInt(40), size, false);
            checkProduct(random, 1 + random.nextInt(9), size, 1 + random.nextInt(60), true);
            checkProduct(random, size, 1 + random.nextInt(20), 1 + random.nextInt(60), random.nextBoolean());
        }
        checkProduct(random, 37, 300, 131, true);
        checkProduct(random, 0, 3, 5, false);
        checkProduct(random, 3, 0, 5, false);
    }

    private void checkProduct(Random random, int rows, int inner, int columns, boolean isTransposed) {
        int gap = random.nextInt(5);
        Matrix left = isTransposed
                ? new Matrix()
                        .place(numbers(random, 3 + inner * (rows + gap)), 3, inner, rows, rows + gap)
                        .transpose()
                : new Matrix().place(numbers(random, 3 + rows * (inner + gap)), 3, rows, inner, inner + gap);
        Matrix right =
                new Matrix().place(numbers(random, 1 + inner * (columns + gap)), 1, inner, columns, columns + gap);
        float[] before = numbers(random, 2 + rows * (columns + gap));
        Matrix expected = new Matrix().place(before.clone(), 2, rows, columns, columns + gap);
        multiply(expected, left, right);

        for (KernelSet set : sets) {
            Matrix out = new Matrix().place(before.clone(), 2, rows, columns, columns + gap);
            set.product(out, left, right);
            assertThat(out.values)
                    .as("%s: [%d, %d] [%d, %d]", set.description(), rows, inner, inner, columns)
                    .isEqualTo(expected.values);
        }
    }

    private static void multiply(Matrix out, Matrix left, Matrix right) {
        for (int i = 0; i < out.rows; i++) {
            for (int j = 0; j < out.columns; j++) {
                float sum = out.at(i, j);
                for (int k = 0; k < right.rows; k++) {
                    sum = Math.fma(left.at(i, k), right.at(k, j), sum);
                }
                out.values[out.offset + i * out.rowStride + j] = sum;
            }
        }
    }

    @Test
    void productOfOneRowHasTheBitsOfItsDefinition() {
        Random random = new Random(2);
        for (int size = 1; size <= LARGEST; size++) {
            checkProduct(random, 1, random.nextInt(30), size, false);
            checkProduct(random, 1, size, 1 + random.nextInt(150), random.nextBoolean());
        }
        checkProduct(random, 1, 3, 400, true);
    }

    @Test
    void activationsHaveTheBitsOfTheirDefinition() {
        Random random = new Random(3);
        for (int size = 0; size <= LARGEST; size++) {
            checkActivations(random, random.nextInt(20), size);
        }
    }

    private void checkActivations(Random random, int from, int size) {
        float[] v = new float[from + size + 3];
        for (int i = 0; i < v.length; i++) {
            v[i] = anyNumber(random);
        }
        float[][] expected = {v.clone(), v.clone(), v.clone()};
        for (int i = from; i < from + size; i++) {
            expected[0][i] = Activations.exp(v[i]);
            expected[1][i] = Activations.sigmoid(v[i]);
            expected[2][i] = Activations.tanh(v[i]);
        }

        for (KernelSet set : sets) {
            float[][] out = {v.clone(), v.clone(), v.clone()};
            set.exp(out[0], from, from + size);
            set.sigmoid(out[1], from, from + size);
            set.tanh(out[2], from, from + size);
            for (int f = 0; f < out.length; f++) {
                assertThat(out[f])
                        .as("%s: function %d of %d numbers", set.description(), f, size)
                        .isEqualTo(expected[f]);
            }
        }
    }

    /** Every kind of float: mostly of moderate size, but also any bits at all and the special ones. */
    private static float anyNumber(Random random) {
        float[] special = {
            0f,
            -0f,
            1f,
            -1f,
            Float.NaN,
            Float.POSITIVE_INFINITY,
            Float.NEGATIVE_INFINITY,
            Float.MIN_VALUE,
            -Float.MIN_VALUE,
            Float.MIN_NORMAL,
            Float.MAX_VALUE,
            -Float.MAX_VALUE,
            88.72284f,
            -103.97208f,
            -87.4f
        };
        return switch (random.nextInt(4)) {
            case 0 -> special[random.nextInt(special.length)];
            case 1 -> Float.intBitsToFloat(random.nextInt());
            case 2 -> (random.nextFloat() - 0.5f) * 210;
            default -> (float) random.nextGaussian() * 3;
        };
    }

    private static float[] numbers(Random random, int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
