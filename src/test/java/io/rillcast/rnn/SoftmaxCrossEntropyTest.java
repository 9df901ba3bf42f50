package io.rillcast.rnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SoftmaxCrossEntropyTest {
    private static final float[] LOGITS = {0.5f, -1.25f, 3, 2.125f};

    private final SoftmaxCrossEntropy loss = SoftmaxCrossEntropy.of(4);

    @Test
    void costsTheLogarithmOfTheClassesWhereNothingIsKnown() {
        float[] gradient = new float[4];

        double value = loss.lossWithGradient(gradient, new float[4], 0, new float[] {1}, 1);

        // ln 4, two bits.
        assertThat(value / 0.6931471805599453).isCloseTo(2, Offset.offset(1e-15));
        assertThat(gradient).containsExactly(0.25f, -0.75f, 0.25f, 0.25f);
    }

    /** Sixteenths moved by powers of two up to 2^19 stay exact in float, so the bits are equal. */
    @ParameterizedTest
    @ValueSource(floats = {-524288, -64, 0.5f, 1024, 262144})
    void isTheSameUnderShifts(float shift) {
        float[] shifted = new float[4];
        for (int i = 0; i < 4; i++) {
            shifted[i] = LOGITS[i] + shift;
        }
        float[] gradient = new float[4];
        float[] gradientShifted = new float[4];

        double value = loss.lossWithGradient(gradient, LOGITS, 0, new float[] {3}, 1);
        double valueShifted = loss.lossWithGradient(gradientShifted, shifted, 0, new float[] {3}, 1);

        assertThat(valueShifted).isEqualTo(value);
        assertThat(gradientShifted).isEqualTo(gradient);
    }

    @Test
    void keepsTheDigitsOfASureAnswer() {
        float[] gradient = new float[4];

        double value = loss.lossWithGradient(gradient, new float[] {0, 60, 0, 0}, 0, new float[] {1}, 1);

        // 3 e^-60
        assertThat(value).isCloseTo(2.6269532e-26, Offset.offset(1e-32));
        assertThat(gradient[1]).isCloseTo(-2.6269533e-26f, Offset.offset(1e-32f));
    }

    @Test
    void refusesATargetThatIsNoClass() {
        for (float target : new float[] {-1, 4, 0.5f, Float.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> loss.loss(LOGITS, 0, new float[] {target}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a target must be the index of a class or NaN: target=" + target + ", classes=4");
        }
    }

    @Test
    void givesProbabilitiesThatAgreeWithItsLoss() {
        float[] probabilities = new float[4];

        loss.probabilities(probabilities, LOGITS, 0, 1);

        float sum = 0;
        for (int i = 0; i < 4; i++) {
            double expected = Math.exp(-loss.loss(LOGITS, 0, new float[] {i}));
            assertThat((double) probabilities[i]).isCloseTo(expected, Offset.offset(1e-6));
            sum += probabilities[i];
        }
        assertThat(sum).isCloseTo(1, Offset.offset(3e-7f));
    }

    @Test
    void isBolderWhereItIsColder() {
        float[] cold = new float[4];
        float[] hot = new float[4];
        float[] frozen = new float[4];

        loss.probabilities(cold, LOGITS, 0, 0.5);
        loss.probabilities(hot, LOGITS, 0, 1e9);
        loss.probabilities(frozen, LOGITS, 0, Double.MIN_VALUE);

        // The ratio of two probabilities is e^(difference / temperature): e^(0.875 / 0.5).
        assertThat(cold[2] / cold[3]).isCloseTo(5.754603f, Offset.offset(1e-5f));
        assertThat(hot).containsExactly(new float[] {0.25f, 0.25f, 0.25f, 0.25f}, Offset.offset(1e-6f));
        assertThat(frozen).containsExactly(0, 0, 1, 0);
        assertThatThrownBy(() -> loss.probabilities(cold, LOGITS, 0, 0))
                .hasMessage("temperature must be > 0: temperature=0.0");
    }

    @Test
    void drawsClassesAsOftenAsTheyAreProbable() {
        float[] probabilities = {0.125f, 0, 0.625f, 0.25f};
        Random random = new Random(5);
        int[] drawn = new int[4];

        for (int i = 0; i < 40_000; i++) {
            drawn[loss.sample(probabilities, random)]++;
        }

        // Five standard deviations of a count are at most 5 sqrt(40000 * 0.24) = 490.
        assertThat(drawn[0]).isCloseTo(5_000, Offset.offset(490));
        assertThat(drawn[1]).isZero();
        assertThat(drawn[2]).isCloseTo(25_000, Offset.offset(490));
        assertThat(drawn[3]).isCloseTo(10_000, Offset.offset(490));
    }

    @Test
    void refusesToDrawFromNoDistribution() {
        float[] broken = {0.5f, Float.NaN};

        assertThatThrownBy(() -> SoftmaxCrossEntropy.of(2).sample(broken, new Random(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("probabilities must add up to a finite number above 0: sum=NaN");
    }
}
