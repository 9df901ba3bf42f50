package io.rillcast.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class CovariateScalesTest {
    private static final CovariateNames ONE = new CovariateNames(List.of("x"));

    @Test
    void scalesByTheMeanAndTheMeanDeviationWithTheNumberAmongThem() {
        // Means 4, 6, 8; deviations from the mean before: none, 4, (4 + 6) / 2.
        assertThat(inputs(4, 8, 12)).isDeepEqualTo(new float[][] {{0, 1}, {2 / 4f, 1}, {4 / 5f, 1}});
    }

    @Test
    void masksWhatIsMissingAndLearnsNothingFromIt() {
        float[][] with = inputs(4, Double.NaN, 8, Double.NaN, Double.NaN, 12);

        assertThat(with).isDeepEqualTo(new float[][] {{0, 1}, {0, 0}, {2 / 4f, 1}, {0, 0}, {0, 0}, {4 / 5f, 1}});
    }

    @Test
    void takesZeroAsANumber() {
        assertThat(inputs(4, 8, 0)).isDeepEqualTo(new float[][] {{0, 1}, {2 / 4f, 1}, {-4 / 5f, 1}});
    }

    @Test
    void givesEqualBitsWhateverTheUnit() {
        double[] numbers = numbers(500);
        double[] larger = numbers.clone();
        double[] smaller = numbers.clone();
        for (int t = 0; t < numbers.length; t++) {
            larger[t] *= 0x1p+70;
            smaller[t] *= -0x1p-40;
        }

        assertThat(inputs(larger)).isDeepEqualTo(inputs(numbers));
        assertThat(negated(inputs(smaller))).isDeepEqualTo(inputs(numbers));
    }

    @Test
    void sees0And1WhereEventsAreRare() {
        double[] numbers = new double[2000];
        for (int t = 30; t < numbers.length; t += 400) {
            numbers[t] = 1;
        }

        float[][] inputs = inputs(numbers);

        assertThat(inputs[1999][0]).isBetween(-1f, 0f);
        assertThat(inputs[1630][0]).isEqualTo(10f);
    }

    @Test
    void saysNothingOfAConstantButThatItIsThere() {
        assertThat(inputs(7, 7, 7)).isDeepEqualTo(new float[][] {{0, 1}, {0, 1}, {0, 1}});
    }

    @Test
    void forgetsAnOutlier() {
        double[] numbers = numbers(400);
        double[] hit = numbers.clone();
        hit[100] = 1e12;

        float[][] inputs = inputs(hit);

        assertThat(inputs[100][0]).isEqualTo(10f);
        assertThat(inputs[399][0]).isCloseTo(inputs(numbers)[399][0], Offset.offset(0.2f));
    }

    @Test
    void staysWithinTenWhateverComes() {
        double[] absurd = {0, 1e308, -1e308, Double.MIN_VALUE, 0, 5, -0.0, 1e-300, 1e300, 3};

        for (float[] input : inputs(absurd)) {
            assertThat(input[0]).isBetween(-10f, 10f);
        }
    }

    @Test
    void knowsThatAStatisticHasOverflowed() {
        CovariateScales scales = new CovariateScales(ONE);
        float[] out = new float[2];

        scales.take(out, 0, covariates(-Double.MAX_VALUE));
        assertThat(scales.isFinite()).isTrue();
        scales.take(out, 0, covariates(Double.MAX_VALUE));
        assertThat(scales.isFinite()).isFalse();
    }

    @Test
    void masksCovariatesOfAnotherList() {
        CovariateScales scales = new CovariateScales(ONE);
        float[] out = {5, 5};

        scales.take(out, 0, Covariates.of(new CovariateNames(List.of("y")).fingerprint(), new double[] {3}));

        assertThat(out).containsExactly(0, 0);
    }

    private static double[] numbers(int length) {
        Random random = new Random(4);
        double[] numbers = new double[length];
        for (int t = 0; t < length; t++) {
            numbers[t] = random.nextInt(5) == 0 ? Double.NaN : 20 + 3 * random.nextGaussian();
        }
        numbers[length - 1] = 21;
        return numbers;
    }

    private static float[][] inputs(double... numbers) {
        CovariateScales scales = new CovariateScales(ONE);
        float[][] inputs = new float[numbers.length][2];
        for (int t = 0; t < numbers.length; t++) {
            scales.take(inputs[t], 0, covariates(numbers[t]));
        }
        return inputs;
    }

    private static float[][] negated(float[][] inputs) {
        for (float[] input : inputs) {
            input[0] = 0 - input[0];
        }
        return inputs;
    }

    private static Covariates covariates(double number) {
        return Covariates.of(ONE.fingerprint(), new double[] {number});
    }
}
