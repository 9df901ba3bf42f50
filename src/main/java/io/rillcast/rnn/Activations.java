package io.rillcast.rnn;

/**
 * The exponential, logistic and hyperbolic tangent functions in float, with equal bits on every JVM.
 *
 * <p>{@code Math.exp} and {@code Math.tanh} may differ in the last bit between JVMs and cost more than the matrix
 * products of a small network. These use only operations that Java defines exactly ({@code + - * /}, {@code Math.fma},
 * {@code min}, {@code max}), and the loops over arrays are vectorised by the compiler. NaN in gives NaN out.
 */
public final class Activations {
    // tanh(x) = x P(x^2) / Q(x^2), fitted by src/test/golden/fit_tanh.py with a relative error of 2.1e-8 on [0, 9.02].
    // All coefficients are positive, so nothing cancels.
    private static final float P0 = 1.0f;
    private static final float P1 = 0.13379718f;
    private static final float P2 = 0.003494035f;
    private static final float P3 = 2.058349e-5f;
    private static final float P4 = 1.3319084e-8f;
    private static final float Q0 = 1.0f;
    private static final float Q1 = 0.46713033f;
    private static final float Q2 = 0.025871076f;
    private static final float Q3 = 3.2830937e-4f;
    private static final float Q4 = 7.7620246e-7f;

    /** From here on tanh is 1 in float. */
    private static final float TANH_BOUND = 9.02f;

    private static final float LOG2_E = 1.442695f;
    // ln 2 in two parts: the first has 9 significant bits, so that a multiple of it by an exponent is exact.
    private static final float LN2_HIGH = 355f / 512;
    private static final float LN2_LOW = -2.1219444e-4f;
    /** Above it exp overflows to infinity. */
    private static final float EXP_OVERFLOW = 88.72284f;
    /** Below it exp is less than half the smallest float. */
    private static final float EXP_UNDERFLOW = -103.97208f;

    private Activations() {}

    /**
     * The exponential function.
     *
     * @param x any float
     * @return e^x within 1.5 units in the last place, subnormal results included; infinity above 88.72284, 0 below
     *     -103.97208
     */
    public static float exp(float x) {
        if (Float.isNaN(x)) {
            return x;
        }
        if (x > EXP_OVERFLOW) {
            return Float.POSITIVE_INFINITY;
        }
        if (x < EXP_UNDERFLOW) {
            return 0;
        }
        int exponent = (int) Math.rint(x * LOG2_E);
        float rest = Math.fma(-exponent, LN2_LOW, Math.fma(-exponent, LN2_HIGH, x));
        // Taylor's series: |rest| <= 0.3467, so the first term left out, rest^8/8!, is below 6e-9.
        float sum = 1f / 5040;
        sum = Math.fma(sum, rest, 1f / 720);
        sum = Math.fma(sum, rest, 1f / 120);
        sum = Math.fma(sum, rest, 1f / 24);
        sum = Math.fma(sum, rest, 1f / 6);
        sum = Math.fma(sum, rest, 0.5f);
        sum = Math.fma(sum, rest * rest, rest) + 1;
        // Two factors, because 2^exponent alone may be out of range where the product is not.
        int half = exponent >> 1;
        return sum * powerOfTwo(half) * powerOfTwo(exponent - half);
    }

    /**
     * The hyperbolic tangent.
     *
     * @param x any float
     * @return tanh x with a relative error of at most 4e-7, within [-1, 1], odd; a zero keeps its sign
     */
    public static float tanh(float x) {
        float bounded = Math.max(-TANH_BOUND, Math.min(TANH_BOUND, x));
        float square = bounded * bounded;
        float p = Math.fma(P4, square, P3);
        p = Math.fma(p, square, P2);
        p = Math.fma(p, square, P1);
        p = Math.fma(p, square, P0);
        float q = Math.fma(Q4, square, Q3);
        q = Math.fma(q, square, Q2);
        q = Math.fma(q, square, Q1);
        q = Math.fma(q, square, Q0);
        return Math.max(-1f, Math.min(1f, bounded * (p / q)));
    }

    /**
     * The logistic function 1 / (1 + e^-x).
     *
     * @param x any float
     * @return its value with an absolute error of at most 2e-7, within [0, 1]; exactly 0 or 1 beyond about 17
     */
    public static float sigmoid(float x) {
        return Math.fma(0.5f, tanh(0.5f * x), 0.5f);
    }

    private static float powerOfTwo(int exponent) {
        return Float.intBitsToFloat((exponent + 127) << 23);
    }
}
