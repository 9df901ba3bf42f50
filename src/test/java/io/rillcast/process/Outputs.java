package io.rillcast.process;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What came of readings: the bytes of all forecasts and scores of each series, in their order.
 *
 * @param forecasts by series
 * @param scores by series
 */
public record Outputs(Map<String, List<ByteBuffer>> forecasts, Map<String, List<ByteBuffer>> scores) {
    /** How many forecasts. */
    public long forecastCount() {
        return count(forecasts);
    }

    /** How many scores. */
    public long scoreCount() {
        return count(scores);
    }

    private static long count(Map<String, List<ByteBuffer>> bySeries) {
        return bySeries.values().stream().mapToLong(List::size).sum();
    }

    /** Where the other differs from this first, if it does in a single bit or in the number of records. */
    public Optional<String> firstDifference(Outputs other) {
        return firstDifference("forecasts", forecasts, other.forecasts)
                .or(() -> firstDifference("scores", scores, other.scores));
    }

    private static Optional<String> firstDifference(
            String what, Map<String, List<ByteBuffer>> ours, Map<String, List<ByteBuffer>> theirs) {
        Set<String> series = new TreeSet<>(ours.keySet());
        series.addAll(theirs.keySet());
        return series.stream()
                .flatMap(name ->
                        firstDifference(ours.getOrDefault(name, List.of()), theirs.getOrDefault(name, List.of()))
                                .map(difference -> what + " of " + name + ": " + difference)
                                .stream())
                .findFirst();
    }

    private static Optional<String> firstDifference(List<ByteBuffer> ours, List<ByteBuffer> theirs) {
        int common = Math.min(ours.size(), theirs.size());
        int at = 0;
        while (at < common && ours.get(at).equals(theirs.get(at))) {
            at++;
        }
        return at == ours.size() && at == theirs.size()
                ? Optional.empty()
                : Optional.of("differ from number " + at + ", count " + ours.size() + " and " + theirs.size());
    }
}
