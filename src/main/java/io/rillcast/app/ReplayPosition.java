package io.rillcast.app;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * How far the dead letters of one partition have been sent again: those of some causes perhaps further than the others;
 * immutable.
 *
 * <p>Kept as a committed offset, with the causes that are ahead of it in its metadata: {@code cause=offset,...}.
 */
final class ReplayPosition {
    private static final Pattern PART = Pattern.compile("(?<=^|,)([a-z-]+)=([0-9]{1,18})(?=,|$)");

    private final long offset;
    private final Map<String, Long> ahead;

    private ReplayPosition(long offset, Map<String, Long> ahead) {
        this.offset = offset;
        this.ahead = ahead;
    }

    /** Before every letter. */
    static ReplayPosition start() {
        return new ReplayPosition(0, Map.of());
    }

    /** As committed; metadata that is not ours is passed over. */
    static ReplayPosition of(OffsetAndMetadata committed) {
        Map<String, Long> ahead = new TreeMap<>();
        Matcher parts = PART.matcher(committed.metadata());
        while (parts.find()) {
            ahead.put(parts.group(1), Long.valueOf(parts.group(2)));
        }
        return new ReplayPosition(committed.offset(), ahead);
    }

    /** Where the letters begin that are still to be looked at, of one cause or of all. */
    long first(Optional<String> cause) {
        return cause.map(text -> Math.max(offset, ahead.getOrDefault(text, 0L))).orElse(offset);
    }

    /** Whether a letter was dealt with before. */
    boolean isPast(String cause, long letterOffset) {
        return letterOffset < Math.max(offset, ahead.getOrDefault(cause, 0L));
    }

    /** The position once the letters before an offset are dealt with, of one cause or of all. */
    ReplayPosition upTo(Optional<String> cause, long next) {
        Map<String, Long> further = new TreeMap<>(ahead);
        if (cause.isPresent()) {
            further.merge(cause.get(), next, Math::max);
            return new ReplayPosition(offset, further);
        }
        long all = Math.max(offset, next);
        further.values().removeIf(at -> at <= all);
        return new ReplayPosition(all, further);
    }

    /** To be committed. */
    OffsetAndMetadata committed() {
        String metadata = ahead.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(Collectors.joining(","));
        return new OffsetAndMetadata(offset, metadata);
    }
}
