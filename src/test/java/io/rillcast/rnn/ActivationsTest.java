package io.rillcast.rnn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The stated errors hold over all signs and exponents: every 2049th float, about 2000 an exponent. */
class ActivationsTest {
    // Odd, so that the lowest bits vary too.
    private static final int STRIDE = 2049;

    @Test
    void tanhKeepsItsStatedError() {
        double worst = 0;
        for (long bits = Integer.MIN_VALUE; bits <= Integer.MAX_VALUE; bits += STRIDE) {
            float x = Float.intBitsToFloat((int) bits);
            if (Float.isFinite(x) && Math.abs(x) >= Float.MIN_NORMAL) {
                worst = Math.max(worst, Math.abs(Activations.tanh(x) / StrictMath.tanh(x) - 1));
            }
        }

        assertThat(worst).isLessThan(4e-7);
    }

    @Test
    void sigmoidKeepsItsStatedError() {
        double worst = 0;
        for (long bits = Integer.MIN_VALUE; bits <= Integer.MAX_VALUE; bits += STRIDE) {
            float x = Float.intBitsToFloat((int) bits);
            if (Float.isFinite(x)) {
                worst = Math.max(worst, Math.abs(Activations.sigmoid(x) - 1 / (1 + StrictMath.exp(-x))));
            }
        }

        assertThat(worst).isLessThan(2e-7);
    }

    @Test
    void expKeepsItsStatedError() {
        double worst = 0;
        for (long bits = Integer.MIN_VALUE; bits <= Integer.MAX_VALUE; bits += STRIDE) {
            float x = Float.intBitsToFloat((int) bits);
            double exact = StrictMath.exp(x);
            if (Float.isFinite(x) && (float) exact < Float.POSITIVE_INFINITY) {
                worst = Math.max(worst, Math.abs(Activations.exp(x) - exact) / Math.ulp((float) exact));
            }
        }

        assertThat(worst).isLessThan(1.5);
    }

    @Test
    void expReachesItsLimits() {
        assertThat(Activations.exp(0f)).isEqualTo(1f);
        assertThat(Activations.exp(88.72f)).isFinite();
        assertThat(Activations.exp(88.73f)).isInfinite();
        assertThat(Activations.exp(Float.POSITIVE_INFINITY)).isInfinite();
        assertThat(Activations.exp(-103.9f)).isEqualTo(Float.MIN_VALUE);
        assertThat(Activations.exp(-104f)).isZero();
        assertThat(Activations.exp(Float.NEGATIVE_INFINITY)).isZero();
        assertThat(Activations.exp(Float.NaN)).isNaN();
    }

    @Test
    void tanhSaturatesAtOne() {
        assertThat(Activations.tanh(9.1f)).isEqualTo(1f);
        assertThat(Activations.tanh(Float.NEGATIVE_INFINITY)).isEqualTo(-1f);
        assertThat(Activations.tanh(-0f)).isEqualTo(-0f);
        assertThat(Activations.tanh(Float.MIN_VALUE)).isEqualTo(Float.MIN_VALUE);
        assertThat(Activations.tanh(Float.NaN)).isNaN();
    }

    @Test
    void sigmoidStaysWithinZeroAndOne() {
        assertThat(Activations.sigmoid(0f)).isEqualTo(0.5f);
        assertThat(Activations.sigmoid(40f)).isEqualTo(1f);
        assertThat(Activations.sigmoid(-103.9f)).isEqualTo(Float.MIN_VALUE);
        assertThat(Activations.sigmoid(-104f)).isZero();
        assertThat(Activations.sigmoid(Float.POSITIVE_INFINITY)).isEqualTo(1f);
        assertThat(Activations.sigmoid(Float.NEGATIVE_INFINITY)).isZero();
        assertThat(Activations.sigmoid(Float.NaN)).isNaN();
    }
}
