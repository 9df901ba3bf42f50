package io.rillcast.forecast;

import java.util.List;

/**
 * What is told of one reading: the score of the forecast that waited for it, and the forecast that follows, with why.
 *
 * <p>Mutable scratch of one {@link OnlineForecaster}, whose other scratch it looks at. Start of state part ROLLING.
 */
final class Account {
    private static final double LOWER = 0.1;
    private static final double UPPER = 0.9;

    private final ForecastPlan plan;
    private final QuantileFunction function;
    private final Intake intake;
    private final PendingForecast pending;
    private final Blend blend;
    private final RollingScore rolling = new RollingScore();

    Account(ForecastPlan plan, QuantileFunction function, Intake intake, PendingForecast pending, Blend blend) {
        this.plan = plan;
        this.function = function;
        this.intake = intake;
        this.pending = pending;
        this.blend = blend;
    }

    void load(SeriesState state) {
        rolling.load(state, state.start(StatePart.ROLLING));
    }

    void store(SeriesState next) {
        rolling.store(next, next.start(StatePart.ROLLING));
    }

    /** Whether the rolling scores are numbers. */
    boolean isFinite() {
        return rolling.isFinite();
    }

    /** How good the last readings' forecasts were. */
    Score.Rolling rolling() {
        return rolling.rolling();
    }

    /** How good the pending forecast was, before the reading is taken in. */
    Score score(String group, Reading reading, int revision) {
        Clock before = intake.before;
        double actual = reading.value();
        double[] quantiles = pending.quantiles;
        Score.Values values = new Score.Values(actual, quantiles[plan.levels().medianIndex()], before.lastValue());
        boolean covered80 = covers(LOWER, UPPER, actual);
        rolling.observe(values, covered80, before.readings());
        return new Score(
                reading.seriesId(),
                reading.timestampMs(),
                values,
                new Score.Losses(
                        function.pinball(quantiles, actual),
                        function.pinball(pending.network, actual),
                        function.pinball(pending.naive, actual),
                        function.crps(quantiles, actual)),
                covered80,
                covers(0.025, 0.975, actual),
                before.cadence().isGap(before.lastMs(), reading.timestampMs()),
                new Score.ModelUsed(group, pending.modelVersion(), revision),
                rolling.rolling());
    }

    private boolean covers(double lower, double upper, double actual) {
        return actual >= function.atLevel(lower, pending.quantiles)
                && actual <= function.atLevel(upper, pending.quantiles);
    }

    /**
     * The forecast that is pending now.
     *
     * @param blended what the experts came to before it was corrected, double[Q]
     */
    Forecast forecast(String group, String seriesId, int revision, double[] blended) {
        Clock clock = intake.clock;
        boolean warm = pending.isWarm();
        Forecast.Origin origin = new Forecast.Origin(
                seriesId,
                clock.lastMs(),
                pending.targetMs(),
                revision,
                group,
                pending.modelVersion(),
                clock.readings(),
                warm);
        Forecast.Parts parts = new Forecast.Parts(
                function.mean(pending.quantiles),
                clock.lastValue(),
                pending.network[plan.levels().medianIndex()],
                blend.weights(warm),
                explanation(blended));
        return new Forecast(origin, plan.levels(), pending.quantiles, parts);
    }

    private Explanation explanation(double[] blended) {
        Cadence cadence = intake.clock.cadence();
        int months = cadence.monthStep();
        double least = intake.standardizer.isNonnegative(plan.support()) ? 0 : Double.NEGATIVE_INFINITY;
        return new Explanation(
                blend.medians(pending),
                intake.standardizer.scale(intake.clock.lastValue()),
                seasons(blend.lagsView()),
                months > 0 ? 0 : Math.round(cadence.usualStepMs()),
                months,
                support(),
                Explanation.ratio(width80(pending.quantiles, least), width80(blended, least)));
    }

    private static List<Integer> seasons(int[] lags) {
        if (lags[0] == 0) {
            return List.of();
        }
        return lags[1] == 0 ? List.of(lags[0]) : List.of(lags[0], lags[1]);
    }

    private String support() {
        if (intake.standardizer.isZeroHeavy()) {
            return Explanation.ZERO_HEAVY;
        }
        return intake.standardizer.isNonnegative(plan.support()) ? Explanation.NONNEGATIVE : Explanation.REAL;
    }

    /** The width of the 80 % interval; what lies below the least possible value is cut off. */
    private double width80(double[] quantiles, double least) {
        return Math.max(least, function.atLevel(UPPER, quantiles))
                - Math.max(least, function.atLevel(LOWER, quantiles));
    }
}
