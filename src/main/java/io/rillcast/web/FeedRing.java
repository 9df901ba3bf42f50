package io.rillcast.web;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The last records that the feed has read: {@value #MOST} of all series, and of series that somebody looked at lately
 * {@value #MOST_WATCHED} each. Written by the feed's thread, read by any.
 */
final class FeedRing {
    /** At some 800 bytes a record: 16 MB. */
    static final int MOST = 20_000;

    /** Forecasts and scores of half as many readings. */
    static final int MOST_WATCHED = 1_200;

    /** Series looked at last: with the number above at most 100 MB, when all are looked at one after the other. */
    private static final int MOST_SERIES = 100;

    private final Deque<FeedRecord> all = new ArrayDeque<>();
    private final Map<String, Deque<FeedRecord>> bySeries = new HashMap<>();
    private final Map<String, Deque<FeedRecord>> watched = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Deque<FeedRecord>> eldest) {
            return size() > MOST_SERIES;
        }
    };

    /** Forgets everything. */
    synchronized void clear() {
        all.clear();
        bySeries.clear();
        watched.clear();
    }

    /** Takes a record in. */
    synchronized void add(FeedRecord record) {
        all.addLast(record);
        bySeries.computeIfAbsent(record.key(), key -> new ArrayDeque<>(2)).addLast(record);
        if (all.size() > MOST) {
            FeedRecord oldest = all.removeFirst();
            Deque<FeedRecord> own = bySeries.get(oldest.key());
            own.removeFirst();
            if (own.isEmpty()) {
                bySeries.remove(oldest.key());
            }
        }
        // Not get, which would count as a look at the series.
        if (watched.containsKey(record.key())) {
            Deque<FeedRecord> own = watched.get(record.key());
            own.addLast(record);
            if (own.size() > MOST_WATCHED) {
                own.removeFirst();
            }
        }
    }

    /** What is there of a series, oldest first; more of it is kept from now on. */
    synchronized List<FeedRecord> of(String series) {
        Deque<FeedRecord> own = watched.computeIfAbsent(
                series, key -> new ArrayDeque<>(bySeries.getOrDefault(series, new ArrayDeque<>())));
        return new ArrayList<>(own);
    }

    /**
     * The newest records behind a place, oldest first.
     *
     * @param number the last one that is known
     * @param most how many are wanted at most
     */
    synchronized List<FeedRecord> since(long number, int most) {
        List<FeedRecord> found = new ArrayList<>();
        var newest = all.descendingIterator();
        while (newest.hasNext() && found.size() < most) {
            FeedRecord record = newest.next();
            if (record.number() <= number) {
                break;
            }
            found.add(record);
        }
        Collections.reverse(found);
        return found;
    }

    /** The number of the last record that came to the broker before a time, 0 if none is kept. */
    synchronized long before(long timeMs) {
        var newest = all.descendingIterator();
        while (newest.hasNext()) {
            FeedRecord record = newest.next();
            if (record.timeMs() < timeMs) {
                return record.number();
            }
        }
        return 0;
    }

    /** How many records are kept of all series. */
    synchronized int size() {
        return all.size();
    }
}
