package io.rillcast.rnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every loss, at ordinary and at extreme points. */
class LossTest {
    private static final float[] EXTREMES = {
        0, -0f, Float.MIN_VALUE, 1, -1.5f, 88, -104, 1e4f, -1e4f, 1e30f, 3e38f, -3e38f, Float.MAX_VALUE
    };

    private static List<Loss> losses() {
        return List.of(
                SquaredError.of(3),
                PinballLoss.of(0.1, 0.5, 0.9),
                GaussianLoss.of(),
                StudentTLoss.of(2.5),
                StudentTLoss.learned(),
                BinaryCrossEntropy.of(3),
                SoftmaxCrossEntropy.of(3));
    }

    private static Stream<Arguments> points() {
        return Stream.of(
                Arguments.of(SquaredError.of(2), floats(0.3f, -2), floats(1, 1.25f)),
                Arguments.of(SquaredError.of(2), floats(1e4f, -7), floats(-1e4f, 1e4f)),
                Arguments.of(PinballLoss.of(0.1, 0.5, 0.9), floats(-1, 0.25f, 2), floats(1)),
                Arguments.of(PinballLoss.of(0.1, 0.9), floats(-3e38f, 3e38f), floats(1e30f)),
                Arguments.of(GaussianLoss.of(), floats(0.3f, 0.7f), floats(-1)),
                Arguments.of(GaussianLoss.of(), floats(0.3f, -30), floats(0.5f)),
                Arguments.of(GaussianLoss.of(), floats(2, 1e4f), floats(1e6f)),
                Arguments.of(GaussianLoss.of(), floats(-7, 1e30f), floats(1e30f)),
                Arguments.of(StudentTLoss.of(3), floats(0.3f, 0.7f), floats(-1)),
                Arguments.of(StudentTLoss.of(1e12), floats(0.3f, 0.7f), floats(-1)),
                Arguments.of(StudentTLoss.learned(), floats(0.3f, 0.7f, -0.4f), floats(-1)),
                Arguments.of(StudentTLoss.learned(), floats(0.3f, 0.7f, 15), floats(3)),
                Arguments.of(StudentTLoss.learned(), floats(0.3f, -30, 2), floats(1e4f)),
                Arguments.of(StudentTLoss.learned(), floats(2, 1e4f, -12), floats(1e30f)),
                Arguments.of(BinaryCrossEntropy.of(3), floats(0.5f, -2, 7), floats(1, 0, 0.25f)),
                Arguments.of(BinaryCrossEntropy.of(3), floats(1e4f, -1e4f, 3e38f), floats(0, 0.5f, 0.25f)),
                Arguments.of(SoftmaxCrossEntropy.of(4), floats(0.5f, -2, 1.5f, 0.25f), floats(1)),
                Arguments.of(SoftmaxCrossEntropy.of(3), floats(1e4f, -1e4f, 9999), floats(1)),
                Arguments.of(SoftmaxCrossEntropy.of(3), floats(3e38f, -3e38f, 1e4f), floats(1)));
    }

    /**
     * Two central differences with halved steps, extrapolated: their error is of the fourth power of the step, 2e-5 of the
     * gradient. The softmax's float exponentials add 5e-6, the loss's own rounding its size over the step.
     */
    @ParameterizedTest
    @MethodSource("points")
    void hasTheGradientOfCentralDifferences(Loss loss, float[] outputs, float[] target) {
        float[] gradient = new float[outputs.length];

        double value = loss.lossWithGradient(gradient, outputs, 0, target, 1);

        for (int i = 0; i < outputs.length; i++) {
            double step = Math.max(1.0 / 16, 8 * Math.ulp(outputs[i]));
            double expected =
                    (4 * difference(loss, outputs, target, i, step / 2) - difference(loss, outputs, target, i, step))
                            / 3;
            double rounding = 5e-6 + 1e-13 * Math.abs(value) / step;
            assertThat((double) gradient[i])
                    .as("output %d", i)
                    .isCloseTo(expected, Offset.offset(2e-5 * Math.abs(expected) + rounding));
        }
    }

    private static double difference(Loss loss, float[] outputs, float[] target, int index, double step) {
        float[] moved = outputs.clone();
        moved[index] = (float) (outputs[index] + step);
        double width = moved[index];
        double above = loss.loss(moved, 0, target);
        moved[index] = (float) (outputs[index] - step);
        width -= moved[index];
        return (above - loss.loss(moved, 0, target)) / width;
    }

