package io.rillcast.streams;

import io.rillcast.forecast.ForecastModel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * What is known of the groups used last, as many as fit a bound of bytes: a million groups cost no more memory than that.
 * Shared by threads.
 *
 * <p>Groups are spread over {@value #PARTS} parts, each with its lock and its share of the bound, so that threads seldom
 * meet; a part keeps one group at least, whatever its size. What is forgotten is read again when it is asked for.
 */
final class ModelCache {
    private static final int PARTS = 16;
    /** What an entry takes beside the weights: the key, the names of the features, the objects. */
    private static final long ENTRY_BYTES = 4096;

    private final Part[] parts = new Part[PARTS];

    /**
     * A group's entry.
     *
     * @param known null once the topic has something newer
     * @param lastGood the newest that was ever read
     */
    private record Entry(ModelTable.Known known, Optional<ForecastModel> lastGood) {
        long bytes() {
            long weights =
                    lastGood.map(model -> model.network().shape().weightCount()).orElse(0L);
            boolean isOne = known == null
                    || known.serving().isEmpty()
                    || known.serving().equals(lastGood);
            long others = isOne ? 0 : known.serving().get().network().shape().weightCount();
            return ENTRY_BYTES + Float.BYTES * (weights + others);
        }
    }

    /** Holds at most so many bytes. */
    ModelCache(long mostBytes) {
        for (int i = 0; i < PARTS; i++) {
            parts[i] = new Part(mostBytes / PARTS);
        }
    }

    private Part part(String key) {
        int hash = key.hashCode() * 0x9E3779B9;
        return parts[hash >>> 28];
    }

    /**
     * What is known of a group, read while its part is locked if it is not held: a change that is told meanwhile is not
     * overwritten by what was read before it.
     *
     * @param read from the newest that was ever read, if that is held
     */
    ModelTable.Known known(String key, Function<Optional<ForecastModel>, ModelTable.Known> read) {
        return part(key).known(key, read);
    }

    /** The topic has something newer of a group; what was good last is kept. */
    void changed(String key) {
        part(key).changed(key);
    }

    /** The topic may have something newer of every group. */
    void allChanged() {
        for (Part part : parts) {
            part.allChanged();
        }
    }

    /** How many groups are held. */
    int size() {
        int size = 0;
        for (Part part : parts) {
            size += part.size();
        }
        return size;
    }

    private static final class Part {
        private final long mostBytes;
        private final LinkedHashMap<String, Entry> byGroup = new LinkedHashMap<>(16, 0.75f, true);
        private long bytes;

        Part(long mostBytes) {
            this.mostBytes = mostBytes;
        }

        synchronized ModelTable.Known known(String key, Function<Optional<ForecastModel>, ModelTable.Known> read) {
            Entry held = byGroup.get(key);
            if (held != null && held.known() != null) {
                return held.known();
            }
            Optional<ForecastModel> lastGood = held == null ? Optional.empty() : held.lastGood();
            ModelTable.Known known = read.apply(lastGood);
            put(key, new Entry(known, known.newest().or(() -> lastGood)));
            return known;
        }

        private void put(String key, Entry entry) {
            Entry before = byGroup.put(key, entry);
            bytes += entry.bytes() - (before == null ? 0 : before.bytes());
            while (bytes > mostBytes && byGroup.size() > 1) {
                Map.Entry<String, Entry> eldest = byGroup.entrySet().iterator().next();
                bytes -= eldest.getValue().bytes();
                byGroup.remove(eldest.getKey());
            }
        }

        synchronized void changed(String key) {
            Entry held = byGroup.get(key);
            if (held != null) {
                put(key, new Entry(null, held.lastGood()));
            }
        }

        synchronized void allChanged() {
            bytes = 0;
            byGroup.replaceAll((key, held) -> new Entry(null, held.lastGood()));
            byGroup.values().forEach(held -> bytes += held.bytes());
        }

        synchronized int size() {
            return byGroup.size();
        }
    }
}
