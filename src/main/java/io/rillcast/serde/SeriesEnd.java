package io.rillcast.serde;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The record that ends a series: its key is the series, its value null. */
public final class SeriesEnd {
    private SeriesEnd() {}

    /**
     * The key of the record that ends a series.
     *
     * @throws IllegalArgumentException if no series can have that name
     */
    public static byte[] keyOf(String seriesId) {
        Optional<String> problem = ReadingRules.seriesProblem(seriesId);
        if (problem.isPresent()) {
            throw new IllegalArgumentException(problem.get());
        }
        return seriesId.getBytes(StandardCharsets.UTF_8);
    }

    /** Whether a record ends the series that is its key; without a key it is none that could be read. */
    public static boolean isEnd(byte[] key, byte[] value) {
        return value == null && key != null;
    }

    /** Refuses a key that no series has. */
    public static void requireSeries(byte[] key) throws UndecodableReading {
        Optional<String> problem = ReadingRules.seriesProblem(ReadingRules.seriesOfKey(key));
        if (problem.isPresent()) {
            throw new UndecodableReading(DeadLetterCause.SERIES_NAME, problem.get());
        }
    }
}
