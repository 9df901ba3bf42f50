package io.rillcast.training;

import io.rillcast.forecast.SeriesWindow;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One series' windows and where its history is cut in time: trained on, then watched for early stopping, then judged on.
 *
 * <p>The cuts are numbers of readings of the whole series, so that a reading in several windows is on the same side in
 * all of them. Nothing that is trained on is later than anything that is watched or judged.
 */
final class HeldOut {
    /** Of the readings that the windows hold: the last 15 % judge, the 15 % before them stop. */
    private static final double TRAINED_SHARE = 0.7;

    private static final double WATCHED_SHARE = 0.85;

    private final List<SeriesWindow> windows;
    private final long trainedUntil;
    private final long watchedUntil;

    private HeldOut(List<SeriesWindow> windows, long trainedUntil, long watchedUntil) {
        this.windows = windows;
        this.trainedUntil = trainedUntil;
        this.watchedUntil = watchedUntil;
    }

    /** Cuts the windows of one series, at least one; those from before it ended and came back are left out. */
    static HeldOut of(List<SeriesWindow> windowsOfOneSeries) {
        List<SeriesWindow> latestFirst = lastLife(windowsOfOneSeries);
        long first = Long.MAX_VALUE;
        for (SeriesWindow window : latestFirst) {
            first = Math.min(first, window.firstReading());
        }
        BitSet held = new BitSet();
        for (SeriesWindow window : latestFirst) {
            int start = Math.toIntExact(window.firstReading() - first);
            held.set(start, start + window.length());
        }
        return new HeldOut(latestFirst, first + nthSet(held, TRAINED_SHARE), first + nthSet(held, WATCHED_SHARE));
    }

    /**
     * The windows since the numbers of the readings last began anew, those that end last first: a window that ends at a
     * higher number than a later one is from before, and so is everything that is older than it.
     */
    private static List<SeriesWindow> lastLife(List<SeriesWindow> windows) {
        List<SeriesWindow> latestFirst = new ArrayList<>(windows);
        latestFirst.sort(Comparator.comparingLong(HeldOut::lastMs)
                .thenComparingLong(HeldOut::end)
                .reversed()
                .thenComparingLong(SeriesWindow::length));
        int kept = 1;
        while (kept < latestFirst.size() && end(latestFirst.get(kept)) <= end(latestFirst.get(kept - 1))) {
            kept++;
        }
        return latestFirst.subList(0, kept);
    }

    private static long lastMs(SeriesWindow window) {
        return window.timeMs(window.length() - 1);
    }

    private static long end(SeriesWindow window) {
        return window.firstReading() + window.length();
    }

    private static long nthSet(BitSet held, double share) {
        int wanted = (int) (share * held.cardinality());
        int index = held.nextSetBit(0);
        for (int i = 0; i < wanted; i++) {
            index = held.nextSetBit(index + 1);
        }
        return index;
    }

    /** The windows, those that end last first. */
    List<SeriesWindow> windows() {
        return windows;
    }

    /** The same windows, all of whose readings are trained on. */
    HeldOut whole() {
        return new HeldOut(windows, Long.MAX_VALUE, Long.MAX_VALUE);
    }

    /** The windows in the order of their first readings, of those that begin at the same one the longest. */
    Collection<SeriesWindow> chronological() {
        Map<Long, SeriesWindow> byFirst = new TreeMap<>();
        for (SeriesWindow window : windows) {
            byFirst.merge(window.firstReading(), window, (a, b) -> a.length() >= b.length() ? a : b);
        }
        return byFirst.values();
    }

    /** Readings with a number below this are trained on. */
    long trainedUntil() {
        return trainedUntil;
    }

    /** Readings from {@link #trainedUntil} to below this are watched, the rest are judged on. */
    long watchedUntil() {
        return watchedUntil;
    }

    /** The mean absolute difference of neighbouring values in the windows; 0 for a constant series. */
    double meanStep() {
        double sum = 0;
        long count = 0;
        for (SeriesWindow window : windows) {
            for (int t = 1; t < window.length(); t++) {
                sum += Math.abs(window.value(t) - window.value(t - 1));
                count++;
            }
        }
        return count == 0 ? 0 : sum / count;
    }
}
