package io.rillcast.evaluation;

import io.rillcast.forecast.QuantileFunction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * How good several forecasters were on the test part of one series; running sums, mutable, owned by one thread.
 *
 * <p>Fed the readings of the series in order, each with what was forecast for it.
 */
public final class SeriesEvaluation {
    private final long testBegin;
    private final QuantileFunction function;
    private final Random random;
    private final Map<String, QuantileErrors> errors = new LinkedHashMap<>();
    private long readings;
    private double last;
    private double stepsBefore;

    /**
     * For one series.
     *
     * @param testBegin number of the first reading tested on, from 0
     * @param function of the levels of all forecasts; may be shared
     * @param seed of the chance that {@link Measure#RANDOMISED_COVERAGE80} needs
     */
    public SeriesEvaluation(long testBegin, QuantileFunction function, long seed) {
        this.testBegin = testBegin;
        this.function = function;
        this.random = new Random(seed);
    }

    /** Whether the next reading is in the test part. */
    public boolean isTested() {
        return readings >= testBegin;
    }

    /**
     * Takes the next reading.
     *
     * @param forecasts made for it before it came, by the name of the forecaster: double[Q] each, not decreasing; looked
     *     at only in the test part
     */
    public void add(double actual, Map<String, double[]> forecasts) {
        if (isTested()) {
            double uniform = random.nextDouble();
            forecasts.forEach((name, quantiles) -> errors.computeIfAbsent(name, n -> new QuantileErrors(function))
                    .add(actual, quantiles, uniform));
        } else if (readings > 0) {
            stepsBefore += Math.abs(actual - last);
        }
        last = actual;
        readings++;
    }

    /** Readings so far. */
    public long readings() {
        return readings;
    }

    /** The forecasters, in the order in which they first forecast. */
    public List<String> forecasters() {
        return new ArrayList<>(errors.keySet());
    }

    /** The figures of a forecaster; without a forecast of it n is 0 and the others are NaN. */
    public Figures figures(String forecaster) {
        QuantileErrors known = errors.getOrDefault(forecaster, new QuantileErrors(function));
        return known.figures(stepsBefore / (Math.min(testBegin, readings) - 1));
    }
}
