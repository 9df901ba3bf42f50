package io.rillcast.app;

import io.rillcast.evaluation.Measure;
import io.rillcast.forecast.QuantileLevels;
import io.rillcast.serde.BadLine;
import io.rillcast.serde.ForecastCsvReader;
import io.rillcast.serde.ForecastRow;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A page about a backtest that needs nothing but itself: the table, and a chart of the test part of some series.
 *
 * <p>The forecasts are read again from their file, so that in memory there are only those that are drawn.
 */
final class BacktestReport {
    /** Series drawn because they come first, and as many because they were forecast worst. */
    static final int MOST_OF_A_KIND = 50;
    /** Readings drawn of a series: more than a screen has dots. */
    static final int MOST_POINTS = 1000;
    /** Charts that are open to begin with. */
    private static final int OPEN = 3;

    private static final String NAIVE = "naive";
    private static final List<Measure> COLUMNS = List.of(
            Measure.N, Measure.MAE, Measure.MASE, Measure.SCALED_PINBALL, Measure.COVERAGE80, Measure.COVERAGE95);

    private final BacktestFigures figures;
    private final Writer out;

    private BacktestReport(BacktestFigures figures, Writer out) {
        this.figures = figures;
        this.out = out;
    }

    /**
     * Writes the page.
     *
     * @param forecasts the file that the backtest wrote
     * @param intro one sentence about what was tested
     */
    static void write(Path page, BacktestFigures figures, Path forecasts, String intro) throws IOException, BadLine {
        try (Writer out = Files.newBufferedWriter(page, StandardCharsets.UTF_8)) {
            new BacktestReport(figures, out).write(forecasts, intro);
        }
    }

    private void write(Path forecasts, String intro) throws IOException, BadLine {
        out.write("""
                <!DOCTYPE html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>Rillcast backtest</title>
                <style>
                """);
        out.write(style());
        out.write("""
                </style>
                </head>
                <body>
                <main>
                <h1>Backtest</h1>
                """);
        out.write("<p>" + Html.escaped(intro) + "</p>\n");
        writeMeans();
        writeCharts(forecasts);
        writeSeries();
        out.write("""
                </main>
                </body>
                </html>
                """);
    }

