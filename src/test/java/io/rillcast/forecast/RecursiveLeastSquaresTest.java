package io.rillcast.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against ridge regression solved at once, by the normal equations. */
class RecursiveLeastSquaresTest {
    private static final int P = 6;

    private final double[] prior = {0.1, 0.3, 2, 5, 0.5, 1};
    private final Random random = new Random(5);
    private final double[][] normal = new double[P][P];
    private final double[] right = new double[P];

    /** Adds an observation to the normal equations, all earlier ones fading; the ridge fades with them. */
    private void add(double[] x, double y, double weight, double kept) {
        for (int i = 0; i < P; i++) {
            for (int j = 0; j < P; j++) {
                normal[i][j] = kept * (normal[i][j] + weight * x[i] * x[j]);
            }
            right[i] = kept * (right[i] + weight * x[i] * y);
        }
    }

    private void addRidge() {
        for (int i = 0; i < P; i++) {
            normal[i][i] += 1 / prior[i];
        }
    }

    /** Gaussian elimination with pivots. */
    private double[] solved() {
        double[][] a = Arrays.stream(normal).map(double[]::clone).toArray(double[][]::new);
        double[] b = right.clone();
        for (int column = 0; column < P; column++) {
            int pivot = column;
            for (int row = column; row < P; row++) {
                pivot = Math.abs(a[row][column]) > Math.abs(a[pivot][column]) ? row : pivot;
            }
            double[] swapped = a[pivot];
            a[pivot] = a[column];
            a[column] = swapped;
            double kept = b[pivot];
            b[pivot] = b[column];
            b[column] = kept;
            for (int row = 0; row < P; row++) {
                double factor = row == column ? 0 : a[row][column] / a[column][column];
                for (int j = 0; j < P; j++) {
                    a[row][j] -= factor * a[column][j];
                }
                b[row] -= factor * b[column];
            }
        }
        for (int i = 0; i < P; i++) {
            b[i] /= a[i][i];
        }
        return b;
    }

    private double[] inputs() {
        double[] x = random.doubles(P, -2, 2).toArray();
        x[0] = 1;
        x[3] = 0.8 * x[2] + 0.2 * x[3];
        return x;
    }

    private double target(double[] x) {
        return 0.5 + x[1] - 2 * x[2] + 0.3 * x[4] + 0.5 * random.nextGaussian();
    }

    private static double[] weights(RecursiveLeastSquares regression) {
        double[] weights = new double[P];
        for (int i = 0; i < P; i++) {
            double[] unit = new double[P];
            unit[i] = 1;
            weights[i] = regression.predict(unit);
        }
        return weights;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 6, 7, 40, 1000})
    void equalsRidgeRegressionOfAllAtOnce(int observations) {
        RecursiveLeastSquares regression = new RecursiveLeastSquares(prior, 1);
        regression.reset();
        addRidge();
        for (int t = 0; t < observations; t++) {
            double[] x = inputs();
            double y = target(x);
            double weight = t % 3 == 0 ? 0.25 : 1;
            regression.observe(x, y - regression.predict(x), weight);
            add(x, y, weight, 1);
        }

        assertThat(weights(regression)).containsExactly(solved(), within(1e-9));
    }

    /** So many observations that no variance is back at its prior, where it would be held. */
    @Test
    void equalsFadingRidgeRegressionWhileEveryInputSpeaks() {
        RecursiveLeastSquares regression = new RecursiveLeastSquares(prior, 0.99);
        regression.reset();
        addRidge();
        for (int t = 0; t < 300; t++) {
            double[] x = inputs();
            for (int i = 1; i < P; i++) {
                x[i] *= 5; // much is learnt of each weight at once
            }
            x[0] = 5;
            double y = target(x);
            regression.observe(x, y - regression.predict(x), 1);
            add(x, y, 1, 0.99);
            if (t > 100) {
                assertThat(weights(regression)).containsExactly(solved(), within(0.02));
            }
        }
        assertThat(weights(regression)).containsExactly(solved(), within(2e-3));
    }

    /** In 32 bits at each step, on inputs that are nearly the same, or silent for long, or huge. */
    @Test
    void staysPositiveAndFiniteInAState() {
        SeriesState state = SeriesState.empty(1).withLength(StatePart.EXPERTS, RecursiveLeastSquares.bytes(P));
        int at = state.start(StatePart.EXPERTS);
        RecursiveLeastSquares regression = new RecursiveLeastSquares(prior, 0.9985);
        regression.reset();
        double[] recent = new double[P];
        for (int t = 0; t < 100_000; t++) {
            double common = random.nextGaussian();
            double[] x = new double[P];
            Arrays.setAll(x, i -> common + 1e-5 * random.nextGaussian());
            x[0] = 1;
            x[5] = t / 1000 % 2 == 0 ? 0 : 16;
            double y = 3 * common + 0.1 * random.nextGaussian();
            double error = y - regression.predict(x);
            recent[t % P] = Math.abs(error);
            regression.observe(x, error, t % 50 == 0 ? 1e-3 : 1);
            regression.store(state, at);
            regression = new RecursiveLeastSquares(prior, 0.9985);
            regression.load(state, at);
            for (int i = 0; i < P; i++) {
                float variance = state.float32(at + Float.BYTES * (P + i));
                if (!(variance > 0 && variance <= (float) prior[i])) {
                    throw new AssertionError("a variance must be above zero and no more than before: t=" + t + ", i="
                            + i + ", variance=" + variance);
                }
            }
        }

        assertThat(regression.isFinite()).isTrue();
        assertThat(Arrays.stream(recent).average().orElseThrow()).isLessThan(0.3);
    }

    @Test
    void forgetsSomeWeightsAndKeepsTheOthers() {
        RecursiveLeastSquares regression = new RecursiveLeastSquares(prior, 1);
        regression.reset();
        for (int t = 0; t < 200; t++) {
            double[] x = inputs();
            regression.observe(x, target(x) - regression.predict(x), 1);
        }
        double[] before = weights(regression);

        regression.forget(1, 3);

        double[] after = weights(regression);
        assertThat(after[1]).isZero();
        assertThat(after[2]).isZero();
        assertThat(new double[] {after[0], after[3], after[4], after[5]})
                .containsExactly(before[0], before[3], before[4], before[5]);
        for (int t = 0; t < 400; t++) {
            double[] x = inputs();
            regression.observe(x, target(x) - regression.predict(x), 1);
        }
        assertThat(weights(regression)[2]).isCloseTo(-2, within(0.4));
    }
}
