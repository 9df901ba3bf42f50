package io.rillcast.training;

import io.rillcast.training.TrainingRecord.Data;
import io.rillcast.training.TrainingRecord.Decision;
import io.rillcast.training.TrainingRecord.Losses;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether a promoted model is as good on what came to the group after its promotion as the one before it would have been.
 *
 * <p>Both are run on the same new readings of watched windows. After {@value #WINDOWS} windows with {@value #READINGS}
 * readings the mean of the windows' differences is held against its standard error, once (paired one-sided t-test at 1 %;
 * 2.602 for 15 degrees of freedom, the fewest that can be). A window is a unit because the readings in it are not
 * independent of each other. Windows of different series are taken to be: where the series of a group move together, those
 * of the same hours tell less than as many others, and a model that is in truth as good is rolled back more often than
 * that. A series' first window after a promotion may hold readings that were taken before it.
 *
 * @param predecessor the version it is compared with; 0 where no model is on probation
 * @param windows compared so far
 * @param readings in them
 * @param difference sum over windows of the incumbent's loss minus the predecessor's
 * @param square sum of the squares of these differences
 * @param losses sums over readings of candidate (the predecessor's), incumbent and naive
 * @param fromMs time of the first reading compared, epoch ms; of no meaning before there is one
 * @param toMs time of the last
 */
public record Probation(
        long predecessor,
        int windows,
        long readings,
        double difference,
        double square,
        Losses losses,
        long fromMs,
        long toMs) {
    /** Fewest windows that are compared. */
    static final int WINDOWS = 16;
    /** Fewest readings that are compared. */
    static final long READINGS = 500;

    private static final double CRITICAL = 2.602;

    /** No model is on probation. */
    public static final Probation NONE = against(0);

    /** Begins: the model in use is to be compared with this version. */
    static Probation against(long predecessor) {
        return new Probation(predecessor, 0, 0, 0, 0, new Losses(0, 0, 0), Long.MAX_VALUE, Long.MIN_VALUE);
    }

    /** Whether a model is on probation. */
    public boolean isOn() {
        return predecessor > 0;
    }

    /** After a window on which both were run; others change nothing. */
    Probation saw(Watched watched) {
        if (!isOn() || Double.isNaN(watched.predecessor())) {
            return this;
        }
        double worse = watched.incumbent() - watched.predecessor();
        Losses sums = new Losses(
                losses.candidate() + watched.readings() * watched.predecessor(),
                losses.incumbent() + watched.readings() * watched.incumbent(),
                losses.naive() + watched.readings() * watched.naive());
        return new Probation(
                predecessor,
                windows + 1,
                readings + watched.readings(),
                difference + worse,
                square + worse * worse,
                sums,
                Math.min(fromMs, watched.fromMs()),
                Math.max(toMs, watched.toMs()));
    }

    /** Whether enough was compared. */
    public boolean isOver() {
        return isOn() && windows >= WINDOWS && readings >= READINGS;
    }

    /** Whether enough was compared and the model in use is worse by more than chance allows. */
    public boolean isFailed() {
        return isOver() && score() > CRITICAL;
    }

    /** The mean difference in its standard errors; infinite where all windows say the same. */
    private double score() {
        double mean = difference / windows;
        double variance = Math.max(0, (square - windows * mean * mean) / (windows - 1));
        return mean == 0 ? 0 : mean / Math.sqrt(variance / windows);
    }

    /**
     * What is recorded where it failed.
     *
     * @param failed the version in use
     * @param version under which the predecessor's weights are published again
     */
    public TrainingOutcome rolledBack(long failed, long version) {
        Losses means =
                new Losses(losses.candidate() / readings, losses.incumbent() / readings, losses.naive() / readings);
        String reason = String.format(
                Locale.ROOT,
                "rolled back: after its promotion version %d lost %.5f where version %d would have lost %.5f, on %d"
                        + " readings, %.1f standard errors of the difference in %d windows; the weights of version %d"
                        + " are in use again as version %d",
                failed,
                means.incumbent(),
                predecessor,
                means.candidate(),
                readings,
                score(),
                windows,
                predecessor,
                version);
        Data data = new Data(0, 0, windows, readings, fromMs, toMs);
        return new TrainingOutcome(Decision.ROLLED_BACK, reason, Optional.empty(), means, data, 0, 0);
    }
}