    private static String style() throws IOException {
        try (InputStream in = BacktestReport.class.getResourceAsStream("/report/report.css")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void writeMeans() throws IOException {
        out.write("<h2>Mean over series</h2>\n<div class=\"wide\"><table>\n<thead><tr><th>forecaster</th>");
        writeHeadings();
        out.write("</tr></thead>\n<tbody>\n");
        for (String name : figures.mean().keySet()) {
            boolean isForecast = name.equals(SeriesTrack.FORECAST);
            out.write(isForecast ? "<tr class=\"whole\"><th>Rillcast</th>" : "<tr><th>" + Html.escaped(name) + "</th>");
            for (Measure measure : COLUMNS) {
                out.write(cell(measure, figures.mean(name, measure)));
            }
            out.write("</tr>\n");
        }
        out.write("</tbody></table></div>\n");
        out.write(
                "<p class=\"note\">Below Rillcast, each of its experts alone. Scaled pinball: mean loss at the levels 0.1,"
                        + " 0.5 and 0.9, over the mean step before the test part. Covered: the share of actuals within the interval.</p>\n");
    }

    private void writeHeadings() throws IOException {
        out.write("<th>tested</th><th>MAE</th><th>MASE</th><th>scaled pinball</th><th>80 % covered</th>"
                + "<th>95 % covered</th>");
    }

    private void writeSeries() throws IOException {
        int count = figures.bySeries().size();
        out.write(String.format(
                Locale.ROOT,
                "<h2>Series</h2>%n<details%s><summary>%,d series</summary>%n<div class=\"wide\"><table>%n"
                        + "<thead><tr><th>series</th>",
                count <= MOST_OF_A_KIND ? " open" : "",
                count));
        writeHeadings();
        out.write("<th>naive's pinball</th></tr></thead>\n<tbody>\n");
        for (String series : figures.bySeries().keySet()) {
            out.write("<tr><th>" + Html.escaped(series) + "</th>");
            for (Measure measure : COLUMNS) {
                out.write(cell(measure, figures.value(series, SeriesTrack.FORECAST, measure)));
            }
            out.write(cell(Measure.SCALED_PINBALL, figures.value(series, NAIVE, Measure.SCALED_PINBALL)) + "</tr>\n");
        }
        out.write("</tbody></table></div></details>\n");
    }

    private static String cell(Measure measure, double value) {
        String text = switch (measure) {
            case N -> String.format(Locale.ROOT, "%,.0f", value);
            case COVERAGE80, COVERAGE95 -> String.format(Locale.ROOT, "%.1f %%", 100 * value);
            case MAE -> String.format(Locale.ROOT, "%.4g", value);
            default -> String.format(Locale.ROOT, "%.4f", value);
        };
        return "<td>" + (Double.isNaN(value) ? "\u2013" : text) + "</td>";
    }

    private void writeCharts(Path forecasts) throws IOException, BadLine {
        Set<String> drawn = drawn();
        out.write("<h2>Test parts</h2>\n");
        out.write("<p class=\"key\"><span class=\"actual\">actual</span> <span class=\"point\">forecast</span>"
                + " <span class=\"inner\">80 %</span> <span class=\"outer\">95 %</span></p>\n");
        if (drawn.size() < figures.bySeries().size()) {
            out.write(String.format(
                    Locale.ROOT,
                    "<p class=\"note\">Drawn are the first %d series and the %d that were forecast worst beside naive, of"
                            + " %,d.</p>%n",
                    MOST_OF_A_KIND,
                    MOST_OF_A_KIND,
                    figures.bySeries().size()));
        }
        Map<String, Deque<ForecastRow>> rows = new HashMap<>();
        QuantileLevels levels = read(forecasts, drawn, rows);
        int index = 0;
        for (String series : drawn) {
            if (rows.containsKey(series)) {
                writeChart(series, List.copyOf(rows.get(series)), levels, index++ < OPEN);
            }
        }
    }

    private void writeChart(String series, List<ForecastRow> rows, QuantileLevels levels, boolean isOpen)
            throws IOException {
        double loss = figures.value(series, SeriesTrack.FORECAST, Measure.SCALED_PINBALL);
        double naive = figures.value(series, NAIVE, Measure.SCALED_PINBALL);
        String losses = Double.isNaN(loss + naive)
                ? "nothing to scale its losses by"
                : String.format(Locale.ROOT, "scaled pinball %.4f, naive %.4f", loss, naive);
        out.write("<details" + (isOpen ? " open" : "") + "><summary>" + Html.escaped(series) + " <small>" + losses
                + "</small></summary>\n");
        out.write(BandChart.of(rows, levels, series + ": forecasts and what came"));
        out.write("</details>\n");
    }

    /** The series to draw, in the order in which they are: all, or the first and then the worst. */
    private Set<String> drawn() {
        List<String> all = new ArrayList<>(figures.bySeries().keySet());
        if (all.size() <= 2 * MOST_OF_A_KIND) {
            return new LinkedHashSet<>(all);
        }
        Set<String> drawn = new LinkedHashSet<>(all.subList(0, MOST_OF_A_KIND));
        all.stream()
                .filter(series -> !drawn.contains(series) && !Double.isNaN(beside(series)))
                .sorted(Comparator.comparingDouble(this::beside).reversed())
                .limit(MOST_OF_A_KIND)
                .toList()
                .forEach(drawn::add);
        return drawn;
    }

    private double beside(String series) {
        return figures.value(series, SeriesTrack.FORECAST, Measure.PINBALL)
                / figures.value(series, NAIVE, Measure.PINBALL);
    }

    private QuantileLevels read(Path forecasts, Set<String> drawn, Map<String, Deque<ForecastRow>> rows)
            throws IOException, BadLine {
        try (ForecastCsvReader reader = ForecastCsvReader.open(forecasts)) {
            Optional<ForecastRow> row = reader.next();
            while (row.isPresent()) {
                String series = row.get().seriesId();
                long wanted =
                        drawn.contains(series) ? (long) figures.value(series, SeriesTrack.FORECAST, Measure.N) : 0;
                if (wanted > 0) {
                    Deque<ForecastRow> last = rows.computeIfAbsent(series, name -> new ArrayDeque<>());
                    last.add(row.get());
                    if (last.size() > Math.min(wanted, MOST_POINTS)) {
                        last.remove();
                    }
                }
                row = reader.next();
            }
            return reader.quantileLevels();
        }
    }
}
