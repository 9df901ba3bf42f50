package io.rillcast.forecast;

import java.util.Arrays;

/**
 * Corrects each quantile level online, so that its long-run share of actuals below comes to be the level itself.
 *
 * <p>Adaptive conformal inference (Gibbs and Candes 2021, arXiv 2106.00170, equation 2) on each level by itself: their
 * alpha_t is here the level at which the blend's own quantile function is asked, kept as a normal score z_t so that it
 * can leave the outermost level: z_{t+1} = z_t + g (level - 1{y_t below q_t}). Both directions are followed, so that
 * intervals narrow as well as widen. Where an actual equals its quantile (no rain forecast, none fallen) the level is right
 * if the share of actuals above is no more than it may be: the correction then returns towards none, and otherwise waits.
 *
 * <p>Mutable scratch of one {@link OnlineForecaster}.
 *
 * <pre>0 offset of each level's normal score, float32[Q], padded to a multiple of 8 bytes</pre>
 */
final class IntervalCalibrator {
    /** g: noise moves a score by about 0.05, and a level off by 0.1 is mended in about 150 readings. */
    private static final double RATE = 0.01;
    /** The share of actuals above each level is that of about the last 200. */
    private static final double SHARE_RATE = 0.005;

    /** A normal score of 1.5: a median corrected so far is the 93 % quantile, and no series was seen to need it. */
    private static final float MOST_OFFSET = 1.5f;

    private final float[] offsets;
    private final float[] above;
    private boolean hasShares;

    IntervalCalibrator(int levels) {
        offsets = new float[levels];
        above = new float[levels];
    }

    static int bytes(int levels) {
        return (4 * levels + 7) / 8 * 8;
    }

    void load(SeriesState state, int at) {
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = state.float32(at + 4 * i);
        }
    }

    void store(SeriesState state, int at) {
        for (int i = 0; i < offsets.length; i++) {
            state.float32(at + 4 * i, offsets[i]);
        }
    }

    /** How often of late actuals were above each level, float32[Q] elsewhere in a state. */
    void loadShares(SeriesState state, int at) {
        state.getFloats(at, above);
        hasShares = true;
    }

    /** Nobody keeps how often actuals were above: an actual that equals its quantile says nothing. */
    void forgetShares() {
        Arrays.fill(above, 0);
        hasShares = false;
    }

    void storeShares(SeriesState state, int at) {
        state.putFloats(above, at);
    }

    /** Learns from what came: quantiles double[Q] are those published. */
    void observe(double actual, double[] quantiles, QuantileLevels levels) {
        for (int i = 0; i < offsets.length; i++) {
            double level = levels.level(i);
            above[i] += (float) (SHARE_RATE * ((actual > quantiles[i] ? 1 : 0) - above[i]));
            double moved = offsets[i];
            if (actual != quantiles[i]) {
                moved += RATE * (level - (actual < quantiles[i] ? 1 : 0));
            } else if (hasShares && above[i] <= 1 - level) {
                moved -= Math.max(-RATE, Math.min(RATE, moved));
            }
            offsets[i] = (float) Math.max(-MOST_OFFSET, Math.min(MOST_OFFSET, moved));
        }
    }

    /** Writes the corrected quantiles into out, double[Q], increasing. */
    void correct(double[] out, double[] quantiles, QuantileFunction function) {
        for (int i = 0; i < offsets.length; i++) {
            out[i] = function.at(function.score(i) + offsets[i], quantiles);
        }
        sortInPlace(out);
    }

    /** Insertion sort: for a dozen values that are nearly in order. */
    static void sortInPlace(double[] values) {
        for (int i = 1; i < values.length; i++) {
            double value = values[i];
            int place = i;
            while (place > 0 && values[place - 1] > value) {
                values[place] = values[place - 1];
                place--;
            }
            values[place] = value;
        }
    }
}
