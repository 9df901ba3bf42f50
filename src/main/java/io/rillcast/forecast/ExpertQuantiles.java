package io.rillcast.forecast;

import java.util.LinkedHashMap;
import java.util.Map;

/** What each expert by itself says of the next reading of a series, for whoever compares them; read from its state. */
public final class ExpertQuantiles {
    private final int levels;
    private final Support support;
    private final PendingForecast pending;
    private final OnlineAggregation aggregation;
    private final Clock clock = new Clock();
    private final Standardizer standardizer = new Standardizer();

    /** For states with these levels whose support is found; owned by one thread. */
    public ExpertQuantiles(QuantileLevels levels) {
        this(levels, Support.AUTO);
    }

    /** For states with these levels and this support; owned by one thread. */
    public ExpertQuantiles(QuantileLevels levels, Support support) {
        this.support = support;
        this.levels = levels.count();
        this.pending = new PendingForecast(levels);
        this.aggregation = new OnlineAggregation(levels);
    }

    /**
     * Quantiles in the series' unit by the expert's name, double[Q] each, not decreasing. The last value and the network
     * always speak once there is a forecast, the network as the last value while there is none; the others where they
     * have something to say.
     */
    public Map<String, double[]> of(SeriesState state) {
        Map<String, double[]> byName = new LinkedHashMap<>();
        pending.load(state, state.start(StatePart.PENDING));
        if (!pending.isPresent()) {
            return byName;
        }
        byName.put(Expert.NAIVE.label(), pending.naive.clone());
        byName.put(Expert.NETWORK.label(), pending.network.clone());
        if (state.length(StatePart.BLEND) > 0) {
            addOthers(byName, state);
        }
        return byName;
    }

    private void addOthers(Map<String, double[]> byName, SeriesState state) {
        aggregation.load(state, state.start(StatePart.BLEND));
        clock.load(state, state.start(StatePart.CLOCK));
        standardizer.load(state, state.start(StatePart.STANDARDIZER));
        double last = clock.lastValue();
        double least = standardizer.isNonnegative(support) ? 0 : Double.NEGATIVE_INFINITY;
        aggregation.begin(last, standardizer.unit(last), least);
        for (Expert expert : Expert.values()) {
            if (!byName.containsKey(expert.label()) && !Double.isNaN(aggregation.said(expert, 0))) {
                double[] quantiles = new double[levels];
                for (int i = 0; i < levels; i++) {
                    quantiles[i] = aggregation.inUnit(expert, i);
                }
                IntervalCalibrator.sortInPlace(quantiles);
                byName.put(expert.label(), quantiles);
            }
        }
    }
}
