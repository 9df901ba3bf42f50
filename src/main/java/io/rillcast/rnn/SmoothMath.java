package io.rillcast.rnn;

/** Smooth functions in double that overflow nowhere and have equal bits on every JVM, and the way back to float. */
final class SmoothMath {
    private SmoothMath() {}

    /** log(1 + e^x), to a few units in the last place of double: x for large x, e^x for very negative x. */
    static double softplus(double x) {
        return Math.max(x, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
    }

    /** 1 / (1 + e^-x), to a few units in the last place of double in both tails: the slope of {@link #softplus}. */
    static double sigmoid(double x) {
        double tail = StrictMath.exp(-Math.abs(x));
        return (x >= 0 ? 1 : tail) / (1 + tail);
    }

    /** The nearest float that is finite; NaN stays NaN. */
    static float toFloat(double value) {
        return (float) Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, value));
    }
}
