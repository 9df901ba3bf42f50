package io.rillcast.forecast;

/**
 * Running statistics that bring every series to one scale, and the network's outputs back to its unit.
 *
 * <p>Mutable scratch of one {@link OnlineForecaster}. Robust: one reading moves an average by no more than
 * {@value #MOST_STEPS} mean steps times its rate, so that an outlier fades. An average that two readings in a row leave
 * far behind is drawn after them, so that a new level is still followed. A scale that {@value #DOUBTED} numbers in a row
 * fall far below (an absurd value was among the first, where nothing is clipped yet) is halved with each further one;
 * steps of exactly zero neither confirm nor doubt it, because many series pause.
 *
 * <p>Two scales. <em>Steps</em>: z' is forecast as z + s y, with s the mean absolute step. <em>Levels</em>, for
 * nonnegative series with many zeros (rain): the value is forecast itself as m (exp(y) - 1), with m the mean of the
 * values above zero.
 *
 * <pre>
 *   0 fast mean   8 middle mean   16 slow mean   24 mean absolute step   32 share of zeros   40 mean above zero
 *  48 readings above zero   56 middle mean of the level   64 slow mean of the level
 *  72 flags, int64: bit 0 negative seen, bit 1 zero-heavy, bit 2 the operator's support changed once,
 *     bits 4-5 the support (1 auto, 2 real, 3 nonnegative), bits 8-15 steps in a row far below the mean step,
 *     bits 16-23 values above zero in a row far below their mean
 * </pre>
 */
final class Standardizer {
    static final int BYTES = 80;

    static final double FAST_RATE = 0.5;
    static final double MIDDLE_RATE = 0.1;
    static final double SLOW_RATE = 0.02;
    /** Steps, zeros and levels above zero are averaged over about the last 100. */
    private static final double SCALE_RATE = 0.01;

    static final double MOST_STEPS = 8;
    private static final int MOST_MISSED = 15;
    /** Before the mean step has settled, nothing is clipped by it. */
    private static final int SETTLED = 10;
    /** Far below a scale, and far away from an average in mean steps: a share no calm stretch of a series comes near. */
    static final double FAR = 64;
    /** Far below so often in a row, a scale is wrong and not the numbers. */
    static final int DOUBTED = 16;

    /** e to this is more than any value is of its series' mean. */
    private static final double MOST_LEVEL = 50;

    /** Shares of zeros at which a series begins and ends to count as one with many. */
    private static final double MANY_ZEROS = 0.25;

    private static final double FEW_ZEROS = 0.12;
    /** Mean steps over mean values at which a series begins and ends to count as one whose errors grow with its level. */
    private static final double SKEWED = 0.3;

    private static final double SKEWED_NO_MORE = 0.2;
    private static final int ZEROS_KNOWN = 16;
    /** Without any step the scale is this share of the value, or 1 at zero. */
    private static final double FIRST_SCALE = 0.1;

    private static final long NEGATIVE_SEEN = 1;
    private static final long ZERO_HEAVY = 2;
    private static final long SUPPORT_CHANGED = 4;
    private static final long SUPPORT = 0x30;
    private static final int FLAGS_AT = 72;
    private static final int SMALL_STEPS_AT = 8;
    private static final int SMALL_VALUES_AT = 16;

    private double fast;
    private double middle;
    private double slow;
    private double meanStep;
    private double zeroShare;
    private double meanAbove;
    private double countAbove;
    private double levelMiddle;
    private double levelSlow;
    private long flags;
    /** How many steps of the series the next one is made of; scratch, not kept. */
    private double stepsTaken = 1;

    void load(SeriesState state, int at) {
        stepsTaken = 1;
        fast = state.float64(at);
        middle = state.float64(at + 8);
        slow = state.float64(at + 16);
        meanStep = state.float64(at + 24);
        zeroShare = state.float64(at + 32);
        meanAbove = state.float64(at + 40);
        countAbove = state.float64(at + 48);
        levelMiddle = state.float64(at + 56);
        levelSlow = state.float64(at + 64);
        flags = state.int64(at + FLAGS_AT);
    }

