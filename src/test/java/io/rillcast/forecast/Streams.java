package io.rillcast.forecast;

import java.util.Random;

/** Kinds of series that are drawn, not recorded. */
enum Streams {
    /** A Gaussian random walk. */
    WALK,
    /** Prices: steps whose size comes in clusters, GARCH(1, 1). */
    PRICES,
    /** White noise around a level. */
    NOISE,
    /** A day of 24 hours in noise. */
    DAILY,
    /** Levels that change at random times. */
    REGIMES,
    /** Dry for most hours, wet ones in a row. */
    RAIN;

    double[] values(long seed, int length) {
        Random random = new Random(seed);
        double[] values = new double[length];
        double value = 100;
        double variance = 1;
        double level = 50;
        boolean isWet = false;
        for (int t = 0; t < length; t++) {
            double noise = random.nextGaussian();
            switch (this) {
                case WALK -> value += noise;
                case PRICES -> {
                    double step = Math.sqrt(variance) * noise;
                    value += step;
                    variance = 0.02 + 0.08 * step * step + 0.9 * variance;
                }
                case NOISE -> value = 100 + noise;
                case DAILY -> value = 100 + 10 * StrictMath.sin(2 * Math.PI * t / 24) + noise;
                case REGIMES -> {
                    level = random.nextInt(150) == 0 ? 50 + 20 * random.nextGaussian() : level;
                    value = level + noise;
                }
                case RAIN -> {
                    isWet = random.nextDouble() < (isWet ? 0.7 : 0.12);
                    value = isWet ? -2 * StrictMath.log(1 - random.nextDouble()) : 0;
                }
            }
            values[t] = value;
        }
        return values;
    }
}
