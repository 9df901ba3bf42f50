package io.rillcast.forecast;

import java.util.Arrays;

/**
 * What was usual at this place of the season: empirical quantiles of the values one, two, ... seasons back and their
 * neighbours; without a season those of all values kept. Scratch of one {@link OnlineForecaster}; keeps no state.
 */
final class Climatology {
    private static final int ENOUGH = 30;
    private static final int FEWEST = 8;
    private static final int MOST = 96;

    private final double[] found = new double[MOST];
    private int count;

    /** Writes the quantiles of the next value into out, double[Q]; false if too little is known. */
    boolean quantiles(double[] out, QuantileLevels levels, ValueRing ring, int lag) {
        count = 0;
        if (lag > 0) {
            for (int away = 0; away <= Math.max(1, lag / 10) && count < ENOUGH; away++) {
                for (int back = lag; back - 1 + away < ring.filled() && count < MOST - 1; back += lag) {
                    add(ring.back(back - 1 + away));
                    if (away > 0) {
                        add(ring.back(back - 1 - away));
                    }
                }
            }
        } else {
            int stride = Math.max(1, (ring.filled() + MOST - 1) / MOST);
            for (int back = 0; back < ring.filled() && count < MOST; back += stride) {
                add(ring.back(back));
            }
        }
        if (count < FEWEST) {
            return false;
        }
        Arrays.sort(found, 0, count);
        for (int i = 0; i < out.length; i++) {
            double at = Math.max(0, Math.min(count - 1.0, levels.level(i) * (count + 1.0) - 1));
            int below = (int) at;
            double above = below + 1 < count ? found[below + 1] : found[below];
            out[i] = found[below] + (at - below) * (above - found[below]);
        }
        return true;
    }

    private void add(double value) {
        if (!Double.isNaN(value)) {
            found[count++] = value;
        }
    }
}
