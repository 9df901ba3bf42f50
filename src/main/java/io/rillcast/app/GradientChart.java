package io.rillcast.app;

import io.rillcast.training.GradientFlow;
import java.util.List;
import java.util.Locale;

/**
 * Curves of gradients as a drawing in SVG: no script, no address outside it, its own light and dark colours.
 *
 * <p>The colours are those of Okabe and Ito, which people with any kind of colour vision tell apart; each curve has its
 * own dashes and its own mark too, so that it can be read without colour.
 */
final class GradientChart {
    private static final int WIDTH = 860;
    private static final int HEIGHT = 570;
    private static final int LEFT = 92;
    private static final int RIGHT = 24;
    private static final int TOP = 84;
    private static final int BOTTOM = 112;

    /** Below it a float's gradient is noise, or nothing at all. */
    private static final double SMALLEST = 1e-18;

    private static final int MOST_GRID_LINES = 9;
    private static final int MARKS = 8;

    private static final List<String> STYLES = List.of("vanishing", "lstm", "gru", "exploding");

    /** Without custom properties, which not every program that shows SVG knows. */
    private static final String STYLE = """
            <style>
            text { fill: #1a1a1a; font: 14px system-ui, sans-serif; }
            .title { font-size: 18px; font-weight: 600; } .soft { fill: #555555; font-size: 13px; }
            .paper, .mark { fill: #ffffff; } .grid { stroke: #d9d9d9; } .axis { stroke: #1a1a1a; }
            .curve { fill: none; stroke-width: 2.5; stroke-linejoin: round; }
            .mark { stroke-width: 2; stroke-dasharray: none; }
            .vanishing { stroke: #d55e00; } .lstm { stroke: #0072b2; }
            .gru { stroke: #00795a; } .exploding { stroke: #a8457f; }
            .curve.lstm { stroke-dasharray: 10 4; } .curve.exploding { stroke-dasharray: 12 4 2 4; }
            .curve.gru { stroke-dasharray: 2 5; stroke-linecap: round; }
            @media (prefers-color-scheme: dark) {
              text { fill: #ececec; } .soft { fill: #a9adb5; }
              .paper, .mark { fill: #16181c; } .grid { stroke: #3a3d44; } .axis { stroke: #ececec; }
              .vanishing { stroke: #ff8c42; } .lstm { stroke: #56b4e9; }
              .gru { stroke: #2cc79b; } .exploding { stroke: #e59ac6; }
            }
            </style>
            """;

    private final GradientTable table;
    private final int lowest;
    private final int highest;
    private final StringBuilder svg = new StringBuilder();

    GradientChart(GradientTable table) {
        this.table = table;
        double least = 1;
        double most = 1;
        for (GradientFlow.Curve curve : table.curves()) {
            for (int distance = 0; distance < table.length(); distance++) {
                double relative = curve.relative(distance);
                least = isDrawn(relative) ? Math.min(least, relative) : least;
                most = isDrawn(relative) ? Math.max(most, relative) : most;
            }
        }
        this.lowest = Math.min(-1, (int) Math.floor(Math.log10(least)));
        this.highest = Math.max(0, (int) Math.ceil(Math.log10(most)));
    }

