package io.rillcast.forecast;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which seasons a series is taken to have: those that its readings show, or those that the operator names.
 *
 * @param isAuto whether they are found from timestamps and autocorrelation, and revised
 * @param lengths otherwise their lengths in readings, at most {@value #MOST}, increasing, each from {@value #SHORTEST}
 *     to {@value #LONGEST}; empty where there is to be none
 */
public record Seasons(boolean isAuto, List<Integer> lengths) {
    /** How many may be followed at once. */
    public static final int MOST = 2;
    /** The shortest season that may be named, in readings. */
    public static final int SHORTEST = 2;
    /** The longest, in readings: as many values are kept for it. */
    public static final int LONGEST = 400;

    /** Found and revised online. */
    public static final Seasons AUTO = new Seasons(true, List.of());

    /** None, whatever the readings show. */
    public static final Seasons NONE = new Seasons(false, List.of());

    /**
     * Checks the lengths.
     *
     * @throws IllegalArgumentException if they are too many, out of range, not increasing, or named though found
     */
    public Seasons {
        lengths = List.copyOf(lengths);
        boolean isIncreasing = lengths.size() < 2 || lengths.get(0) < lengths.get(lengths.size() - 1);
        boolean isInRange = lengths.stream().allMatch(length -> length >= SHORTEST && length <= LONGEST);
        if (lengths.size() > MOST || !isIncreasing || !isInRange || (isAuto && !lengths.isEmpty())) {
            throw new IllegalArgumentException(
                    "seasons must be at most " + MOST + " increasing lengths from " + SHORTEST + " to " + LONGEST
                            + " readings, or be found: lengths=" + lengths + ", isAuto=" + isAuto);
        }
    }

    /** Seasons of these lengths in readings. */
    public static Seasons of(Integer... lengths) {
        return new Seasons(false, Arrays.asList(lengths));
    }

    /** As the settings have them. */
    @Override
    public String toString() {
        if (isAuto) {
            return "auto";
        }
        return lengths.isEmpty()
                ? "none"
                : lengths.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
