package io.rillcast.forecast;

import java.util.Arrays;
import java.util.List;

/**
 * The cheap ways to forecast that stand beside the network, each with its own state and its own errors.
 *
 * <p>Mutable scratch of one {@link OnlineForecaster}.
 *
 * <pre>
 *   0 points said last, float64[5], NaN asleep: volatility, drift, smoothing, seasonal naive, seasonal smoothing
 *  40 their errors, 5 x 104 bytes   560 smoothing, 48 bytes   608 mean step, float64   616 seasonal smoothing, 32 bytes
 * 648 season lengths, uint16[2]   652 unused, int32   656 after zeros and others, 192 bytes   848 regression
 * </pre>
 */
final class Experts {
    private static final Expert[] POINTS = {
        Expert.VOLATILITY, Expert.DRIFT, Expert.SMOOTHING, Expert.SEASONAL_NAIVE, Expert.SEASONAL_SMOOTHING
    };
    private static final int ERRORS_AT = 8 * POINTS.length;
    private static final int SMOOTHING_AT = ERRORS_AT + POINTS.length * ErrorSketch.BYTES;
    private static final int DRIFT_AT = SMOOTHING_AT + Smoothing.BYTES;
    private static final int SEASONAL_AT = DRIFT_AT + 8;
    private static final int LAGS_AT = SEASONAL_AT + SeasonalSmoothing.BYTES;
    private static final int WET_DRY_AT = LAGS_AT + 8;
    private static final int REGRESSION_AT = WET_DRY_AT + WetDry.BYTES;
    static final int BYTES = (REGRESSION_AT + Regression.BYTES + 7) / 8 * 8;

    /** Volatility follows about the last ten steps, the errors of other points about the last thirty. */
    private static final double FAST = 0.1;

    private static final double USUAL = 0.03;
    private static final double DRIFT_RATE = 0.01;
    /** Before so many readings only the last value speaks. */
    private static final int FIRST_SAID = 4;
    /** Seasons are looked for at 16 and 32 readings, then every so many. */
    private static final int LOOKED_FOR = 64;

    final ValueRing ring = new ValueRing();
    final int[] lags = new int[Seasons.MOST];
    private final ForecastPlan plan;
    private final double[] points = new double[POINTS.length];
    private final ErrorSketch[] errors = new ErrorSketch[POINTS.length];
    private final Smoothing smoothing = new Smoothing();
    private final SeasonalSmoothing seasonal = new SeasonalSmoothing();
    private final Regression regression;
    private final Climatology climatology = new Climatology();
    private final WetDry wetDry = new WetDry();
    private final float[] recent = new float[ValueRing.MOST];
    private final double[] quantiles;
    /** The usual value at the phase of the target, NaN if it is not known. */
    private double climate = Double.NaN;

    private double drift;

    Experts(ForecastPlan plan) {
        this.plan = plan;
        this.regression = new Regression(plan.support());
        this.quantiles = new double[plan.levels().count()];
        for (int i = 0; i < POINTS.length; i++) {
            errors[i] = new ErrorSketch(isFast(i) ? FAST : USUAL);
        }
    }

    private static boolean isFast(int point) {
        return POINTS[point] == Expert.VOLATILITY || POINTS[point] == Expert.DRIFT;
    }

    void load(SeriesState state) {
        ring.load(state);
        if (state.length(StatePart.EXPERTS) != BYTES) {
            reset(state);
            return;
        }
        int at = state.start(StatePart.EXPERTS);
        for (int i = 0; i < POINTS.length; i++) {
            points[i] = state.float64(at + 8 * i);
            errors[i].load(state, at + ERRORS_AT + ErrorSketch.BYTES * i);
        }
        smoothing.load(state, at + SMOOTHING_AT);
        drift = state.float64(at + DRIFT_AT);
        seasonal.load(state, at + SEASONAL_AT);
        lags[0] = state.uint16(at + LAGS_AT);
        lags[1] = state.uint16(at + LAGS_AT + 2);
        wetDry.load(state, at + WET_DRY_AT);
        regression.load(state, at + REGRESSION_AT);
    }

    private void reset(SeriesState state) {
        Arrays.fill(points, Double.NaN);
        for (ErrorSketch sketch : errors) {
            sketch.reset();
        }
        smoothing.reset();
        drift = 0;
        seasonal.reset(state);
        Arrays.fill(lags, 0);
        wetDry.reset();
        regression.reset();
    }

    /** The state with parts as long as {@link #store} needs them. */
    SeriesState sized(SeriesState next) {
        SeriesState sized = next.withLength(StatePart.EXPERTS, BYTES);
        sized = sized.withLength(StatePart.SEASON_FIRST, ring.bytes());
        return sized.withLength(StatePart.SEASON_SECOND, seasonal.seasonBytes());
    }

