package io.rillcast.app;

import io.rillcast.forecast.Reading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Puts the readings of all series into the order of time, however many they are; owned by one thread.
 *
 * <p>Readings of one millisecond stay in the order in which they were added. Those that do not fit into memory lie in
 * temporary files, each sorted, and are merged as they are read; too many files are first merged into one. In memory
 * there are at most so many readings as one file holds, one of each file, and the names of the series.
 */
final class ReadingSort implements AutoCloseable {
    /** About 8 MB of readings. */
    static final int USUAL_IN_MEMORY = 1 << 17;
    /** Files open at once while merging. */
    static final int USUAL_FILES = 64;

    private static final Comparator<Reading> BY_TIME = Comparator.comparingLong(Reading::timestampMs);

    private final Path dir;
    private final long covariateList;
    private final int mostInMemory;
    private final int mostFiles;
    private final List<Reading> pending = new ArrayList<>();
    private final List<Path> files = new ArrayList<>();
    private final List<String> seriesByNumber = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<Merge> open = new ArrayList<>();
    private boolean isSorted;
    private long count;
    private int filesMade;

    /**
     * A sort.
     *
     * @param dir for temporary files, which are removed at the end
     * @param covariateList the fingerprint of the names of the readings' covariates
     */
    ReadingSort(Path dir, long covariateList) {
        this(dir, covariateList, USUAL_IN_MEMORY, USUAL_FILES);
    }

    /** With bounds of its own. */
    ReadingSort(Path dir, long covariateList, int mostInMemory, int mostFiles) {
        this.dir = dir;
        this.covariateList = covariateList;
        this.mostInMemory = mostInMemory;
        this.mostFiles = mostFiles;
    }

    /** Takes a reading in. */
    void add(Reading reading) throws IOException {
        isSorted = false;
        count++;
        pending.add(reading);
        if (pending.size() >= mostInMemory) {
            spill();
        }
    }

    /** How many readings there are. */
    long count() {
        return count;
    }

    private void spill() throws IOException {
        pending.sort(BY_TIME);
        write(pending.iterator(), files.size());
        pending.clear();
        if (files.size() >= mostFiles) {
            try (Merge merge = new Merge()) {
                write(merge, 0);
            }
            for (Path merged : List.copyOf(files.subList(1, files.size()))) {
                Files.delete(merged);
                files.remove(merged);
            }
        }
    }

    private void write(Iterator<Reading> inOrder, int place) throws IOException {
        Path file = dir.resolve("readings-" + filesMade++);
        SortedRun.write(file, inOrder, this::numberOf);
        files.add(place, file);
    }

    private int numberOf(String series) {
        return numbers.computeIfAbsent(series, name -> {
            seriesByNumber.add(name);
            return seriesByNumber.size() - 1;
        });
    }

    /** All readings in order; may be asked for again. */
    Iterator<Reading> inOrder() throws IOException {
        if (!isSorted) {
            pending.sort(BY_TIME);
            isSorted = true;
        }
        if (files.isEmpty()) {
            return pending.iterator();
        }
        if (!pending.isEmpty()) {
            spill();
        }
        Merge merge = new Merge();
        open.add(merge);
        return merge;
    }

    /** Removes the temporary files. */
    @Override
    public void close() throws IOException {
        for (Merge merge : open) {
            merge.close();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }

    /** A file and its next reading. */
    private record Head(int place, SortedRun run, Reading reading) {}

    /** All files at once. */
    private final class Merge implements Iterator<Reading>, AutoCloseable {
        private final List<SortedRun> runs = new ArrayList<>();
        private final PriorityQueue<Head> heads =
                new PriorityQueue<>(Comparator.comparing(Head::reading, BY_TIME).thenComparingInt(Head::place));

        Merge() throws IOException {
            for (int place = 0; place < files.size(); place++) {
                SortedRun run = SortedRun.open(files.get(place), seriesByNumber, covariateList);
                runs.add(run);
                pushNext(place, run);
            }
        }

        private void pushNext(int place, SortedRun run) throws IOException {
            Optional<Reading> next = run.next();
            if (next.isPresent()) {
                heads.add(new Head(place, run, next.get()));
            }
        }

        @Override
        public boolean hasNext() {
            return !heads.isEmpty();
        }

        @Override
        public Reading next() {
            Head head = heads.poll();
            if (head == null) {
                throw new NoSuchElementException("no reading is left");
            }
            try {
                pushNext(head.place(), head.run());
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
            return head.reading();
        }

        @Override
        public void close() throws IOException {
            for (SortedRun run : runs) {
                run.close();
            }
        }
    }
}
