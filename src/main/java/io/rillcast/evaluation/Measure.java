package io.rillcast.evaluation;

/** What is measured of the forecasts of one series over its test part, by the names under which it is written. */
public enum Measure {
    /** Readings forecast. */
    N("n"),
    /** Mean absolute error of the median, in the series' unit. */
    MAE("mae"),
    /** Root mean squared error of the median, in the series' unit. */
    RMSE("rmse"),
    /** Root mean squared error of the distribution's mean, in the series' unit. */
    RMSE_OF_MEAN("rmse_of_mean"),
    /** MAE over the mean absolute one-step difference before the test part (Hyndman and Koehler 2006). */
    MASE("mase"),
    /** Mean of 2 |y - f| / (|y| + |f|) in percent, 0 where both are 0. */
    SMAPE("smape"),
    /** Mean pinball loss at the levels 0.1, 0.5 and 0.9, without the factor 2, in the series' unit. */
    PINBALL("pinball"),
    /** That over the mean absolute one-step difference before the test part. */
    SCALED_PINBALL("scaled_pinball"),
    /** Share of actuals within [q0.1, q0.9], bounds included. */
    COVERAGE80("coverage80"),
    /** Share of actuals within [q0.025, q0.975], bounds included. */
    COVERAGE95("coverage95"),
    /** Share of randomised probability transforms within [0.1, 0.9]: see {@link ProbabilityTransform}. */
    RANDOMISED_COVERAGE80("coverage80_randomised"),
    /** Share of them within [0.025, 0.975]. */
    RANDOMISED_COVERAGE95("coverage95_randomised"),
    /** Mean width of [q0.1, q0.9], in the series' unit. */
    WIDTH80("width80"),
    /** Mean continuous ranked probability score, from the quantiles, in the series' unit. */
    CRPS("crps");

    private final String text;

    Measure(String text) {
        this.text = text;
    }

    /** Its name in files. */
    public String text() {
        return text;
    }
}
