package io.rillcast.forecast;

import java.util.Locale;

/** Who speaks in the blend, in the order in which they lie in a state; later ones are added at the end. */
enum Expert {
    /** The last value, with the empirical distribution of steps over their slow mean. */
    NAIVE(0, 2),
    /** The last value, with the distribution of steps over their mean of late: follows clusters of volatility. */
    VOLATILITY(1, 4),
    /** The last value and the mean step. */
    DRIFT(2, 1),
    /** {@link Smoothing}. */
    SMOOTHING(3, 2),
    /** The value one season back. */
    SEASONAL_NAIVE(4, 0.3),
    /** {@link SeasonalSmoothing}. */
    SEASONAL_SMOOTHING(5, 1),
    /** {@link Regression}. */
    REGRESSION(6, 2),
    /** {@link Climatology}. */
    CLIMATOLOGY(7, 0.3),
    /** {@link WetDry}, for series with many zeros. */
    WET_DRY(8, 2),
    /** The recurrent network of the series' group. */
    NETWORK(9, 2);

    /** How many there are, K. */
    static final int COUNT = values().length;

    private static final Expert[] ALL = values();

    /** What each counts before anything is known, relative to the others; chosen once, before any test part was seen. */
    final double prior;

    private final int number;
    private final String label = name().toLowerCase(Locale.ROOT).replace('_', '-');

    Expert(int number, double prior) {
        this.number = number;
        this.prior = prior;
    }

    /** The place in the order, from 0. */
    int number() {
        return number;
    }

    /** The one at a place. */
    static Expert of(int number) {
        return ALL[number];
    }

    /** The name under which its weight is published. */
    String label() {
        return label;
    }
}
