package io.rillcast.forecast;

/**
 * The errors of one expert: how large they are of late, and how they are distributed over that.
 *
 * <p>The scale is an exponentially weighted mean of absolute errors; the distribution a histogram of errors over the
 * scale that stood before them ({@link EmpiricalSteps}). Mutable scratch of one {@link OnlineForecaster}.
 *
 * <pre>
 * 0 scale, float32   4 errors so far, uint16   6 errors in a row far below the scale, uint16   8 histogram, 96 bytes
 * </pre>
 *
 * <p>A scale that {@value Standardizer#DOUBTED} errors in a row fall far below is halved with each further one.
 */
final class ErrorSketch {
    static final int BYTES = 8 + EmpiricalSteps.BYTES;

    /** Before the scale has settled, errors are not limited by it. */
    private static final int SETTLED = 10;

    private static final int MOST_COUNTED = 0xffff;

    private final double rate;
    private final EmpiricalSteps steps = new EmpiricalSteps();
    private double scale;
    private int count;
    private int doubts;

    /** A sketch whose scale follows about the last 1/rate errors. */
    ErrorSketch(double rate) {
        this.rate = rate;
    }

    void load(SeriesState state, int at) {
        scale = state.float32(at);
        count = state.uint16(at + 4);
        doubts = state.uint16(at + 6);
        steps.load(state, at + 8);
    }

    void store(SeriesState state, int at) {
        state.float32(at, (float) scale);
        state.uint16(at + 4, count);
        state.uint16(at + 6, doubts);
        steps.store(state, at + 8);
    }

    /** As no error has been seen. */
    void reset() {
        scale = 0;
        count = 0;
        doubts = 0;
        steps.reset();
    }

    /** Takes an error in; one that is no number is let pass. */
    void observe(double error) {
        if (!Double.isFinite(error)) {
            return;
        }
        double size = Math.abs(error);
        if (scale > 0) {
            steps.observe(error / scale);
        }
        double most = count > SETTLED && scale > 0 ? Standardizer.MOST_STEPS * scale : Double.POSITIVE_INFINITY;
        count = Math.min(count + 1, MOST_COUNTED);
        if (size > 0) {
            doubts = size < scale / Standardizer.FAR ? Math.min(doubts + 1, Standardizer.DOUBTED) : 0;
        }
        if (doubts == Standardizer.DOUBTED && size > 0) {
            scale /= 2;
        } else {
            scale += Math.max(1.0 / count, rate) * (Math.min(size, most) - scale);
        }
    }

    /** The scale, or what stands for it while none is known. */
    double scale(double otherwise) {
        return scale > 0 ? scale : otherwise;
    }

    /**
     * Writes the quantiles of the next error.
     *
     * @param out double[Q]
     * @param otherwise the scale while none is known
     */
    void quantiles(double[] out, QuantileLevels levels, double otherwise) {
        steps.quantiles(out, levels);
        double unit = scale(otherwise);
        for (int i = 0; i < out.length; i++) {
            out[i] *= unit;
        }
    }
}
