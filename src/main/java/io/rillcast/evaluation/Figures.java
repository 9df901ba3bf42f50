package io.rillcast.evaluation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What was measured of one forecaster on one series, or the means over several; immutable. */
public final class Figures {
    private final Map<Measure, Double> values;

    Figures(Map<Measure, Double> values) {
        this.values = new EnumMap<>(values);
    }

    /** A figure; NaN where it has no meaning, as a scaled one of a series that was constant before its test part. */
    public double value(Measure measure) {
        return values.get(measure);
    }

    /** Their means; a figure that has no meaning for a series is left out for it. NaN where it has none for any. */
    public static Figures mean(List<Figures> several) {
        Map<Measure, Double> means = new EnumMap<>(Measure.class);
        for (Measure measure : Measure.values()) {
            List<Double> known = new ArrayList<>();
            several.forEach(figures -> known.add(figures.value(measure)));
            means.put(
                    measure,
                    known.stream()
                            .mapToDouble(Double::doubleValue)
                            .filter(Double::isFinite)
                            .average()
                            .orElse(Double.NaN));
        }
        return new Figures(means);
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