    void store(SeriesState state, int at) {
        state.float64(at, fast);
        state.float64(at + 8, middle);
        state.float64(at + 16, slow);
        state.float64(at + 24, meanStep);
        state.float64(at + 32, zeroShare);
        state.float64(at + 40, meanAbove);
        state.float64(at + 48, countAbove);
        state.float64(at + 56, levelMiddle);
        state.float64(at + 64, levelSlow);
        state.int64(at + FLAGS_AT, flags);
    }

    /**
     * Says how many readings were missed before the one that is taken in next; none unless it is said.
     *
     * <p>The step across a gap of g missed readings counts as one of it over sqrt(1 + g): what a series that wanders does
     * in one step, so that an outage does not widen the forecasts after it. At most {@value #MOST_MISSED} count, so that
     * one that returns to its level does not seem calm.
     */
    void skip(long missed) {
        stepsTaken = 1 + (double) Math.min(missed, MOST_MISSED);
    }

    /**
     * Takes a value in.
     *
     * @param value the reading's
     * @param before the value of the reading before, ignored for the first
     * @param readings admitted readings before this one
     */
    void update(double value, double before, long readings, Support support) {
        if (readings == 0) {
            fast = value;
            middle = value;
            slow = value;
        } else {
            double step = Math.abs(value - before) / Math.sqrt(stepsTaken);
            boolean settled = readings > SETTLED && meanStep > 0;
            double most = settled ? MOST_STEPS * meanStep : Double.POSITIVE_INFINITY;
            if (isDoubted(meanStep, step, SMALL_STEPS_AT)) {
                meanStep /= 2;
            } else {
                meanStep += Math.max(1.0 / readings, SCALE_RATE) * (Math.min(step, most) - meanStep);
            }
            fast = drawn(fast + FAST_RATE * clip(value - fast, most), value, before);
            middle = drawn(middle + MIDDLE_RATE * clip(value - middle, most), value, before);
            slow = drawn(slow + SLOW_RATE * clip(value - slow, most), value, before);
        }
        updateLevel(value, readings, support);
        stepsTaken = 1;
    }

    private static long code(Support support) {
        return switch (support) {
            case AUTO -> 0x10;
            case REAL -> 0x20;
            case NONNEGATIVE -> 0x30;
        };
    }

    /** Whether the statistics in a state were all made under this support, so that a replay comes to the same. */
    static boolean isOfOneSupport(SeriesState state, Support support) {
        long flags = state.int64(state.start(StatePart.STANDARDIZER) + FLAGS_AT);
        return (flags & SUPPORT_CHANGED) == 0 && (flags & SUPPORT) == code(support);
    }

    private void updateLevel(double value, long readings, Support support) {
        if ((flags & SUPPORT) != 0 && (flags & SUPPORT) != code(support)) {
            flags |= SUPPORT_CHANGED;
        }
        flags = (flags & ~SUPPORT) | code(support);
        if (value < 0) {
            flags |= NEGATIVE_SEEN;
        }
        double zero = value == 0 ? 1 : 0;
        zeroShare += Math.max(1.0 / (readings + 1), SCALE_RATE) * (zero - zeroShare);
        if (value > 0) {
            countAbove++;
            double most = countAbove > SETTLED ? MOST_STEPS * meanAbove : Double.POSITIVE_INFINITY;
            if (isDoubted(meanAbove, value, SMALL_VALUES_AT)) {
                meanAbove /= 2;
            } else {
                meanAbove += Math.max(1.0 / countAbove, SCALE_RATE) * (Math.min(value, most) - meanAbove);
            }
        }
        double level = level(value);
        levelMiddle += Math.max(1.0 / (readings + 1), MIDDLE_RATE) * (level - levelMiddle);
        levelSlow += Math.max(1.0 / (readings + 1), SLOW_RATE) * (level - levelSlow);
        if (!isNonnegative(support) || zeroShare < FEW_ZEROS) {
            flags &= ~ZERO_HEAVY;
        } else if (readings + 1 >= ZEROS_KNOWN && zeroShare > MANY_ZEROS) {
            flags |= ZERO_HEAVY;
        }
    }

