package io.rillcast.forecast;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The experts of a series and their aggregation, or neither where the operator wants the network alone.
 *
 * <p>Mutable scratch of one {@link OnlineForecaster}. State parts EXPERTS, BLEND and the two seasons'.
 */
final class Blend {
    private final ForecastPlan plan;
    private final Intake intake;
    private final Experts experts;
    private final OnlineAggregation aggregation;
    private final Outlook before;
    private final Outlook now;
    private final short[] hints = new short[Hints.COUNT];

    Blend(ForecastPlan plan, Intake intake) {
        this.plan = plan;
        this.intake = intake;
        this.experts = new Experts(plan);
        this.aggregation = new OnlineAggregation(plan.levels());
        this.before = new Outlook(experts.ring, intake.before, intake.standardizer, experts.lags);
        this.now = new Outlook(experts.ring, intake.clock, intake.standardizer, experts.lags);
    }

    /** The length of the part BLEND. */
    static int bytes(int levels) {
        return OnlineAggregation.bytes(levels) + Calibration.sharesBytes(levels);
    }

    void load(SeriesState state) {
        if (!plan.blend()) {
            return;
        }
        experts.load(state);
        if (state.length(StatePart.BLEND) == bytes(plan.levels().count())) {
            aggregation.load(state, state.start(StatePart.BLEND));
        } else {
            aggregation.reset();
        }
    }

    /** The state with parts as long as {@link #store} needs them. */
    SeriesState sized(SeriesState next) {
        if (plan.blend()) {
            return experts.sized(next)
                    .withLength(StatePart.BLEND, bytes(plan.levels().count()));
        }
        return next.withLength(StatePart.EXPERTS, 0)
                .withLength(StatePart.BLEND, 0)
                .withLength(StatePart.SEASON_FIRST, 0)
                .withLength(StatePart.SEASON_SECOND, 0);
    }

    void store(SeriesState next) {
        if (plan.blend()) {
            experts.store(next);
            aggregation.store(next, next.start(StatePart.BLEND));
        }
    }

    /**
     * Learns from a value, before the intake has taken it in.
     *
     * @param missed readings that did not come before it
     * @param isScored whether what the experts said of it counts
     */
    void observe(double actual, long missed, boolean isScored) {
        if (!plan.blend()) {
            return;
        }
        if (isScored) {
            aggregation.observe((actual - before.last()) / intake.standardizer.unit(before.last()));
        }
        experts.observe(actual, before, missed);
    }

    /** Has the experts say what comes next; what the network is to be told of it, the very array. */
    short[] say() {
        if (plan.blend()) {
            double last = now.last();
            boolean isNonnegative = intake.standardizer.isNonnegative(plan.support());
            aggregation.begin(last, intake.standardizer.unit(last), isNonnegative ? 0 : Double.NEGATIVE_INFINITY);
            experts.say(aggregation, now);
            experts.hint(hints, now);
        }
        return hints;
    }

    /**
     * Writes the blend of all, in the series' unit.
     *
     * @param out double[Q], increasing
     * @param naive the last value's quantiles, double[Q]
     * @param network the network's, double[Q]
     * @param isNetworkHeard whether it counts
     */
    void combine(double[] out, double[] naive, double[] network, boolean isNetworkHeard) {
        if (!plan.blend()) {
            System.arraycopy(isNetworkHeard ? network : naive, 0, out, 0, out.length);
            return;
        }
        aggregation.say(Expert.NAIVE, naive);
        aggregation.sayIf(isNetworkHeard, Expert.NETWORK, network);
        aggregation.blend(out, intake.standardizer.isZeroHeavy());
    }

    /** What each expert counts, by name, those that count at all: the mean over the levels. */
    Map<String, Double> weights(boolean isNetworkHeard) {
        if (!plan.blend()) {
            return Map.of((isNetworkHeard ? Expert.NETWORK : Expert.NAIVE).label(), 1.0);
        }
        double[] means = aggregation.meanWeightsView();
        Map<String, Double> byName = new LinkedHashMap<>();
        for (int k = 0; k < means.length; k++) {
            if (means[k] > 0) {
                byName.put(Expert.of(k).label(), means[k]);
            }
        }
        return byName;
    }

    /** Each awake expert's own median by name, in the series' unit; of the forecast that is pending now. */
    Map<String, Double> medians(PendingForecast pending) {
        if (!plan.blend()) {
            Expert only = pending.isWarm() ? Expert.NETWORK : Expert.NAIVE;
            return Map.of(only.label(), median(only, pending));
        }
        Map<String, Double> byName = new HashMap<>();
        for (int k = 0; k < Expert.COUNT; k++) {
            if (aggregation.isAwake(k)) {
                byName.put(Expert.of(k).label(), median(Expert.of(k), pending));
            }
        }
        return byName;
    }

    /** Of the last value and the network it is as precise as it is published beside. */
    private double median(Expert expert, PendingForecast pending) {
        int median = plan.levels().medianIndex();
        return switch (expert) {
            case NAIVE -> pending.naive[median];
            case NETWORK -> pending.network[median];
            default -> aggregation.inUnit(expert, median);
        };
    }

    /** The season lengths that are looked back over, 0 for none: int[2], the very array. */
    int[] lagsView() {
        return experts.lags;
    }
}
