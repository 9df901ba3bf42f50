package io.rillcast.rnn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The losses that are likelihoods are those of distributions. */
class LikelihoodTest {
    private static Stream<Arguments> distributions() {
        return Stream.of(
                Arguments.of(GaussianLoss.of(), new float[] {0, 0}),
                Arguments.of(GaussianLoss.of(), new float[] {-0.25f, -3}),
                Arguments.of(GaussianLoss.of(), new float[] {0, 9}),
                Arguments.of(StudentTLoss.of(2.01), new float[] {0, 0}),
                Arguments.of(StudentTLoss.of(30), new float[] {0, 4}),
                Arguments.of(StudentTLoss.learned(), new float[] {0, -2, -6}),
                Arguments.of(StudentTLoss.learned(), new float[] {0, 1, 2}),
                Arguments.of(StudentTLoss.learned(), new float[] {0, 1, 1e6f}));
    }

    @ParameterizedTest
    @MethodSource("distributions")
    void integratesToOne(Loss loss, float[] outputs) {
        assertThat(integral(loss, outputs, y -> 1)).isCloseTo(1, Offset.offset(1e-6));
    }

    @Test
    void hasTheMeanAndTheDeviationItSays() {
        float[] outputs = {0.5f, 2};

        double mean = integral(GaussianLoss.of(), outputs, y -> y);
        double variance = integral(GaussianLoss.of(), outputs, y -> (y - 0.5) * (y - 0.5));

        assertThat(mean).isCloseTo(0.5, Offset.offset(1e-6));
        assertThat(Math.sqrt(variance)).isCloseTo(GaussianLoss.deviation(2), Offset.offset(1e-5));
    }

    @Test
    void hasTheVarianceOfStudent() {
        double variance = integral(StudentTLoss.of(6), new float[] {0, 2}, y -> y * y);

        // n / (n - 2) = 1.5 times the scale's square.
        double scale = StudentTLoss.scale(2);
        assertThat(variance).isCloseTo(1.5 * scale * scale, Offset.offset(1e-4));
    }

    @Test
    void isAlmostNormalWithManyDegreesOfFreedom() {
        float[] outputs = {0.25f, 0.5f, 3e38f};
        float[] gradient = new float[3];
        float[] normal = new float[2];

        double value = StudentTLoss.learned().lossWithGradient(gradient, outputs, 0, new float[] {1}, 1);
        double expected = GaussianLoss.of().lossWithGradient(normal, new float[] {0.25f, 0.5f}, 0, new float[] {1}, 1);

        assertThat(value).isCloseTo(expected, Offset.offset(1e-13));
        assertThat(gradient).containsExactly(new float[] {normal[0], normal[1], 0}, Offset.offset(1e-7f));
    }

    @Test
    void forgivesAnOutlierMoreThanTheNormal() {
        float[] gradient = new float[2];
        float[] outlier = {1e6f};

        double value = StudentTLoss.of(3).lossWithGradient(gradient, new float[] {0, 0}, 0, outlier, 1);

        // About (n + 1) log z where the normal pays z^2 / 2, and it pulls the less the farther it lies.
        assertThat(value).isLessThan(60);
        assertThat(gradient[0]).isBetween(-1e-5f, 0f);
        assertThat(GaussianLoss.of().loss(new float[] {0, 0}, 0, outlier)).isGreaterThan(1e11);
    }

    /** Values computed from Gamma(1) = 1, Gamma(3/2) = sqrt(pi) / 2, Gamma(2) = 1 and Gamma(5/2) = 3 sqrt(pi) / 4. */
    @Test
    void knowsRatiosOfGammaByHand() {
        double halfLogPi = 0.5723649429247001;
        double log2 = 0.6931471805599453;
        Offset<Double> exact = Offset.offset(1e-14);

        assertThat(GammaRatio.logShortfall(1)).isCloseTo(log2 - halfLogPi, exact);
        assertThat(GammaRatio.logShortfall(1.5)).isCloseTo(0.5 * StrictMath.log(1.5) + halfLogPi - log2, exact);
        assertThat(GammaRatio.logShortfall(2)).isCloseTo(0.5 * log2 - StrictMath.log(0.75) - halfLogPi, exact);
        // 1 / (2x) - (digamma(3/2) - digamma(1)) at 1, where the difference is 2 - 2 ln 2.
        assertThat(GammaRatio.slope(1)).isCloseTo(0.5 - (2 - 2 * log2), exact);
    }

    /** PyTorch's own differences of log-gammas lose a few digits: 2e-14 at most at these points, more beyond 33. */
    @Test
    void agreesWithPyTorchOnGamma() {
        GoldenFile golden = GoldenFile.read("losses.txt");
        double[] x = golden.values("gamma.x");

        for (int i = 0; i < x.length; i++) {
            Offset<Double> lost = Offset.offset(x[i] <= 33 ? 2e-14 : 2e-13);
            assertThat(GammaRatio.logShortfall(x[i])).as("%s", x[i]).isCloseTo(golden.values("gamma.value")[i], lost);
            assertThat(GammaRatio.slope(x[i])).as("%s", x[i]).isCloseTo(golden.values("gamma.slope")[i], lost);
        }
    }

    /** The integral of a function by the density, over y = mean + scale sinh(u), by trapezes in u. */
    private static double integral(Loss loss, float[] outputs, ToDoubleFunction<Float> function) {
        double scale = GaussianLoss.deviation(outputs[1]);
        double step = 1.0 / 128;
        double sum = 0;
        for (int i = -128 * 20; i <= 128 * 20; i++) {
            double u = i * step;
            float y = (float) (outputs[0] + scale * Math.sinh(u));
            double density = Math.exp(-loss.loss(outputs, 0, new float[] {y}));
            sum += function.applyAsDouble(y) * density * scale * Math.cosh(u) * step;
        }
        return sum;
    }
}