    @ParameterizedTest
    @MethodSource("losses")
    void isFiniteWhateverIsFinite(Loss loss) {
        float[] outputs = new float[loss.outputs()];
        float[] gradient = new float[outputs.length];
        int cases = (int) Math.pow(EXTREMES.length, outputs.length);
        for (float extreme : EXTREMES) {
            float[] target = target(loss, extreme);
            for (int number = 0; number < cases; number++) {
                for (int i = 0, rest = number; i < outputs.length; i++, rest /= EXTREMES.length) {
                    outputs[i] = EXTREMES[rest % EXTREMES.length];
                }

                double value = loss.lossWithGradient(gradient, outputs, 0, target, 0.5f);

                boolean finite = Double.isFinite(value);
                for (float g : gradient) {
                    finite &= Float.isFinite(g);
                }
                if (!finite) {
                    fail("outputs=" + Arrays.toString(outputs) + ", target=" + Arrays.toString(target) + ", loss="
                            + value + ", gradient=" + Arrays.toString(gradient));
                }
            }
        }
    }

    private static float[] target(Loss loss, float extreme) {
        float[] target = new float[loss.targets()];
        float one = extreme;
        if (loss instanceof BinaryCrossEntropy) {
            one = Math.max(0, Math.min(1, extreme));
        } else if (loss instanceof SoftmaxCrossEntropy) {
            one = extreme > 1 ? 2 : 0;
        }
        Arrays.fill(target, one);
        return target;
    }

    @ParameterizedTest
    @MethodSource("losses")
    void costsNothingWhereMasked(Loss loss) {
        float[] gradient = new float[loss.outputs() + 2];
        Arrays.fill(gradient, 7);
        float[] outputs = new float[gradient.length];
        float[] target = new float[loss.targets()];
        target[0] = Float.NaN;

        double value = loss.lossWithGradient(gradient, outputs, 1, target, 1);

        assertThat(value).isZero();
        assertThat(loss.loss(outputs, 1, target)).isZero();
        assertThat(Arrays.copyOfRange(gradient, 1, gradient.length - 1)).containsOnly(0);
        assertThat(gradient[0]).isEqualTo(7);
        assertThat(gradient[gradient.length - 1]).isEqualTo(7);
    }

    @ParameterizedTest
    @MethodSource("points")
    void readsAndWritesAtTheOffsetAlone(Loss loss, float[] outputs, float[] target) {
        float[] gradient = new float[outputs.length];
        double value = loss.lossWithGradient(gradient, outputs, 0, target, 0.25f);
        float[] around = new float[outputs.length + 5];
        Arrays.fill(around, Float.NaN);
        System.arraycopy(outputs, 0, around, 3, outputs.length);
        float[] gradientAround = new float[around.length];

        double shifted = loss.lossWithGradient(gradientAround, around, 3, target, 0.25f);

        assertThat(shifted).isEqualTo(value).isEqualTo(loss.loss(around, 3, target));
        assertThat(Arrays.copyOfRange(gradientAround, 3, 3 + outputs.length)).isEqualTo(gradient);
        assertThat(Arrays.copyOf(gradientAround, 3)).containsOnly(0);
    }

    @ParameterizedTest
    @MethodSource("losses")
    void handsOnAnOutputThatIsNotANumber(Loss loss) {
        for (int i = 0; i < loss.outputs(); i++) {
            float[] outputs = new float[loss.outputs()];
            outputs[i] = Float.NaN;
            float[] gradient = new float[outputs.length];

            double value = loss.lossWithGradient(gradient, outputs, 0, new float[loss.targets()], 1);

            assertThat(value).as("output %d", i).isNaN();
            assertThat(gradient[i]).as("output %d", i).isNaN();
        }
    }

    @ParameterizedTest
    @MethodSource("losses")
    void allocatesNothing(Loss loss) {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        float[] outputs = new float[loss.outputs()];
        float[] gradient = new float[outputs.length];
        float[] target = new float[loss.targets()];
        // The first call may load classes.
        loss.lossWithGradient(gradient, outputs, 0, target, 1);
        long before = threads.getCurrentThreadAllocatedBytes();

        for (int i = 0; i < 10_000; i++) {
            loss.lossWithGradient(gradient, outputs, 0, target, 1);
        }

        // One object a call would be 160000 bytes.
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(20_000);
    }

    @ParameterizedTest
    @MethodSource("losses")
    void weighsTheGradientNotTheLoss(Loss loss) {
        float[] outputs = Arrays.copyOf(floats(0.5f, -1.5f, 2), loss.outputs());
        float[] target = new float[loss.targets()];
        float[] one = new float[outputs.length];
        float[] four = new float[outputs.length];

        double value = loss.lossWithGradient(one, outputs, 0, target, 1);
        double weighted = loss.lossWithGradient(four, outputs, 0, target, 4);

        assertThat(weighted).isEqualTo(value);
        for (int i = 0; i < one.length; i++) {
            assertThat(four[i]).isEqualTo(4 * one[i]).isNotZero();
        }
    }

