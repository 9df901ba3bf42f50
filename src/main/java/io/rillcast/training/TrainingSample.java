package io.rillcast.training;

import io.rillcast.forecast.SeriesWindow;
import java.util.List;

/**
 * The windows that one training is to see, of those that are kept: all, unless a change of the readings was noticed and
 * {@value #NEW_ENOUGH} windows have come since it began, then only those.
 *
 * <p>So what is trained on, watched and judged is what the group is like now. With as many windows from before a change as
 * from after it, the network was still a tenth worse two intervals later; without, as good as if there had been no change.
 */
public final class TrainingSample {
    /** Windows since a change that are enough to train and to judge on. */
    public static final int NEW_ENOUGH = 16;

    private TrainingSample() {}

    /**
     * A window of the reservoir.
     *
     * @param window the history
     * @param atReadings readings of the group when it came, 0 where that was not kept
     */
    public record Kept(SeriesWindow window, long atReadings) {}

    /**
     * Chooses.
     *
     * @param changedAt readings of the group at which the last change began; 0 for none
     * @return in the order in which they are kept
     */
    public static List<SeriesWindow> of(List<Kept> kept, long changedAt) {
        List<Kept> since =
                kept.stream().filter(one -> one.atReadings() > changedAt).toList();
        boolean isEnough = since.size() >= NEW_ENOUGH;
        return (isEnough ? since : kept).stream().map(Kept::window).toList();
    }
}