    /** An average, brought to within a far distance of the nearer of the last two values. */
    private double drawn(double average, double value, double before) {
        double nearer = Math.abs(value - average) < Math.abs(before - average) ? value : before;
        return nearer + clip(average - nearer, FAR * meanStep);
    }

    /** Counts how often in a row a number above zero was far below a scale; whether that is too often. */
    private boolean isDoubted(double scale, double number, int countAt) {
        if (number == 0) {
            return false;
        }
        long count = number < scale / FAR ? Math.min(((flags >> countAt) & 0xff) + 1, DOUBTED) : 0;
        flags = (flags & ~(0xffL << countAt)) | (count << countAt);
        return count == DOUBTED;
    }

    private static double clip(double difference, double most) {
        return Math.max(-most, Math.min(most, difference));
    }

    /** Whether no forecast may be below zero. */
    boolean isNonnegative(Support support) {
        return switch (support) {
            case NONNEGATIVE -> true;
            case REAL -> false;
            case AUTO -> (flags & NEGATIVE_SEEN) == 0;
        };
    }

    /** Whether values are forecast as levels from zero rather than as steps from the last value. */
    boolean isZeroHeavy() {
        return (flags & ZERO_HEAVY) != 0;
    }

    /** Whether a nonnegative series' steps are large beside its values, so that errors may be thought to grow with it. */
    boolean isSkewed(boolean wasSkewed, Support support) {
        double mean = meanAbove * (1 - zeroShare);
        return isNonnegative(support) && meanStep > (wasSkewed ? SKEWED_NO_MORE : SKEWED) * mean;
    }

    /** The value of a level, at least zero. */
    double ofLevel(double level) {
        return meanAbove * StrictMath.expm1(Math.max(0, Math.min(MOST_LEVEL, level)));
    }

    /** The mean absolute step s, or a guess from the value while no step has been seen; above zero. */
    double scale(double lastValue) {
        if (meanStep > 0) {
            return meanStep;
        }
        double guess = FIRST_SCALE * Math.abs(lastValue);
        return guess > 0 ? guess : 1;
    }

    /** What errors are counted in: the mean step, or the mean value above zero where most are zero and steps pause. */
    double unit(double lastValue) {
        return isZeroHeavy() && meanAbove > 0 ? meanAbove : scale(lastValue);
    }

    /** log(1 + value / m) for values above zero, else 0. */
    double level(double value) {
        return value > 0 && meanAbove > 0 ? StrictMath.log1p(value / meanAbove) : 0;
    }

    /** What the network should have said of this value, the statistics being those before it. */
    double standardized(double value, double lastValue) {
        return isZeroHeavy() ? level(value) : (value - lastValue) / scale(lastValue);
    }

    /** The value of which {@link #standardized} is y. */
    double inUnit(double y, double lastValue) {
        return isZeroHeavy() ? meanAbove * StrictMath.expm1(Math.max(0, y)) : lastValue + scale(lastValue) * y;
    }

    double fast() {
        return fast;
    }

    double middle() {
        return middle;
    }

    double slow() {
        return slow;
    }

    /** The mean of the values above zero. */
    double meanAbove() {
        return meanAbove;
    }

    double levelMiddle() {
        return levelMiddle;
    }

    double levelSlow() {
        return levelSlow;
    }

    /** Whether every statistic is a number. */
    boolean isFinite() {
        return Double.isFinite(fast + middle + slow + meanStep + meanAbove + levelMiddle + levelSlow);
    }
}
