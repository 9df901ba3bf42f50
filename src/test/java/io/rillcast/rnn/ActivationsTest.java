package io.rillcast.rnn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** The stated errors hold for every sign and exponent: at the ends of each binade and at 4000 numbers within. */
class ActivationsTest {
    private static final int WITHIN = 4000;
    private static final int MANTISSA = 0x007fffff;

    @Test
    void expKeepsItsStatedError() {
        assertThat(largestError(Activations::exp, StrictMath::exp)).isLessThan(1.1);
    }

    @Test
    void sigmoidKeepsItsStatedError() {
        assertThat(largestError(
                        Activations::sigmoid, x -> StrictMath.exp(Math.min(x, 0)) / (1 + StrictMath.exp(-Math.abs(x)))))
                .isLessThan(2.5);
    }

    @Test
    void tanhKeepsItsStatedError() {
        assertThat(largestError(Activations::tanh, StrictMath::tanh)).isLessThan(2.5);
    }

    private interface FloatFunction {
        float of(float x);
    }

    /** In units in the last place of the exact result rounded to float. */
    private static double largestError(FloatFunction function, DoubleUnaryOperator exact) {
        Random random = new Random(1);
        double worst = 0;
        for (int exponent = 0; exponent < 255; exponent++) {
            int first = exponent << 23;
            for (int i = 0; i < 3; i++) {
                worst = Math.max(worst, errorOfBothSigns(function, exact, first + i));
                worst = Math.max(worst, errorOfBothSigns(function, exact, first + MANTISSA - i));
            }
            for (int i = 0; i < WITHIN; i++) {
                worst = Math.max(worst, errorOfBothSigns(function, exact, first + random.nextInt(MANTISSA)));
            }
        }
        return worst;
    }

    private static double errorOfBothSigns(FloatFunction function, DoubleUnaryOperator exact, int bits) {
        float x = Float.intBitsToFloat(bits);
        return Math.max(error(function.of(x), exact.applyAsDouble(x)), error(function.of(-x), exact.applyAsDouble(-x)));
    }

    private static double error(float result, double exact) {
        float rounded = (float) exact;
        if (Float.isInfinite(rounded)) {
            return result == rounded ? 0 : Double.POSITIVE_INFINITY;
        }
        double error = Math.abs(result - exact) / Math.ulp(rounded);
        // NaN would hide in a maximum.
        return Double.isNaN(error) ? Double.POSITIVE_INFINITY : error;
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
