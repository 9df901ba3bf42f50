package io.rillcast.web;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Answers that cost the stores something, given again for {@value #MILLIS} ms: many who look at one page cost as much as
 * one. At most {@value #MOST}; safe for use by several threads.
 */
final class RecentReplies {
    private static final int MILLIS = 500;
    private static final int MOST = 64;

    private final LongSupplier nanoTime;
    private final Map<String, Kept> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Kept> eldest) {
            return size() > MOST;
        }
    };

    private record Kept(Reply reply, long atNanos) {}

    RecentReplies(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** The answer to what this key stands for, made if none is recent. */
    Reply get(String key, Supplier<Reply> made) {
        return recent(key).orElseGet(() -> {
            Reply reply = made.get();
            synchronized (kept) {
                kept.put(key, new Kept(reply, nanoTime.getAsLong()));
            }
            return reply;
        });
    }

    private Optional<Reply> recent(String key) {
        synchronized (kept) {
            Kept one = kept.get(key);
            boolean isRecent = one != null && nanoTime.getAsLong() - one.atNanos() < MILLIS * 1_000_000L;
            return isRecent ? Optional.of(one.reply()) : Optional.empty();
        }
    }
}
