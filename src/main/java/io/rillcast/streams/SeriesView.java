package io.rillcast.streams;

import io.rillcast.forecast.Standing;
import java.util.List;
import java.util.Optional;

/**
 * One series as an instance holds it.
 *
 * @param seriesId the series
 * @param group its model group
 * @param readings admitted so far
 * @param standing its forecast and how good it was of late; empty where it was last forecast under other quantile levels
 * @param points its last readings, oldest first
 * @param isStale whether it was read from a copy that may be behind
 */
public record SeriesView(
        String seriesId,
        String group,
        long readings,
        Optional<Standing> standing,
        List<Point> points,
        boolean isStale) {
    /** Copies the points. */
    public SeriesView {
        points = List.copyOf(points);
    }

    /**
     * A reading.
     *
     * @param timestampMs when, epoch ms
     * @param value in the series' unit
     */
    public record Point(long timestampMs, double value) {}
}
