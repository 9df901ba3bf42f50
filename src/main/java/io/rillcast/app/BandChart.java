package io.rillcast.app;

import io.rillcast.forecast.QuantileLevels;
import io.rillcast.serde.ForecastRow;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Draws what was forecast for the readings of one series and what came: an SVG picture to be put into a page. */
final class BandChart {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 240;
    private static final int LEFT = 64;
    private static final int RIGHT = 8;
    private static final int TOP = 10;
    private static final int BOTTOM = 26;
    private static final int GRID_LINES = 4;

    private final List<ForecastRow> rows;
    private final Band outer;
    private final Band inner;
    private final StringBuilder svg = new StringBuilder();
    private double lowest = Double.POSITIVE_INFINITY;
    private double highest = Double.NEGATIVE_INFINITY;

    /** The indices of two levels; of the outermost ones where the wanted are not forecast. */
    private record Band(int lower, int upper) {
        static Band of(QuantileLevels levels, double lower, double upper) {
            int low = levels.indexOf(lower);
            int high = levels.indexOf(upper);
            return new Band(low < 0 ? 0 : low, high < 0 ? levels.count() - 1 : high);
        }
    }

    private BandChart(List<ForecastRow> rows, QuantileLevels levels) {
        this.rows = rows;
        this.outer = Band.of(levels, 0.025, 0.975);
        this.inner = Band.of(levels, 0.1, 0.9);
    }

    /**
     * The picture.
     *
     * @param rows in the order of time, at least one
     * @param title what it shows, for who cannot see it; may hold any characters
     */
    static String of(List<ForecastRow> rows, QuantileLevels levels, String title) {
        BandChart chart = new BandChart(rows, levels);
        chart.draw(title);
        return chart.svg.toString();
    }

    private void draw(String title) {
        for (ForecastRow row : rows) {
            lowest = Math.min(lowest, Math.min(row.actual(), row.quantile(outer.lower())));
            highest = Math.max(highest, Math.max(row.actual(), row.quantile(outer.upper())));
        }
        if (!(highest > lowest)) {
            lowest -= 1;
            highest += 1;
        }
        add("<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">", WIDTH, HEIGHT, Html.escaped(title));
        drawGrid();
        drawBand("outer", outer);
        drawBand("inner", inner);
        drawLine("point", ForecastRow::point);
        drawLine("actual", ForecastRow::actual);
        drawTimes();
        svg.append("</svg>");
    }

    private void drawGrid() {
        for (int i = 0; i <= GRID_LINES; i++) {
            double value = lowest + (highest - lowest) * i / GRID_LINES;
            add("<path class=\"grid\" d=\"M%d %.1fH%d\"/>", LEFT, y(value), WIDTH - RIGHT);
            add("<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>", LEFT - 6, y(value) + 4, label(value));
        }
    }

    /** Four digits, and no more zeros than those say. */
    private String label(double value) {
        double step = (highest - lowest) / GRID_LINES;
        int digits = (int) Math.max(0, Math.min(6, Math.ceil(-Math.log10(step)) + 1));
        boolean isShort = Math.abs(value) < 1e7 && step > 1e-6;
        String text = String.format(Locale.ROOT, isShort ? "%." + digits + "f" : "%.3g", value);
        return text.matches("-[0.]*") ? text.substring(1) : text;
    }

    private void drawTimes() {
        boolean isLong = lastMs() - firstMs() > 3 * 86_400_000L;
        add("<text x=\"%d\" y=\"%d\">%s</text>", LEFT, HEIGHT - 6, time(firstMs(), isLong));
        add("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>", WIDTH - RIGHT, HEIGHT - 6, time(lastMs(), isLong));
    }

    private static String time(long ms, boolean isDate) {
        String text = Instant.ofEpochMilli(ms).toString();
        int dateEnd = text.indexOf('T');
        return isDate
                ? text.substring(0, dateEnd)
                : text.substring(0, dateEnd) + " " + text.substring(dateEnd + 1, dateEnd + 6);
    }

    private void drawBand(String style, Band band) {
        svg.append("<path class=\"").append(style).append("\" d=\"");
        for (int i = 0; i < rows.size(); i++) {
            point(i, rows.get(i).quantile(band.upper()), i == 0 ? 'M' : 'L');
        }
        for (int i = rows.size() - 1; i >= 0; i--) {
            point(i, rows.get(i).quantile(band.lower()), 'L');
        }
        svg.append("Z\"/>\n");
    }

    private void drawLine(String style, ToDoubleFunction<ForecastRow> value) {
        svg.append("<path class=\"").append(style).append("\" d=\"");
        for (int i = 0; i < rows.size(); i++) {
            point(i, value.applyAsDouble(rows.get(i)), i == 0 ? 'M' : 'L');
        }
        svg.append("\"/>\n");
    }

    private void point(int index, double value, char command) {
        svg.append(command);
        appendTenths(x(rows.get(index).timestampMs()));
        svg.append(' ');
        appendTenths(y(value));
    }

    /** With one digit, without a format: there are thousands. */
    private void appendTenths(double number) {
        long tenths = Math.round(10 * number);
        svg.append(tenths / 10);
        if (tenths % 10 != 0) {
            svg.append('.').append(tenths % 10);
        }
    }

    private long firstMs() {
        return rows.get(0).timestampMs();
    }

    private long lastMs() {
        return rows.get(rows.size() - 1).timestampMs();
    }

    private double x(long timeMs) {
        double span = Math.max(1, (double) lastMs() - firstMs());
        return LEFT + ((double) timeMs - firstMs()) / span * (WIDTH - LEFT - RIGHT);
    }

    private double y(double value) {
        return TOP + (highest - value) / (highest - lowest) * (HEIGHT - TOP - BOTTOM);
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
