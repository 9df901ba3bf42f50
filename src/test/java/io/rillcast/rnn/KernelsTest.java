package io.rillcast.rnn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KernelsTest {
    @Test
    void addsScaledRows() {
        float[] out = {1, 2};
        float[][] rows = {{1, 10}, {2, 20}, {3, 30}, {4, 40}, {5, 50}, {99, 99}};

        Kernels.addScaledRows(out, new float[] {1, 2, 0, -1, 3, 99}, rows, 5);

        assertThat(out).containsExactly(17, 162);
    }

    @Test
    void givesTheBitsOfOneMultiplyAddAfterAnother() {
        Random random = new Random(1);
        for (int length = 0; length <= 40; length++) {
            for (int count = 0; count <= 21; count++) {
                float[] out = randomRow(random, length);
                float[] coefficients = randomRow(random, count);
                float[][] rows = new float[count][length];
                Arrays.setAll(rows, row -> randomRow(random, out.length));
                float[] expected = out.clone();
                for (int i = 0; i < length * count; i++) {
                    int column = i / count;
                    expected[column] = Math.fma(coefficients[i % count], rows[i % count][column], expected[column]);
                }

                Kernels.addScaledRows(out, coefficients, rows, count);

                assertThat(out).as("%d rows of %d", count, length).isEqualTo(expected);
            }
        }
    }

    @Test
    void addsOuterProduct() {
        float[][] out = {{1, 1}, {1, 1}, {1, 1}};

        Kernels.addOuterProduct(out, new float[] {1, 2, 3}, new float[] {10, 100});

        assertThat(out).isDeepEqualTo(new float[][] {{11, 101}, {21, 201}, {31, 301}});
    }

    @Test
    void writesColumnsAsRows() {
        float[][] out = new float[2][4];

        Kernels.transpose(out, new float[][] {{1, 2}, {3, 4}, {5, 6}}, 3);

        assertThat(out).isDeepEqualTo(new float[][] {{1, 3, 5, 0}, {2, 4, 6, 0}});
    }

    private static float[] randomRow(Random random, int length) {
        float[] row = new float[length];
        for (int i = 0; i < length; i++) {
            row[i] = (float) random.nextGaussian();
        }
        return row;
    }
}
