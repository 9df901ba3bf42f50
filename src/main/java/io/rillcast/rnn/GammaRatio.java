package io.rillcast.rnn;

/**
 * How far the ratio of gamma functions Gamma(x + 1/2) / Gamma(x) falls short of sqrt(x): g(x) = log(sqrt(x) Gamma(x) /
 * Gamma(x + 1/2)), and its slope, for x >= 1.
 *
 * <p>The difference of two log-gammas loses all digits when x is large; this never forms it. From 10 on it is Stirling's
 * series, whose coefficients are (-1)^k (B_{k+1}(1/2) - B_{k+1}) / (k (k + 1)) with Bernoulli's polynomials and numbers;
 * below, g(x) = g(x + 1) + log(1 + 1 / (2x)) - log(1 + 1 / x) / 2 climbs there. The first term left out is below 1.3e-15
 * and the absolute error below 1e-14, in the slope too.
 *
 * <p>Source: NIST Digital Library of Mathematical Functions, 5.11.8 and 5.5.1.
 */
final class GammaRatio {
    /** From here on the series is exact to double. */
    private static final double SERIES_FROM = 10;

    private static final double C1 = 1.0 / 8;
    private static final double C3 = -1.0 / 192;
    private static final double C5 = 1.0 / 640;
    private static final double C7 = -17.0 / 14336;
    private static final double C9 = 31.0 / 18432;
    private static final double C11 = -691.0 / 180224;

    private GammaRatio() {}

    /**
     * The logarithm of sqrt(x) Gamma(x) / Gamma(x + 1/2).
     *
     * @param x at least 1
     */
    static double logShortfall(double x) {
        double climbed = 0;
        double at = x;
        while (at < SERIES_FROM) {
            climbed += StrictMath.log1p(0.5 / at) - 0.5 * StrictMath.log1p(1 / at);
            at += 1;
        }
        double u = 1 / at;
        double v = u * u;
        return climbed + u * (C1 + v * (C3 + v * (C5 + v * (C7 + v * (C9 + v * C11)))));
    }

    /**
     * The slope of {@link #logShortfall}: 1 / (2x) less the difference of the digammas of x + 1/2 and x.
     *
     * @param x at least 1
     */
    static double slope(double x) {
        double climbed = 0;
        double at = x;
        while (at < SERIES_FROM) {
            climbed -= 0.25 / (at * (at + 0.5) * (at + 1));
            at += 1;
        }
        double u = 1 / at;
        double v = u * u;
        return climbed - v * (C1 + v * (3 * C3 + v * (5 * C5 + v * (7 * C7 + v * (9 * C9 + v * (11 * C11))))));
    }
}
