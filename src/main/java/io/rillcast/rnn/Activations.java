package io.rillcast.rnn;

/**
 * The exponential, logistic and hyperbolic tangent functions in float, with equal bits on every JVM.
 *
 * <p>{@code Math.exp} and {@code Math.tanh} may differ in the last bit between JVMs and cost more than the matrix
 * products of a small network. These use only operations that Java defines exactly ({@code + - * /}, {@code Math.fma},
 * and integer ones on the bits), without a branch, so that vectors compute them alike. NaN in gives NaN out.
 *
 * <p>All three begin alike: x = n ln 2 + r with an integer n and |r| &lt;= 0.3467, and e^r - 1 by Taylor's series. A
 * unit in the last place (ulp) is that of the exact result rounded to float, subnormal results included. Against {@code
 * StrictMath} in double, over every float from 2^-26 to 120 of both signs, the largest error of exp is 1.060 ulp (at
 * -5.888854), of sigmoid 2.402 (at -4.157294), of tanh 2.419 (at 0.0077671753); nearer to 0 it is below 0.13 ulp.
 */
public final class Activations {
    /** From here on exp overflows to infinity or rounds to 0, whatever the sign. */
    static final float EXP_BOUND = 105;
    /** From here on the tanh of half of it is 1 in float. */
    static final float TANH_BOUND = 20;

    static final float LOG2_E = 1.442695f;
    /** Added to a number below 2^22 it leaves the nearest integer in the lowest bits. */
    static final float ROUNDER = 0x1.8p23f;

    static final int ROUNDER_BITS = Float.floatToRawIntBits(ROUNDER);
    // ln 2 in two parts: the first has 9 significant bits, so that a multiple of it by an exponent is exact.
    static final float LN2_HIGH = 355f / 512;
    static final float LN2_LOW = -2.1219444e-4f;

    // Taylor's series: |r| <= 0.3467, so the first term left out, r^8/8!, is below 6e-9.
    static final float C7 = 1f / 5040;
    static final float C6 = 1f / 720;
    static final float C5 = 1f / 120;
    static final float C4 = 1f / 24;
    static final float C3 = 1f / 6;
    static final float C2 = 0.5f;

    static final int SIGN_BIT = 0x80000000;
    static final int ABS_BITS = 0x7fffffff;
    /** Added to the bits of |x| it makes exactly the NaNs negative integers, which a minimum then leaves alone. */
    static final int NAN_SHIFT = 0x007fffff;

    static final int EXPONENT_BIAS = 127;
    static final int EXPONENT_SHIFT = 23;

    private Activations() {}

    /**
     * The exponential function.
     *
     * @param x any float
     * @return e^x within 1.1 ulp, subnormal results included; infinity above 88.72284, 0 below -103.97208
     */
    public static float exp(float x) {
        int bits = Float.floatToRawIntBits(x);
        float bounded = Float.intBitsToFloat(boundedMagnitude(bits, EXP_BOUND) | (bits & SIGN_BIT));
        return expBounded(bounded);
    }

    /**
     * The logistic function 1 / (1 + e^-x).
     *
     * @param x any float
     * @return its value within 2.5 ulp, subnormal results included; within [0, 1]; 0 only below -103.97208
     */
    public static float sigmoid(float x) {
        int bits = Float.floatToRawIntBits(x);
        // e^-|x| never overflows; the result is 1 / (1 + e^-|x|) or, for negative x, e^-|x| / (1 + e^-|x|).
        float e = expBounded(Float.intBitsToFloat(boundedMagnitude(bits, EXP_BOUND) | SIGN_BIT));
        float top = (bits >> 31) == 0 ? 1 : e;
        return top / (1 + e);
    }

    /**
     * The hyperbolic tangent.
     *
     * @param x any float
     * @return tanh x within 2.5 ulp, within [-1, 1], odd; a zero keeps its sign
     */
    public static float tanh(float x) {
        int bits = Float.floatToRawIntBits(x);
        // With m = e^(2|x|) - 1 the result is m / (m + 2): nothing cancels, and for large m the error of m is lost.
        float twice = Float.intBitsToFloat(bits & ABS_BITS) * 2;
        twice = Float.intBitsToFloat(boundedMagnitude(Float.floatToRawIntBits(twice), TANH_BOUND));
        float shifted = Math.fma(twice, LOG2_E, ROUNDER);
        int exponent = Float.floatToRawIntBits(shifted) - ROUNDER_BITS;
        float scale = powerOfTwo(exponent);
        float m = Math.fma(scale, expMinusOne(rest(twice, shifted - ROUNDER)), scale - 1);
        return Float.intBitsToFloat(Float.floatToRawIntBits(m / (m + 2)) | (bits & SIGN_BIT));
    }

    /** The bits of min(|x|, bound), or of |x| if x is NaN. */
    private static int boundedMagnitude(int bits, float bound) {
        int largest = Float.floatToRawIntBits(bound) + NAN_SHIFT;
        return Math.min((bits & ABS_BITS) + NAN_SHIFT, largest) - NAN_SHIFT;
    }

    private static float expBounded(float x) {
        float shifted = Math.fma(x, LOG2_E, ROUNDER);
        int exponent = Float.floatToRawIntBits(shifted) - ROUNDER_BITS;
        float sum = expMinusOne(rest(x, shifted - ROUNDER)) + 1;
        // Two factors, because 2^exponent alone may be out of range where the product is not.
        int half = exponent >> 1;
        return sum * powerOfTwo(half) * powerOfTwo(exponent - half);
    }

    private static float rest(float x, float exponent) {
        return Math.fma(-exponent, LN2_LOW, Math.fma(-exponent, LN2_HIGH, x));
    }

    /** e^r - 1 for |r| <= 0.3467. */
    private static float expMinusOne(float r) {
        float sum = Math.fma(C7, r, C6);
        sum = Math.fma(sum, r, C5);
        sum = Math.fma(sum, r, C4);
        sum = Math.fma(sum, r, C3);
        sum = Math.fma(sum, r, C2);
        return Math.fma(sum, r * r, r);
    }

    private static float powerOfTwo(int exponent) {
        return Float.intBitsToFloat((exponent + EXPONENT_BIAS) << EXPONENT_SHIFT);
    }
}
