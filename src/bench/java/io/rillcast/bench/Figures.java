package io.rillcast.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** What the rounds measured; mutable, filled by the one that runs them. */
final class Figures {
    private final Map<Subject, List<Double>> nanoseconds = new LinkedHashMap<>();
    private final Map<Subject, Double> bytesAllocated = new LinkedHashMap<>();

    /** Adds what a round measured of a subject. */
    void add(Subject subject, double time) {
        nanoseconds.computeIfAbsent(subject, key -> new ArrayList<>()).add(time);
    }

    /** Keeps the most that a subject allocated in any round. */
    void addBytes(Subject subject, double bytes) {
        bytesAllocated.merge(subject, bytes, Math::max);
    }

    /** What was measured. */
    Set<Subject> subjects() {
        return nanoseconds.keySet();
    }

    /** The times of a subject by round. */
    List<Double> rounds(Subject subject) {
        return nanoseconds.getOrDefault(subject, List.of());
    }

    /** The time of one operation, if it was measured. */
    Optional<Spread> time(Subject subject) {
        return rounds(subject).isEmpty() ? Optional.empty() : Optional.of(Spread.of(rounds(subject)));
    }

    /** The bytes of one operation, if they were measured. */
    OptionalDouble bytes(Subject subject) {
        Double bytes = bytesAllocated.get(subject);
        return bytes == null ? OptionalDouble.empty() : OptionalDouble.of(bytes);
    }

    /** How many times longer the first takes than the second, taken within each round, if both were measured. */
    Optional<Spread> ratio(Subject longer, Subject shorter) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < Math.min(rounds(longer).size(), rounds(shorter).size()); i++) {
            ratios.add(rounds(longer).get(i) / rounds(shorter).get(i));
        }
        return ratios.isEmpty() ? Optional.empty() : Optional.of(Spread.of(ratios));
    }
}
