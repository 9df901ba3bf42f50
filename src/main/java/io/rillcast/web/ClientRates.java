package io.rillcast.web;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * How many requests each client may still send: a token bucket a client, of at most so many clients; safe for use by
 * several threads.
 */
final class ClientRates {
    /** A page asks a few times a second; a load test of one machine stays below. */
    static final double PER_SECOND = 1000;

    /** What may come at once. */
    static final double BURST = 2000;

    private static final int MOST_CLIENTS = 10_000;

    private final LongSupplier nanoTime;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MOST_CLIENTS;
        }
    };

    /** By the clock of {@link System#nanoTime}, or one like it. */
    ClientRates(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    private static final class Bucket {
        private double left = BURST;
        private long atNanos;
    }

    /** Whether a client may send another request now, which is then counted. */
    synchronized boolean take(String client) {
        long now = nanoTime.getAsLong();
        Bucket bucket = buckets.computeIfAbsent(client, name -> {
            Bucket fresh = new Bucket();
            fresh.atNanos = now;
            return fresh;
        });
        bucket.left = Math.min(BURST, bucket.left + PER_SECOND * (now - bucket.atNanos) / 1e9);
        bucket.atNanos = now;
        if (bucket.left < 1) {
            return false;
        }
        bucket.left--;
        return true;
    }
}
