package io.rillcast.serde;

import io.rillcast.forecast.Forecast;

/**
 * One line of a file of forecasts: what was forecast for a reading, and what came; immutable.
 *
 * <p>All values are in the series' own unit; its quantiles belong to the levels in the file's header line.
 */
public final class ForecastRow {
    private final String seriesId;
    private final Times times;
    private final double[] quantiles;
    private final Points points;
    private final long modelVersion;

    /**
     * When.
     *
     * @param timestampMs of the actual, epoch ms
     * @param originMs of the last reading that the forecast had seen, epoch ms
     */
    record Times(long timestampMs, long originMs) {}

    /**
     * Single values.
     *
     * @param actual what came
     * @param point the median
     * @param naive the value at the origin
     * @param network the network's own median
     */
    record Points(double actual, double point, double naive, double network) {}

    ForecastRow(String seriesId, Times times, double[] quantiles, Points points, long modelVersion) {
        this.seriesId = seriesId;
        this.times = times;
        this.quantiles = quantiles;
        this.points = points;
        this.modelVersion = modelVersion;
    }

    /** A forecast and what came. */
    public static ForecastRow of(Forecast forecast, long timestampMs, double actual) {
        return new ForecastRow(
                forecast.origin().seriesId(),
                new Times(timestampMs, forecast.origin().originMs()),
                forecast.quantiles(),
                new Points(
                        actual,
                        forecast.point(),
                        forecast.parts().naive(),
                        forecast.parts().network()),
                forecast.origin().modelVersion());
    }

    /** The series. */
    public String seriesId() {
        return seriesId;
    }

    /** The time of the actual, epoch ms. */
    public long timestampMs() {
        return times.timestampMs();
    }

    /** The time of the last reading that the forecast had seen, epoch ms. */
    public long originMs() {
        return times.originMs();
    }

    /** What came. */
    public double actual() {
        return points.actual();
    }

    /** The quantile at an index of the file's levels. */
    public double quantile(int index) {
        return quantiles[index];
    }

    /** The point forecast: the median. */
    public double point() {
        return points.point();
    }

    /** The value at the origin. */
    public double naive() {
        return points.naive();
    }

    /** The network's own median. */
    public double network() {
        return points.network();
    }

    /** The version of the model it was made under, 0 for none. */
    public long modelVersion() {
        return modelVersion;
    }
}
