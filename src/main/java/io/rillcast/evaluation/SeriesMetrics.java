package io.rillcast.evaluation;

import io.rillcast.forecast.Score;

/** How good the forecasts of one series were, as running sums over its scores; mutable, owned by one thread. */
public final class SeriesMetrics {
    private long scores;
    private double absoluteError;
    private double naiveAbsoluteError;
    private double pinball;
    private double naivePinball;
    private long covered80;
    private long covered95;
    private long modelVersion;

    /** Takes one score in. */
    public void add(Score score) {
        scores++;
        absoluteError += score.absoluteError();
        naiveAbsoluteError += score.naiveAbsoluteError();
        pinball += score.losses().pinball();
        naivePinball += score.losses().naivePinball();
        covered80 += score.covered80() ? 1 : 0;
        covered95 += score.covered95() ? 1 : 0;
        modelVersion = Math.max(modelVersion, score.model().version());
    }

    /** How many scores. */
    public long scores() {
        return scores;
    }

    /** Mean absolute error of the point forecasts, in the series' unit; NaN without scores. */
    public double meanAbsoluteError() {
        return absoluteError / scores;
    }

    /** Mean pinball loss over the mean absolute one-step difference; NaN for a constant series. */
    public double scaledPinball() {
        return pinball / naiveAbsoluteError;
    }

    /** The same of the last value with its empirical quantiles. */
    public double naiveScaledPinball() {
        return naivePinball / naiveAbsoluteError;
    }

    /** Share of the naive pinball loss that the forecasts saved: 0 as good as naive, 1 perfect, below 0 worse. */
    public double skill() {
        return 1 - pinball / naivePinball;
    }

    /** Observed share of actuals inside the 80 % interval. */
    public double coverage80() {
        return (double) covered80 / scores;
    }

    /** Observed share of actuals inside the 95 % interval. */
    public double coverage95() {
        return (double) covered95 / scores;
    }

    /** The highest model version among the forecasts scored, 0 for none. */
    public long modelVersion() {
        return modelVersion;
    }
}
