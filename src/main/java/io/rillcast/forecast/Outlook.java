package io.rillcast.forecast;

/**
 * What the experts look at: the last values, the clock, the running statistics and the seasons of a series.
 *
 * <p>Views of one {@link OnlineForecaster}'s scratch, which change under it.
 */
final class Outlook {
    final ValueRing ring;
    final Clock clock;
    final Standardizer statistics;
    /** The season lengths in readings, 0 for none: int[{@link Seasons#MOST}]. */
    final int[] lags;

    Outlook(ValueRing ring, Clock clock, Standardizer statistics, int[] lags) {
        this.ring = ring;
        this.clock = clock;
        this.statistics = statistics;
        this.lags = lags;
    }

    /** The value before the one that is to be forecast. */
    double last() {
        return clock.lastValue();
    }

    /** The mean step. */
    double scale() {
        return statistics.scale(clock.lastValue());
    }
}
