package io.rillcast.evaluation;

import io.rillcast.forecast.QuantileFunction;
import io.rillcast.forecast.QuantileLevels;
import java.util.EnumMap;
import java.util.Map;

/** Running sums over the forecasts of one forecaster for one series; mutable, owned by one thread. */
final class QuantileErrors {
    private static final double[] PINBALL_LEVELS = {0.1, 0.5, 0.9};

    private final QuantileFunction function;
    private long count;
    private double absolute;
    private double squared;
    private double squaredOfMean;
    private double relative;
    private double pinball;
    private double crps;
    private double width80;
    private final Inside inside80 = new Inside(0.1, 0.9);
    private final Inside inside95 = new Inside(0.025, 0.975);

    QuantileErrors(QuantileFunction function) {
        this.function = function;
    }

    /** How often actuals lay between two levels. */
    private static final class Inside {
        private final double lower;
        private final double upper;
        private long within;
        private long randomised;

        Inside(double lower, double upper) {
            this.lower = lower;
            this.upper = upper;
        }

        void add(double actual, double[] quantiles, double transform, QuantileFunction function) {
            boolean isWithin =
                    actual >= function.atLevel(lower, quantiles) && actual <= function.atLevel(upper, quantiles);
            within += isWithin ? 1 : 0;
            randomised += transform >= lower && transform <= upper ? 1 : 0;
        }
    }

    /**
     * Takes one forecast and what came.
     *
     * @param quantiles double[Q], not decreasing
     * @param uniform chance in [0, 1) for {@link ProbabilityTransform}
     */
    void add(double actual, double[] quantiles, double uniform) {
        QuantileLevels levels = function.levels();
        double point = quantiles[levels.medianIndex()];
        double error = Math.abs(actual - point);
        double errorOfMean = actual - function.mean(quantiles);
        double size = Math.abs(actual) + Math.abs(point);
        count++;
        absolute += error;
        squared += error * error;
        squaredOfMean += errorOfMean * errorOfMean;
        relative += size == 0 ? 0 : 200 * error / size;
        for (double level : PINBALL_LEVELS) {
            double loss = QuantileFunction.pinball(level, function.atLevel(level, quantiles), actual);
            pinball += loss / PINBALL_LEVELS.length;
        }
        crps += function.crps(quantiles, actual);
        width80 += function.atLevel(0.9, quantiles) - function.atLevel(0.1, quantiles);
        double transform = ProbabilityTransform.of(actual, quantiles, levels, uniform);
        inside80.add(actual, quantiles, transform, function);
        inside95.add(actual, quantiles, transform, function);
    }

    /** The figures, with the mean absolute one-step difference to divide by; NaN where there was no forecast. */
    Figures figures(double meanStep) {
        Map<Measure, Double> values = new EnumMap<>(Measure.class);
        double scale = meanStep > 0 ? meanStep : Double.NaN;
        values.put(Measure.N, (double) count);
        values.put(Measure.MAE, absolute / count);
        values.put(Measure.RMSE, Math.sqrt(squared / count));
        values.put(Measure.RMSE_OF_MEAN, Math.sqrt(squaredOfMean / count));
        values.put(Measure.MASE, absolute / count / scale);
        values.put(Measure.SMAPE, relative / count);
        values.put(Measure.PINBALL, pinball / count);
        values.put(Measure.SCALED_PINBALL, pinball / count / scale);
        values.put(Measure.COVERAGE80, (double) inside80.within / count);
        values.put(Measure.COVERAGE95, (double) inside95.within / count);
        values.put(Measure.RANDOMISED_COVERAGE80, (double) inside80.randomised / count);
        values.put(Measure.RANDOMISED_COVERAGE95, (double) inside95.randomised / count);
        values.put(Measure.WIDTH80, width80 / count);
        values.put(Measure.CRPS, crps / count);
        return new Figures(values);
    }
}
