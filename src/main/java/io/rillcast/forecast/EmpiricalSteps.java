package io.rillcast.forecast;

/**
 * The empirical distribution of a series' one-step differences over its mean absolute step: the last value's own honest
 * quantiles, before any network is trained and as the yardstick afterwards.
 *
 * <p>A histogram: a bin for differences of exactly zero, a mass in one point (a dry hour after a dry hour), and {@value
 * #SIDE} bins either side, their edges growing from 0.05 to 16 mean steps by a factor of 1.3. Counts are halved when
 * they reach about {@value #MOST} differences, so that it follows the last 500 to 1,000. It begins with a prior of 20
 * differences of a Laplace distribution. Mutable scratch of one {@link OnlineForecaster}.
 *
 * <pre>0 counts, uint16[47], in units of 1/32 difference   94 unused, 2 bytes</pre>
 */
final class EmpiricalSteps {
    static final int SIDE = 23;
    static final int BYTES = 96;
    static final int MOST = 1000;
    private static final int UNIT = 32;
    private static final int BINS = 2 * SIDE + 1;
    private static final int ZERO = SIDE;
    private static final double FIRST_EDGE = 0.05;
    private static final double LAST_EDGE = 16;
    private static final int PRIOR = 20;

    /** The i-th bin above zero, from 1, lies between EDGES[i - 1] and EDGES[i]; EDGES[0] is 0. */
    private static final double[] EDGES = edges();

    private static final int[] PRIOR_COUNTS = prior();

    private final int[] counts = new int[BINS];

    private static double[] edges() {
        double[] edges = new double[SIDE + 1];
        for (int i = 1; i <= SIDE; i++) {
            edges[i] = FIRST_EDGE * StrictMath.pow(LAST_EDGE / FIRST_EDGE, (i - 1) / (double) (SIDE - 1));
        }
        return edges;
    }

    /** A Laplace distribution of mean absolute value 1. */
    private static int[] prior() {
        int[] counts = new int[BINS];
        for (int i = 0; i < SIDE; i++) {
            double mass = StrictMath.exp(-EDGES[i]) - StrictMath.exp(-EDGES[i + 1]);
            int count = (int) Math.round(PRIOR * UNIT * mass / 2);
            counts[ZERO + 1 + i] = count;
            counts[ZERO - 1 - i] = count;
        }
        return counts;
    }

    void load(SeriesState state, int at) {
        long total = 0;
        for (int i = 0; i < BINS; i++) {
            counts[i] = state.uint16(at + 2 * i);
            total += counts[i];
        }
        if (total == 0) {
            reset();
        }
    }

    /** As no difference has been seen. */
    void reset() {
        System.arraycopy(PRIOR_COUNTS, 0, counts, 0, BINS);
    }

    void store(SeriesState state, int at) {
        for (int i = 0; i < BINS; i++) {
            state.uint16(at + 2 * i, counts[i]);
        }
    }

    /** Takes a difference in, already divided by the mean absolute step. */
    void observe(double step) {
        if (total() >= MOST * UNIT) {
            for (int i = 0; i < BINS; i++) {
                counts[i] >>= 1;
            }
        }
        counts[bin(step)] += UNIT;
    }

    private static int bin(double step) {
        if (step == 0) {
            return ZERO;
        }
        double size = Math.abs(step);
        int side = 1;
        while (side < SIDE && size > EDGES[side]) {
            side++;
        }
        return step > 0 ? ZERO + side : ZERO - side;
    }

    private int total() {
        int total = 0;
        for (int count : counts) {
            total += count;
        }
        return total;
    }

    /**
     * Writes the quantiles of the next difference, in mean steps.
     *
     * @param out double[Q], increasing
     */
    void quantiles(double[] out, QuantileLevels levels) {
        double total = total();
        int bin = 0;
        double below = 0;
        for (int i = 0; i < out.length; i++) {
            double wanted = levels.level(i) * total;
            while (bin < BINS - 1 && below + counts[bin] < wanted) {
                below += counts[bin];
                bin++;
            }
            out[i] = within(bin, Math.min(wanted - below, counts[bin]));
        }
    }

    /** Where in a bin so much of its mass lies below; the density is a line, its slope the lesser of both sides'. */
    private double within(int bin, double mass) {
        double width = upper(bin) - lower(bin);
        if (width == 0 || counts[bin] == 0) {
            return lower(bin);
        }
        double density = counts[bin] / width;
        double rise = lesser(density - density(bin - 1, density), density(bin + 1, density) - density);
        double first = density - rise / 2;
        double slope = rise / width;
        return Math.min(upper(bin), lower(bin) + 2 * mass / (first + Math.sqrt(first * first + 2 * slope * mass)));
    }

    /** The density of a neighbouring bin; beside the point of zero and at the ends, that of the bin itself. */
    private double density(int neighbour, double own) {
        if (neighbour < 0 || neighbour >= BINS || neighbour == ZERO) {
            return own;
        }
        return counts[neighbour] / (upper(neighbour) - lower(neighbour));
    }

    private static double lesser(double a, double b) {
        if (a * b <= 0) {
            return 0;
        }
        return Math.abs(a) < Math.abs(b) ? a : b;
    }

    private static double lower(int bin) {
        return bin < ZERO ? -EDGES[ZERO - bin] : EDGES[Math.max(0, bin - ZERO - 1)];
    }

    private static double upper(int bin) {
        return bin > ZERO ? EDGES[bin - ZERO] : -EDGES[Math.max(0, ZERO - bin - 1)];
    }
}
