package io.rillcast.forecast;

/**
 * How good one forecast was, known when its reading has come.
 *
 * <p>Pinball losses are means over the levels of the forecast, without the factor 2, in the series' unit. A pinball
 * loss at level t of a quantile q and an actual y is t (y - q) if y >= q, else (1 - t) (q - y).
 *
 * @param seriesId the series
 * @param timestampMs time of the actual, epoch ms
 * @param values the actual and the point forecasts beside it
 * @param losses how far off they were
 * @param covered80 whether the actual lay within the forecast's 80 % interval, bounds included
 * @param covered95 whether it lay within the 95 % interval
 * @param afterGap whether the actual came later than the cadence let expect
 * @param model under which version the forecast was made
 * @param rolling how good the last readings' forecasts were
 */
public record Score(
        String seriesId,
        long timestampMs,
        Values values,
        Losses losses,
        boolean covered80,
        boolean covered95,
        boolean afterGap,
        ModelUsed model,
        Rolling rolling) {
    /** How many of the last scores a rolling figure speaks of: the inverse of the rate of its weighted mean. */
    public static final int ROLLING_READINGS = 200;

    /** A rolling MASE is no larger: where the last value made no error at all it would be infinite. */
    public static final double MOST_ROLLING_MASE = 1000;

    /**
     * The actual and the point forecasts beside it.
     *
     * @param actual what came
     * @param point the forecast's median
     * @param naive the last value before
     */
    public record Values(double actual, double point, double naive) {}

    /**
     * How far off, in the series' unit.
     *
     * @param pinball of the forecast
     * @param networkPinball of the network alone
     * @param naivePinball of the last value with its empirical quantiles
     * @param crps continuous ranked probability score, approximated from the quantiles as twice the mean pinball loss
     *     weighted by the spacing of the levels
     */
    public record Losses(double pinball, double networkPinball, double naivePinball, double crps) {}

    /**
     * The version a forecast was made under.
     *
     * @param group the model group
     * @param version its version, 0 for none
     * @param revision as the forecast's
     */
    public record ModelUsed(String group, long version, int revision) {}

    /**
     * Exponentially weighted means over about the last {@link #ROLLING_READINGS} scores.
     *
     * @param mase mean absolute error over that of the last value on the same readings; 1 where both are 0,
     *     at most {@link #MOST_ROLLING_MASE}
     * @param coverage80 share of actuals inside the 80 % interval
     */
    public record Rolling(double mase, double coverage80) {}

    /** Whether no loss is beyond the largest number. */
    boolean isFinite() {
        return Double.isFinite(losses.pinball + losses.networkPinball + losses.naivePinball + losses.crps)
                && Double.isFinite(absoluteError() + naiveAbsoluteError());
    }

    /** Distance of the point forecast from the actual. */
    public double absoluteError() {
        return Math.abs(values.actual() - values.point());
    }

    /** Distance of the last value from the actual. */
    public double naiveAbsoluteError() {
        return Math.abs(values.actual() - values.naive());
    }
}
