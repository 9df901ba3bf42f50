package io.rillcast.app;

import io.rillcast.evaluation.Measure;
import java.util.Locale;

/** The figures of a backtest as a table for a terminal. */
final class BacktestTable {
    private static final String NAIVE = "naive";
    private static final String NETWORK = "network";
    private static final int LONGEST_NAME = 40;

    private final Backtest backtest;
    private final BacktestFigures figures;
    private final StringBuilder text = new StringBuilder();
    private final int width;

    private BacktestTable(Backtest backtest, BacktestFigures figures) {
        this.backtest = backtest;
        this.figures = figures;
        this.width = Math.max(
                14,
                figures.bySeries().keySet().stream()
                        .mapToInt(name ->
                                Math.min(LONGEST_NAME, PlainLines.shown(name).length()))
                        .max()
                        .orElse(0));
    }

    /** A line a series, the mean over them, and that of naive, the network and every other expert alone. */
    static String of(Backtest backtest, BacktestFigures figures) {
        BacktestTable table = new BacktestTable(backtest, figures);
        table.add();
        return table.text.toString();
    }

    private void add() {
        line("", "tested", "MASE", "pinball", "naive's", "network's", "80 %", "95 %", "model");
        figures.bySeries().keySet().forEach(this::addSeries);
        text.append('\n');
        line(
                "mean over series",
                "",
                shown(figures.mean(SeriesTrack.FORECAST, Measure.MASE)),
                shown(figures.mean(SeriesTrack.FORECAST, Measure.SCALED_PINBALL)),
                shown(figures.mean(NAIVE, Measure.SCALED_PINBALL)),
                shown(figures.mean(NETWORK, Measure.SCALED_PINBALL)),
                share(figures.mean(SeriesTrack.FORECAST, Measure.COVERAGE80)),
                share(figures.mean(SeriesTrack.FORECAST, Measure.COVERAGE95)),
                "");
        figures.mean().forEach((name, mean) -> {
            if (!name.equals(SeriesTrack.FORECAST)) {
                line(
                        "  " + name + " alone",
                        "",
                        shown(mean.value(Measure.MASE)),
                        shown(mean.value(Measure.SCALED_PINBALL)),
                        "",
                        "",
                        share(mean.value(Measure.COVERAGE80)),
                        share(mean.value(Measure.COVERAGE95)),
                        "");
            }
        });
        text.append("\npinball is scaled: the mean loss at the levels 0.1, 0.5 and 0.9, over the mean step before the"
                + " test part; 80 % and 95 % are the shares of actuals within the intervals\n");
    }

    private void addSeries(String series) {
        long version = backtest.tracks().get(series).modelVersion();
        line(
                PlainLines.shown(series),
                String.format(Locale.ROOT, "%,d", (long) figures.value(series, SeriesTrack.FORECAST, Measure.N)),
                shown(figures.value(series, SeriesTrack.FORECAST, Measure.MASE)),
                shown(figures.value(series, SeriesTrack.FORECAST, Measure.SCALED_PINBALL)),
                shown(figures.value(series, NAIVE, Measure.SCALED_PINBALL)),
                shown(figures.value(series, NETWORK, Measure.SCALED_PINBALL)),
                share(figures.value(series, SeriesTrack.FORECAST, Measure.COVERAGE80)),
                share(figures.value(series, SeriesTrack.FORECAST, Measure.COVERAGE95)),
                version == 0 ? "-" : "v" + version);
    }

    private void line(String name, String... cells) {
        int most = Math.max(width, 20);
        String cut = name.length() > most ? name.substring(0, most - 1) + "\u2026" : name;
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-" + most + "s", cut));
        for (String cell : cells) {
            line.append(String.format(Locale.ROOT, " %9s", cell));
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }

    private static String shown(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.4f", value);
    }

    private static String share(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.1f%%", 100 * value);
    }
}
