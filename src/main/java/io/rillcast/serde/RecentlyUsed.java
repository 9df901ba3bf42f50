package io.rillcast.serde;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** A map that forgets the entry used longest ago when it holds too many; shared by threads. */
final class RecentlyUsed<K, V> {
    private final LinkedHashMap<K, V> entries;

    /** Holds at most {@code most} entries. */
    RecentlyUsed(int most) {
        this.entries = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        };
    }

    /** The value, null if it is not held. */
    synchronized V get(K key) {
        return entries.get(key);
    }

    /** Holds a value. */
    synchronized void put(K key, V value) {
        entries.put(key, value);
    }

    /** The value, made outside the lock if it is not held: two threads may both make it, which must not harm. */
    V computeIfAbsent(K key, Function<K, V> make) {
        V held = get(key);
        if (held == null) {
            held = make.apply(key);
            put(key, held);
        }
        return held;
    }
}
