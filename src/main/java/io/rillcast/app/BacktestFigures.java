package io.rillcast.app;

import io.rillcast.evaluation.Figures;
import io.rillcast.evaluation.Measure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The figures of a backtest: by series and forecaster, and their means over the series.
 *
 * @param bySeries by series, then by forecaster, {@link SeriesTrack#FORECAST} first; series without a test part too
 * @param mean by forecaster, over the series that have one
 */
record BacktestFigures(Map<String, Map<String, Figures>> bySeries, Map<String, Figures> mean) {
    /** Of a backtest that has ended. */
    static BacktestFigures of(Backtest backtest) {
        Map<String, Map<String, Figures>> bySeries = new LinkedHashMap<>();
        Set<String> forecasters = new LinkedHashSet<>(List.of(SeriesTrack.FORECAST));
        backtest.tracks()
                .values()
                .forEach(track -> forecasters.addAll(track.evaluation().forecasters()));
        backtest.tracks().forEach((series, track) -> {
            Map<String, Figures> figures = new LinkedHashMap<>();
            forecasters.forEach(name -> figures.put(name, track.evaluation().figures(name)));
            bySeries.put(series, figures);
        });
        Map<String, Figures> mean = new LinkedHashMap<>();
        for (String name : forecasters) {
            List<Figures> all = new ArrayList<>();
            bySeries.values().stream()
                    .map(figures -> figures.get(name))
                    .filter(figures -> figures.value(Measure.N) > 0)
                    .forEach(all::add);
            mean.put(name, Figures.mean(all));
        }
        return new BacktestFigures(bySeries, mean);
    }

    /** A forecaster's figure for a series, NaN where there is none. */
    double value(String series, String forecaster, Measure measure) {
        Figures figures = bySeries.get(series).get(forecaster);
        return figures == null ? Double.NaN : figures.value(measure);
    }

    /** Its mean over the series, NaN where there is none. */
    double mean(String forecaster, Measure measure) {
        Figures figures = mean.get(forecaster);
        return figures == null ? Double.NaN : figures.value(measure);
    }
}
