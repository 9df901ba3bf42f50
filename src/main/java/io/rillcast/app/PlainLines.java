package io.rillcast.app;

import io.rillcast.forecast.Forecast;
import io.rillcast.forecast.Score;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Columns for a terminal. The interval is the 80 % one where its levels are forecast, else that of the outermost levels;
 * of a score it says whether the actual lay within the 80 % interval. Why a forecast is what it is stands beneath it where
 * that is asked for: {@link Reasons}.
 */
final class PlainLines implements OutputLines {
    private static final double LOWER = 0.1;
    private static final double UPPER = 0.9;

    private final boolean isExplained;

    /** With what stands beneath a forecast, or one line for each. */
    PlainLines(boolean isExplained) {
        this.isExplained = isExplained;
    }

    @Override
    public String heading() {
        return columns("", "time (UTC)", "point", "actual", "interval", "model") + "series";
    }

    @Override
    public String line(Forecast forecast) {
        int lower = Math.max(0, forecast.levels().indexOf(LOWER));
        int upper = forecast.levels().indexOf(UPPER);
        double most = forecast.quantile(upper < 0 ? forecast.levels().count() - 1 : upper);
        return columns(
                        "forecast",
                        Instant.ofEpochMilli(forecast.origin().targetMs()).toString(),
                        number(forecast.point()),
                        "",
                        number(forecast.quantile(lower)) + " to " + number(most),
                        version(forecast.origin().modelVersion()))
                + shown(forecast.origin().seriesId());
    }

    @Override
    public List<String> beneath(Forecast forecast) {
        return isExplained ? Reasons.of(forecast.parts()) : List.of();
    }

    @Override
    public String line(Score score) {
        return columns(
                        "score",
                        Instant.ofEpochMilli(score.timestampMs()).toString(),
                        number(score.values().point()),
                        number(score.values().actual()),
                        score.covered80() ? "within" : "outside",
                        version(score.model().version()))
                + shown(score.seriesId());
    }

    /** What is in the six columns before the series. */
    static String columns(String... texts) {
        return String.format(Locale.ROOT, "%-8s  %-20s  %11s  %11s  %-25s  %-5s  ", (Object[]) texts);
    }

    /** Five digits. */
    static String number(double value) {
        return String.format(Locale.ROOT, "%.5g", value);
    }

    private static String version(long version) {
        return version == 0 ? "-" : "v" + version;
    }

    /** Sentences as they may be put on a terminal: as {@link #shown}, but for line breaks. */
    static String shownSentences(String text) {
        return text.lines().map(PlainLines::shown).collect(Collectors.joining(System.lineSeparator()));
    }

    /** A name as it may be put on a terminal: what could move its cursor is written as an escape. */
    static String shown(String name) {
        StringBuilder text = new StringBuilder();
        name.codePoints().forEach(point -> {
            if (Character.isISOControl(point) || Character.getType(point) == Character.FORMAT) {
                text.append(String.format(Locale.ROOT, "\\u%04x", point));
            } else {
                text.appendCodePoint(point);
            }
        });
        return text.toString();
    }
}
