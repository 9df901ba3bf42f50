package io.rillcast.app;

import io.rillcast.forecast.Explanation;
import io.rillcast.forecast.Forecast;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Why a forecast is what it is, in the columns of {@link PlainLines}: each expert with its own forecast and its weight, the
 * heaviest first, then what was inferred of the series and how far the interval was corrected.
 */
final class Reasons {
    private static final long SECOND_MS = 1000;
    private static final long MINUTE_MS = 60 * SECOND_MS;
    private static final long HOUR_MS = 60 * MINUTE_MS;
    private static final long DAY_MS = 24 * HOUR_MS;
    /** Digits of a cadence. */
    private static final MathContext FOUR_DIGITS = new MathContext(4);

    private Reasons() {}

    /** The lines, each without a line break; those of the weights alone where the forecast does not say more. */
    static List<String> of(Forecast.Parts parts) {
        Explanation why = parts.why();
        List<String> lines = new ArrayList<>();
        for (String expert : byWeight(parts)) {
            Double median = why.experts().get(expert);
            double weight = parts.weights().getOrDefault(expert, 0.0);
            lines.add(line(
                    PlainLines.shown(expert),
                    median == null ? "-" : PlainLines.number(median),
                    String.format(Locale.ROOT, "weight %.3f", weight)));
        }
        if (!why.equals(Explanation.NONE)) {
            lines.add(line("scale", PlainLines.number(why.scale()), "mean step"));
            lines.add(line("seasons", seasons(why.seasons()), "readings"));
            lines.add(line("cadence", cadence(why), "between readings"));
            lines.add(line("support", PlainLines.shown(why.support()), ""));
            lines.add(line("correction", PlainLines.number(why.correction()), "times the blend's width"));
        }
        return lines;
    }

    private static Collection<String> byWeight(Forecast.Parts parts) {
        Map<String, Double> weights = parts.weights();
        Comparator<String> order = Comparator.comparing(name -> -weights.getOrDefault(name, 0.0));
        Collection<String> names = new TreeSet<>(order.thenComparing(Comparator.naturalOrder()));
        names.addAll(weights.keySet());
        names.addAll(parts.why().experts().keySet());
        return names;
    }

    private static String line(String name, String value, String meaning) {
        return PlainLines.columns("", name, value, "", meaning, "").stripTrailing();
    }

    private static String seasons(List<Integer> lengths) {
        return lengths.isEmpty()
                ? "none"
                : lengths.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    /** In the largest unit of which it is one or more. */
    private static String cadence(Explanation why) {
        if (why.cadenceMonths() > 0) {
            return why.cadenceMonths() + (why.cadenceMonths() == 1 ? " month" : " months");
        }
        long ms = why.cadenceMs();
        if (ms >= DAY_MS) {
            return inUnit(ms, DAY_MS, "d");
        } else if (ms >= HOUR_MS) {
            return inUnit(ms, HOUR_MS, "h");
        } else if (ms >= MINUTE_MS) {
            return inUnit(ms, MINUTE_MS, "min");
        }
        if (ms >= SECOND_MS) {
            return inUnit(ms, SECOND_MS, "s");
        }
        return ms > 0 ? ms + " ms" : "unknown";
    }

    private static String inUnit(long ms, long unitMs, String unit) {
        BigDecimal count = BigDecimal.valueOf(ms).divide(BigDecimal.valueOf(unitMs), FOUR_DIGITS);
        return count.stripTrailingZeros().toPlainString() + " " + unit;
    }
}