    /** PyTorch in double: 2e-6 of the gradient is our float rounding, 1e-15 what PyTorch itself loses in the tails. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "squared-1",
                "squared-2",
                "pinball-1",
                "pinball-2",
                "gaussian-1",
                "gaussian-2",
                "gaussian-3",
                "gaussian-4",
                "student-1",
                "student-2",
                "student-3",
                "student-4",
                "given-1",
                "given-2",
                "binary-1",
                "binary-2",
                "softmax-1",
                "softmax-2",
                "softmax-3"
            })
    void computesWhatPyTorchComputes(String name) {
        GoldenFile golden = GoldenFile.read("losses.txt");
        float[] outputs = golden.floats(name + ".outputs");
        float[] gradient = new float[outputs.length];
        Loss loss = named(name, outputs.length);

        double value = loss.lossWithGradient(gradient, outputs, 0, golden.floats(name + ".target"), 1);

        double expected = golden.values(name + ".loss")[0];
        assertThat(value).isCloseTo(expected, Offset.offset(2e-7 * Math.abs(expected)));
        float[] expectedGradient = golden.floats(name + ".grad");
        for (int i = 0; i < gradient.length; i++) {
            float tolerance = 2e-6f * Math.abs(expectedGradient[i]) + 1e-15f;
            assertThat(gradient[i]).as("output %d", i).isCloseTo(expectedGradient[i], Offset.offset(tolerance));
        }
    }

    private static Loss named(String name, int outputs) {
        return switch (name.substring(0, name.indexOf('-'))) {
            case "squared" -> SquaredError.of(outputs);
            case "pinball" -> PinballLoss.of(0.025, 0.1, 0.5, 0.9, 0.975);
            case "gaussian" -> GaussianLoss.of();
            case "student" -> StudentTLoss.learned();
            case "given" -> StudentTLoss.of(4.5);
            case "binary" -> BinaryCrossEntropy.of(outputs);
            default -> SoftmaxCrossEntropy.of(outputs);
        };
    }

    @Test
    void isTheMeanOfSquaresWithoutAHalf() {
        float[] gradient = new float[2];

        double value = SquaredError.of(2).lossWithGradient(gradient, floats(1, 5), 0, floats(4, 4), 1);

        // (9 + 1) / 2 and 2 (y - t) / 2
        assertThat(value).isEqualTo(5);
        assertThat(gradient).containsExactly(-3, 1);
    }

    @Test
    void asksEachLabelByItself() {
        float[] gradient = new float[2];

        double value = BinaryCrossEntropy.of(2).lossWithGradient(gradient, floats(0, 0), 0, floats(1, 0), 1);

        // Each label costs ln 2 where the probability is one half.
        assertThat(value).isCloseTo(0.6931471805599453, Offset.offset(1e-15));
        assertThat(gradient).containsExactly(-0.25f, 0.25f);
    }

    @Test
    void bringsEachLevelToItsOwnQuantile() {
        PinballLoss loss = PinballLoss.of(0.1, 0.5, 0.9);
        float[] outputs = {95, 20, 3};
        float[] gradient = new float[3];

        for (int round = 0; round < 400; round++) {
            for (int y = 1; y <= 100; y++) {
                loss.lossWithGradient(gradient, outputs, 0, floats(y), 0.3f);
                for (int i = 0; i < 3; i++) {
                    outputs[i] -= gradient[i];
                }
            }
        }

        // Of 1 to 100, a tenth, half and nine tenths are below; a round moves an output by at most 100 * 0.1 * 0.1.
        assertThat(outputs[0]).isCloseTo(10.5f, Offset.offset(1.5f));
        assertThat(outputs[1]).isCloseTo(50.5f, Offset.offset(5f));
        assertThat(outputs[2]).isCloseTo(90.5f, Offset.offset(1.5f));
    }

    @Test
    void refusesWhatIsNoLoss() {
        assertThatThrownBy(() -> SquaredError.of(0)).hasMessage("outputs must be >= 1: outputs=0");
        assertThatThrownBy(() -> BinaryCrossEntropy.of(0)).hasMessage("labels must be >= 1: labels=0");
        assertThatThrownBy(() -> SoftmaxCrossEntropy.of(1)).hasMessage("classes must be >= 2: classes=1");
        assertThatThrownBy(() -> StudentTLoss.of(2))
                .hasMessage("degreesOfFreedom must be > 2 and finite: degreesOfFreedom=2.0");
    }

    private static float[] floats(float... values) {
        return values;
    }
}
