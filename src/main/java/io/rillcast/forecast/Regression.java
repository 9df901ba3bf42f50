package io.rillcast.forecast;

/**
 * A linear autoregression with seasons, learnt by recursive least squares, and the distribution of its errors.
 *
 * <p>Of a nonnegative series whose steps are large beside its values (rain, requests) it is one of levels from zero, log(1 +
 * value / mean), whose errors grow with the level; of any other one of steps from the last value. When a series turns out
 * to be of the other kind it begins anew. Large errors weigh less (Huber 1964). Mutable scratch of one {@link
 * OnlineForecaster}.
 *
 * <pre>0 what it said last, float64   8 flags, int64 (bit 0 of levels, bit 1 has spoken)   16 errors   120 regression</pre>
 */
final class Regression {
    /** An observation keeps a third of its weight after some 670 later ones. */
    private static final double KEPT = 0.9985;

    private static final double ERROR_RATE = 0.03;
    /** Errors larger than so many usual ones weigh less. */
    private static final double HUBER = 3;

    private static final int LEVELS_KNOWN = 16;
    private static final double MOST_STEP = 10;

    private static final int ERRORS_AT = 16;
    private static final int WEIGHTS_AT = ERRORS_AT + ErrorSketch.BYTES;
    static final int BYTES = WEIGHTS_AT + RecursiveLeastSquares.bytes(RegressionInputs.COUNT);

    private final Support support;
    private final RecursiveLeastSquares squares = new RecursiveLeastSquares(RegressionInputs.prior(), KEPT);
    private final ErrorSketch errors = new ErrorSketch(ERROR_RATE);
    private final double[] x = new double[RegressionInputs.COUNT];
    private double said;
    private boolean isOfLevels;
    private boolean hasSpoken;

    Regression(Support support) {
        this.support = support;
    }

    void load(SeriesState state, int at) {
        said = state.float64(at);
        isOfLevels = (state.int64(at + 8) & 1) != 0;
        hasSpoken = (state.int64(at + 8) & 2) != 0;
        errors.load(state, at + ERRORS_AT);
        squares.load(state, at + WEIGHTS_AT);
    }

    void store(SeriesState state, int at) {
        state.float64(at, said);
        state.int64(at + 8, (isOfLevels ? 1 : 0) | (hasSpoken ? 2 : 0));
        errors.store(state, at + ERRORS_AT);
        squares.store(state, at + WEIGHTS_AT);
    }

    /** As nothing has been observed. */
    void reset() {
        isOfLevels = false;
        begin();
    }

    private void begin() {
        said = 0;
        hasSpoken = false;
        errors.reset();
        squares.reset();
    }

    /** Forgets a season that is another now. */
    void forgetSeason(int season) {
        RegressionInputs.forgetSeason(squares, season);
    }

    /** Learns from a value, seen from before it. */
    void observe(double actual, Outlook before) {
        if (!hasSpoken) {
            return;
        }
        double unit = isOfLevels ? 1 : before.scale();
        double target = isOfLevels ? before.statistics.level(actual) : (actual - before.last()) / unit;
        look(before);
        double error = target - squares.predict(x);
        double usual = errors.scale(0) / unit;
        double weight = usual > 0 && Math.abs(error) > HUBER * usual ? HUBER * usual / Math.abs(error) : 1;
        errors.observe(isOfLevels ? target - said : actual - said);
        squares.observe(x, error, weight);
        if (!squares.isFinite()) {
            begin();
        }
    }

    private void look(Outlook outlook) {
        if (isOfLevels) {
            RegressionInputs.writeLevels(x, outlook);
        } else {
            RegressionInputs.writeSteps(x, outlook);
        }
    }

    /** Says what comes next: its quantiles in the series' unit, double[Q]. */
    void say(double[] out, QuantileLevels levels, Outlook now) {
        boolean areLevels = now.clock.readings() >= LEVELS_KNOWN && now.statistics.isSkewed(isOfLevels, support);
        if (areLevels != isOfLevels) {
            isOfLevels = areLevels;
            begin();
        }
        look(now);
        hasSpoken = true;
        double step = Math.max(-MOST_STEP, Math.min(MOST_STEP, squares.predict(x)));
        double scale = now.scale();
        said = isOfLevels ? step : now.last() + scale * step;
        errors.quantiles(out, levels, isOfLevels ? 1 : scale);
        for (int i = 0; i < out.length; i++) {
            out[i] = isOfLevels ? now.statistics.ofLevel(said + out[i]) : said + out[i];
        }
    }

    /** Whether it is one of levels from zero. */
    boolean isOfLevels() {
        return isOfLevels;
    }

    /** Its usual error, in mean steps or, of levels, in levels; 0 if it is not known. */
    double usualError(Outlook now) {
        return errors.scale(0) / (isOfLevels ? 1 : now.scale());
    }

    /** What it said last, in the series' unit. */
    double point(Outlook now) {
        return isOfLevels ? now.statistics.ofLevel(said) : said;
    }
}
