package io.rillcast.forecast;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Why a forecast is what it is: what each expert said, and what was inferred of the series from its readings.
 *
 * @param experts each expert's own median by its name, in the series' unit, of those that had something to say
 * @param scale the mean step of the series in its unit, above zero; a guess from the value while no step has been seen
 * @param seasons the lengths of the seasons that are looked back over, in readings; empty while there is none
 * @param cadenceMs the expected time between readings, ms; 0 while it is not known and where it is in months
 * @param cadenceMonths the calendar months between readings, 0 where it is not in months
 * @param support {@value #REAL}, {@value #NONNEGATIVE}, or {@value #ZERO_HEAVY} where many values are zero besides
 * @param correction how many times as wide as the blend's the published 80 % interval is, by the conformal correction of
 *     its levels and the widening after a gap: 1 for not at all or where both have no width, from 0 to {@value
 *     #MOST_CORRECTION}
 */
public record Explanation(
        Map<String, Double> experts,
        double scale,
        List<Integer> seasons,
        long cadenceMs,
        int cadenceMonths,
        String support,
        double correction) {
    /** Any value can come. */
    public static final String REAL = "real";
    /** No value is below zero. */
    public static final String NONNEGATIVE = "nonnegative";
    /** The same, and many are zero. */
    public static final String ZERO_HEAVY = "zero-heavy";
    /** What stands for more, and for an interval made of none. */
    public static final double MOST_CORRECTION = 1000;

    /** Of a forecast that does not say why, as those of older releases; its numbers are NaN. */
    public static final Explanation NONE = new Explanation(Map.of(), Double.NaN, List.of(), 0, 0, "", Double.NaN);

    /** Copies the experts and the seasons. */
    public Explanation {
        experts = Collections.unmodifiableMap(new TreeMap<>(experts));
        seasons = List.copyOf(seasons);
    }

    /** How many times as wide an interval is as another, as {@link #correction} has it. */
    static double ratio(double width, double blendWidth) {
        if (width == blendWidth) {
            return 1;
        }
        return blendWidth > 0 ? Math.min(MOST_CORRECTION, width / blendWidth) : MOST_CORRECTION;
    }
}
