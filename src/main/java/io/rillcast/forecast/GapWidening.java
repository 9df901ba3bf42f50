package io.rillcast.forecast;

/**
 * Widens the forecasts that follow a gap, because what they are made from (hidden state, volatility, levels, seasons) is
 * as old as the gap is long.
 *
 * <p>A forecast made before a gap cannot know of it; the score of the reading that ends it is marked and teaches nothing.
 * The forecasts from that reading on have the distance of each quantile from the median multiplied by sqrt(1 + v). The
 * extra variance v is set to log(1 + missed) / 2 by a gap, if that is more: 0.35 after one missed reading (intervals
 * wider by 16 %), 1.2 after ten (48 %), at most {@value #MOST}; each reading that comes on time multiplies it by {@value
 * #KEPT}, and below {@value #LEAST} it is over. A logarithm, because a series that returns to its level is not the less
 * known the longer it was away, and how much one wanders off is seen in the first value after the gap.
 *
 * <p>Mutable scratch of one {@link OnlineForecaster}, which is to call, in each step: {@link #load} with the state;
 * {@link #observe} with {@code before.cadence().missed(before.lastMs(), reading.timestampMs())} once the pending forecast
 * has been scored and before the next is made; {@link #widenInPlace} on the quantiles that are about to be published,
 * after the conformal correction and before they are raised to zero; {@link #store}. A state without these bytes (all
 * zero) is one without a gap. What the network and each expert say by themselves stays as it is.
 *
 * <pre>0 v, float32   4 unused</pre>
 */
final class GapWidening {
    static final int BYTES = 8;
    /** The most that v is: intervals 1.9 times as wide, after 181 missed readings. */
    static final double MOST = 2.6;

    static final double KEPT = 0.6;
    static final double LEAST = 0.02;
    private static final double PER_LOGARITHM = 0.5;

    private float variance;

    void load(SeriesState state) {
        boolean isThere = state.length(StatePart.ROLLING) >= RollingScore.BYTES + BYTES;
        variance = isThere ? state.float32(state.start(StatePart.ROLLING) + RollingScore.BYTES) : 0;
    }

    /** The state with room for it behind the rolling score, which is to be stored anew. */
    SeriesState sized(SeriesState next) {
        return next.withLength(StatePart.ROLLING, RollingScore.BYTES + BYTES);
    }

    void store(SeriesState next) {
        next.float32(next.start(StatePart.ROLLING) + RollingScore.BYTES, variance);
    }

    /** Takes a reading in before which so many were missed, at least 0. */
    void observe(long missed) {
        double kept = missed == 0 ? KEPT * variance : variance;
        double gap = Math.min(MOST, PER_LOGARITHM * StrictMath.log1p((double) missed));
        double next = Math.max(kept, gap);
        variance = next < LEAST ? 0 : (float) next;
    }

    /** What the distance of a quantile from the median is multiplied by, at least 1. */
    double factor() {
        return Math.sqrt(1 + (double) variance);
    }

    /**
     * Widens quantiles about their median, which stays; their order stays too.
     *
     * @param quantiles double[Q], increasing
     * @param medianIndex which of them is the median
     */
    void widenInPlace(double[] quantiles, int medianIndex) {
        if (variance == 0) {
            return;
        }
        double factor = factor();
        double median = quantiles[medianIndex];
        for (int i = 0; i < quantiles.length; i++) {
            quantiles[i] = median + factor * (quantiles[i] - median);
        }
    }
}
