package io.rillcast.web;

import io.rillcast.training.TrainingRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The last trainings of each group and the last dead letters that the feed has read; written by its thread, read by any. */
final class FeedArchive {
    private static final int MOST_LETTERS = 100;
    private static final int MOST_TRAININGS = 50;
    private static final int MOST_GROUPS = 1_000;

    private final Deque<Letter> letters = new ArrayDeque<>();
    private final Map<String, Deque<TrainingRecord>> trainings = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Deque<TrainingRecord>> eldest) {
            return size() > MOST_GROUPS;
        }
    };

    /** Forgets everything. */
    synchronized void clear() {
        letters.clear();
        trainings.clear();
    }

    /** Takes a dead letter in. */
    synchronized void add(Letter letter) {
        letters.addFirst(letter);
        if (letters.size() > MOST_LETTERS) {
            letters.removeLast();
        }
    }

    /** Takes the record of a training in. */
    synchronized void add(TrainingRecord training) {
        Deque<TrainingRecord> own = trainings.computeIfAbsent(training.group(), group -> new ArrayDeque<>());
        own.addFirst(training);
        if (own.size() > MOST_TRAININGS) {
            own.removeLast();
        }
    }

    /** The last dead letters, newest first. */
    synchronized List<Letter> letters() {
        List<Letter> newest = new ArrayList<>(letters);
        newest.sort((a, b) -> Long.compare(b.atMs(), a.atMs()));
        return newest;
    }

    /** The last trainings of a group, newest first. */
    synchronized List<TrainingRecord> trainings(String group) {
        return new ArrayList<>(trainings.getOrDefault(group, new ArrayDeque<>()));
    }
}
