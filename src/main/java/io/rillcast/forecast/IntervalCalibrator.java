package io.rillcast.forecast;

/**
 * Corrects each quantile level online, so that its long-run share of actuals below comes to be the level itself.
 *
 * <p>Adaptive conformal inference (Gibbs and Candes 2021, arXiv 2106.00170, equation 2) on each level by itself: their
 * alpha_t is here the level at which the network's own quantile function is asked, kept as a normal score z_t so that it
 * can leave the outermost level without bound: z_{t+1} = z_t + g (level - 1{y_t below q_t}). An actual equal to its
 * quantile (no rain forecast, none fallen) says nothing about where below it lies and changes nothing. Both directions
 * are followed, so that intervals narrow as well as widen.
 *
 * <p>Mutable scratch of one {@link OnlineForecaster}.
 *
 * <pre>0 offset of each level's normal score, float32[Q], padded to a multiple of 8 bytes</pre>
 */
final class IntervalCalibrator {
    /** g: a level off by 0.1 is mended in about 50 readings, and noise moves a score by about 0.1. */
    private static final double RATE = 0.03;

    private static final float MOST_OFFSET = 3;

    private final float[] offsets;

    IntervalCalibrator(int levels) {
        offsets = new float[levels];
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

    /** Learns from what came: quantiles double[Q] are those published. */
    void observe(double actual, double[] quantiles, QuantileLevels levels) {
        for (int i = 0; i < offsets.length; i++) {
            if (actual != quantiles[i]) {
                double miss = levels.level(i) - (actual < quantiles[i] ? 1 : 0);
                float moved = (float) (offsets[i] + RATE * miss);
                offsets[i] = Math.max(-MOST_OFFSET, Math.min(MOST_OFFSET, moved));
            }
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