    void store(SeriesState next) {
        ring.store(next);
        int at = next.start(StatePart.EXPERTS);
        for (int i = 0; i < POINTS.length; i++) {
            next.float64(at + 8 * i, points[i]);
            errors[i].store(next, at + ERRORS_AT + ErrorSketch.BYTES * i);
        }
        smoothing.store(next, at + SMOOTHING_AT);
        next.float64(at + DRIFT_AT, drift);
        seasonal.store(next, at + SEASONAL_AT);
        next.uint16(at + LAGS_AT, lags[0]);
        next.uint16(at + LAGS_AT + 2, lags[1]);
        wetDry.store(next, at + WET_DRY_AT);
        regression.store(next, at + REGRESSION_AT);
    }

    /**
     * Learns from a value, seen from before it.
     *
     * @param missed readings that did not come before it: nothing is learnt of errors across them
     */
    void observe(double actual, Outlook before, long missed) {
        boolean isFirst = before.clock.readings() == 0;
        double scale = before.scale();
        if (!isFirst && missed == 0) {
            for (int i = 0; i < POINTS.length; i++) {
                errors[i].observe(actual - points[i]);
            }
            regression.observe(actual, before);
            if (before.statistics.isNonnegative(plan.support())) {
                wetDry.observe(actual, before);
            }
            double step = Math.max(
                    -Standardizer.MOST_STEPS * scale,
                    Math.min(Standardizer.MOST_STEPS * scale, actual - before.last()));
            drift += Math.max(1.0 / before.clock.readings(), DRIFT_RATE) * (step - drift);
            drift = Math.max(-scale, Math.min(scale, drift));
        }
        smoothing.observe(actual, before.last(), scale, isFirst);
        if (seasonal.hasSeason()) {
            seasonal.observe(actual, scale, missed);
        }
        ring.add(actual, missed);
    }

    /** Has each say what comes next. */
    void say(OnlineAggregation blend, Outlook now) {
        long readings = now.clock.readings();
        if (readings % LOOKED_FOR == 0 || readings == 16 || readings == 32 || isOverruled()) {
            findSeasons(now.clock);
        }
        double last = now.last();
        points[0] = last;
        points[1] = last + drift;
        points[2] = smoothing.point();
        points[3] = lags[0] > 0 ? ring.back(lags[0] - 1) : Double.NaN;
        points[4] = seasonal.hasSeason() ? seasonal.point() : Double.NaN;
        boolean isYoung = readings < FIRST_SAID;
        for (int i = 0; i < POINTS.length; i++) {
            if (isYoung || Double.isNaN(points[i])) {
                blend.sleep(POINTS[i]);
            } else {
                errors[i].quantiles(quantiles, plan.levels(), now.scale());
                for (int level = 0; level < quantiles.length; level++) {
                    quantiles[level] += points[i];
                }
                blend.say(POINTS[i], quantiles);
            }
        }
        regression.say(quantiles, plan.levels(), now);
        blend.sayIf(!isYoung, Expert.REGRESSION, quantiles);
        boolean isClimateKnown = climatology.quantiles(quantiles, plan.levels(), ring, lags[0]);
        climate = isClimateKnown ? quantiles[plan.levels().medianIndex()] : Double.NaN;
        blend.sayIf(isClimateKnown, Expert.CLIMATOLOGY, quantiles);
        boolean isZeroHeavy = now.statistics.isZeroHeavy();
        if (isZeroHeavy) {
            wetDry.quantiles(quantiles, plan.levels(), now);
        }
        blend.sayIf(isZeroHeavy, Expert.WET_DRY, quantiles);
    }

    /** Whether the operator names other seasons than those that are followed. */
    private boolean isOverruled() {
        List<Integer> named = plan.seasons().lengths();
        boolean isSame = true;
        for (int season = 0; season < lags.length; season++) {
            isSame &= lags[season] == (season < named.size() ? named.get(season) : 0);
        }
        return !plan.seasons().isAuto() && !isSame;
    }

    private void findSeasons(Clock clock) {
        int[] earlier = Arrays.stream(lags).filter(lag -> lag > 0).toArray();
        int[] found = SeasonFinder.lags(plan.seasons(), clock.cadence(), earlier, recent, ring.recent(recent));
        boolean isRevised = !Arrays.equals(found, earlier);
        for (int season = 0; season < lags.length; season++) {
            int lag = season < found.length ? found[season] : 0;
            if (lags[season] != lag) {
                lags[season] = lag;
                regression.forgetSeason(season);
            }
        }
        int longest = Math.max(lags[0], lags[1]);
        if (isRevised || (!seasonal.hasSeason() && longest > 0)) {
            seasonal.begin(longest, ring);
        }
    }

    /** Writes what the network is told: short[{@link Hints#COUNT}]. */
    void hint(short[] hints, Outlook now) {
        Hints.tell(hints, now, regression, errors[0].scale(0), climate);
    }
}