    /** The file. */
    String svg() {
        svg.setLength(0);
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" aria-labelledby=\"t d\">",
                WIDTH, HEIGHT);
        add("<title id=\"t\">How much of the gradient is left, by distance in time</title>");
        add("<desc id=\"d\">%s</desc>", description());
        svg.append(STYLE);
        add("<rect class=\"paper\" width=\"%d\" height=\"%d\"/>", WIDTH, HEIGHT);
        add(
                "<text class=\"title\" x=\"%d\" y=\"34\">How much of the gradient is left, by distance in time</text>",
                LEFT);
        add(
                "<text class=\"soft\" x=\"%d\" y=\"58\">The loss asks at the last of %d steps for the first symbol;"
                        + " same task and size for all; the last is not trained.</text>",
                LEFT, table.length());
        addGrid();
        for (int i = 0; i < table.curves().size(); i++) {
            addCurve(table.curves().get(i), STYLES.get(i % STYLES.size()), i);
        }
        addLegend();
        add("</svg>");
        return svg.toString();
    }

    private void addGrid() {
        int every = (highest - lowest + MOST_GRID_LINES - 1) / MOST_GRID_LINES;
        for (int power = highest - Math.floorMod(highest, every); power >= lowest; power -= every) {
            double y = y(power);
            add("<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>", LEFT, WIDTH - RIGHT, y, y);
            add(
                    "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">10<tspan dy=\"-6\" font-size=\"11\">%s</tspan></text>",
                    LEFT - 10, y + 5, Integer.toString(power).replace('-', '\u2212'));
        }
        int last = table.length() - 1;
        int step = Math.max(1, (int) Math.ceil(last / 6.0 / 5) * 5);
        for (int distance = 0; distance <= last; distance += last < 10 ? 1 : step) {
            add(
                    "<line class=\"axis\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>",
                    x(distance), x(distance), HEIGHT - BOTTOM, HEIGHT - BOTTOM + 5);
            add(
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d</text>",
                    x(distance), HEIGHT - BOTTOM + 22, distance);
        }
        add(
                "<line class=\"axis\" x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\"/>",
                LEFT, WIDTH - RIGHT, HEIGHT - BOTTOM, HEIGHT - BOTTOM);
        add(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">distance from the loss in steps</text>",
                (LEFT + WIDTH - RIGHT) / 2, HEIGHT - BOTTOM + 46);
        add(
                "<text transform=\"translate(24 %d) rotate(-90)\" text-anchor=\"middle\">norm of \u2202L/\u2202h, relative to"
                        + " distance 0</text>",
                (TOP + HEIGHT - BOTTOM) / 2);
    }

    private void addCurve(GradientFlow.Curve curve, String style, int shape) {
        StringBuilder points = new StringBuilder();
        int count = 0;
        while (count < table.length() && isDrawn(curve.relative(count))) {
            points.append(String.format(Locale.ROOT, " %.1f,%.1f", x(count), y(curve, count)));
            count++;
        }
        add(
                "<polyline class=\"curve %s\" points=\"%s\"/>",
                style, points.toString().strip());
        int every = Math.max(1, table.length() / MARKS);
        for (int distance = every / 2; distance < count; distance += every) {
            addMark(x(distance), y(curve, distance), style, shape);
        }
    }

    private void addMark(double x, double y, String style, int shape) {
        switch (shape) {
            case 0 -> add("<circle class=\"mark %s\" cx=\"%.1f\" cy=\"%.1f\" r=\"4.5\"/>", style, x, y);
            case 1 ->
                add("<rect class=\"mark %s\" x=\"%.1f\" y=\"%.1f\" width=\"8\" height=\"8\"/>", style, x - 4, y - 4);
            case 2 -> add("<path class=\"mark %s\" d=\"M%.1f %.1fl5 9h-10z\"/>", style, x, y - 6);
            default -> add("<path class=\"mark %s\" d=\"M%.1f %.1fl5 5l-5 5l-5 -5z\"/>", style, x, y - 5);
        }
    }

    private void addLegend() {
        for (int i = 0; i < table.curves().size(); i++) {
            GradientFlow.Curve curve = table.curves().get(i);
            String style = STYLES.get(i % STYLES.size());
            int x = LEFT + i % 2 * 370;
            int y = HEIGHT - 40 + i / 2 * 22;
            add("<line class=\"curve %s\" x1=\"%d\" x2=\"%d\" y1=\"%d\" y2=\"%d\"/>", style, x, x + 44, y - 5, y - 5);
            addMark(x + 22, y - 5, style, i);
            add("<text x=\"%d\" y=\"%d\">%s</text>", x + 54, y, legend(curve, i));
        }
    }

    private String legend(GradientFlow.Curve curve, int index) {
        return index == 3
                ? curve.name() + ", untrained, not clipped"
                : String.format(Locale.ROOT, "%s: %.0f %% right after training", curve.name(), 100 * curve.accuracy());
    }

    private String description() {
        StringBuilder text = new StringBuilder("At distance " + (table.length() - 1) + ", relative to distance 0:");
        for (GradientFlow.Curve curve : table.curves()) {
            text.append(String.format(Locale.ROOT, " %s %.1e;", curve.name(), curve.relative(table.length() - 1)));
        }
        return text.toString();
    }

    private static boolean isDrawn(double relative) {
        return relative >= SMALLEST && relative < Double.POSITIVE_INFINITY;
    }

    private double x(int distance) {
        return LEFT + (double) distance / (table.length() - 1) * (WIDTH - RIGHT - LEFT);
    }

    private double y(GradientFlow.Curve curve, int distance) {
        return y(Math.log10(curve.relative(distance)));
    }

    private double y(double power) {
        return TOP + (highest - power) / (highest - lowest) * (HEIGHT - BOTTOM - TOP);
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
