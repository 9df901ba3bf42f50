package io.rillcast.app;

/**
 * How much a bench runs.
 *
 * @param readings in the readings topic
 * @param series among them
 * @param rounds counted; one more goes before them to warm the JVM up
 */
record BenchPlan(long readings, int series, int rounds) {
    /**
     * Checks them.
     *
     * @throws IllegalArgumentException if a series would have no reading, or no round would count
     */
    BenchPlan {
        if (readings < 1 || series < 1 || series > readings || rounds < 1) {
            throw new IllegalArgumentException("a bench needs a round, and a reading of each series: readings="
                    + readings + ", series=" + series + ", rounds=" + rounds);
        }
    }

    /** Readings of each series, rounded up. */
    int readingsPerSeries() {
        return (int) Math.min(Integer.MAX_VALUE, (readings + series - 1) / series);
    }
}
