package io.rillcast.bench;

import java.util.List;

/**
 * The middle of some figures and how far they lie apart.
 *
 * @param lowest of them
 * @param median of them; between the two in the middle if they are even in number
 * @param highest of them
 */
record Spread(double lowest, double median, double highest) {
    /** Of at least one figure. */
    static Spread of(List<Double> figures) {
        List<Double> sorted = figures.stream().sorted().toList();
        int half = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
        return new Spread(sorted.get(0), median, sorted.get(sorted.size() - 1));
    }
}
