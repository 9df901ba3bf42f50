package io.rillcast.forecast;

import java.util.Arrays;

/**
 * How alike the surprises of a series are that lie so many readings apart.
 *
 * <p>The values are first whitened by an autoregression of order one, so that neither a random walk nor a trend is alike
 * at every lag, and limited at each stage, so that an outlier weighs as much as a few ordinary values. Immutable; made
 * of n values at a cost of n L multiplications for lags up to L.
 */
final class Autocorrelation {
    /**
     * Values and surprises further from the median than so many times half the distance of the quartiles (or, where that
     * is nothing, the mean deviation) are drawn in to there: 4.7 standard deviations of normal ones.
     */
    private static final double MOST_DEVIATIONS = 7;
    /** So few pairs say nothing. */
    private static final int FEWEST_PAIRS = 4;

    /** NaN where there is none: double[n - 1]. */
    private final double[] surprises;

    private final int[] pairs;
    private final double[] coefficients;
    /** The sums of the coefficients below each lag. */
    private final double[] sums;
    /** The sums of their squares. */
    private final double[] squares;

    private Autocorrelation(double[] surprises, int[] pairs, double[] coefficients) {
        this.surprises = surprises;
        this.pairs = pairs;
        this.coefficients = coefficients;
        this.sums = new double[coefficients.length + 1];
        this.squares = new double[coefficients.length + 1];
        for (int lag = 0; lag < coefficients.length; lag++) {
            sums[lag + 1] = sums[lag] + coefficients[lag];
            squares[lag + 1] = squares[lag] + coefficients[lag] * coefficients[lag];
        }
    }

    /**
     * Of the latest values of a series.
     *
     * @param recent oldest first, NaN where one is missing: float[n] and more
     * @param count n
     * @param most the longest lag that will be asked about
     */
    static Autocorrelation of(float[] recent, int count, int most) {
        return of(surprises(recent, count), most);
    }

    private static Autocorrelation of(double[] surprises, int most) {
        int count = surprises.length;
        double[] filled = new double[count];
        double[] energy = new double[count + 1];
        int[] present = new int[count + 1];
        for (int t = 0; t < count; t++) {
            boolean isThere = !Double.isNaN(surprises[t]);
            filled[t] = isThere ? surprises[t] : 0;
            energy[t + 1] = energy[t] + filled[t] * filled[t];
            present[t + 1] = present[t] + (isThere ? 1 : 0);
        }
        int lags = Math.max(0, Math.min(most, count - 1)) + 1;
        int[] pairs = new int[lags];
        double[] coefficients = new double[lags];
        for (int lag = 1; lag < lags; lag++) {
            int now = present[count] - present[lag];
            int then = present[count - lag];
            pairs[lag] = present[count] == count ? count - lag : pairs(present, lag);
            double energies = (energy[count] - energy[lag]) * energy[count - lag];
            if (pairs[lag] >= FEWEST_PAIRS && energies > 0) {
                double mean = product(filled, lag) / pairs[lag];
                double coefficient = mean * Math.sqrt((double) now * then) / Math.sqrt(energies);
                coefficients[lag] = Math.max(-1, Math.min(1, coefficient));
            }
        }
        return new Autocorrelation(surprises, pairs, coefficients);
    }

    private static int pairs(int[] present, int lag) {
        int pairs = 0;
        for (int t = lag; t + 1 < present.length; t++) {
            pairs += (present[t + 1] - present[t]) * (present[t + 1 - lag] - present[t - lag]);
        }
        return pairs;
    }

    /** The sum of products a lag apart; four sums at a time, which do not wait for each other. */
    private static double product(double[] numbers, int lag) {
        double first = 0;
        double second = 0;
        double third = 0;
        double fourth = 0;
        int t = lag;
        for (; t + 3 < numbers.length; t += 4) {
            first += numbers[t] * numbers[t - lag];
            second += numbers[t + 1] * numbers[t + 1 - lag];
            third += numbers[t + 2] * numbers[t + 2 - lag];
            fourth += numbers[t + 3] * numbers[t + 3 - lag];
        }
        for (; t < numbers.length; t++) {
            first += numbers[t] * numbers[t - lag];
        }
        return first + second + third + fourth;
    }

    /** What an autoregression of order one leaves of the values, centred: double[n - 1], NaN where it cannot be said. */
    private static double[] surprises(float[] recent, int count) {
        double[] values = new double[count];
        for (int t = 0; t < count; t++) {
            values[t] = Float.isInfinite(recent[t]) ? Double.NaN : recent[t];
        }
        limitInPlace(values);
        double slope = slope(values);
        double[] surprises = new double[Math.max(0, count - 1)];
        for (int t = 0; t < surprises.length; t++) {
            surprises[t] = values[t + 1] - slope * values[t];
        }
        limitInPlace(surprises);
        return surprises;
    }

    /** The regression of values, already centred, on the ones before; within [-1, 1]. */
    private static double slope(double[] values) {
        double product = 0;
        double square = 0;
        for (int t = 1; t < values.length; t++) {
            if (!Double.isNaN(values[t]) && !Double.isNaN(values[t - 1])) {
                product += values[t] * values[t - 1];
                square += values[t - 1] * values[t - 1];
            }
        }
        return square > 0 ? Math.max(-1, Math.min(1, product / square)) : 0;
    }

    /** Centres values and draws in those that are many deviations out. */
    private static void limitInPlace(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted); // what is missing last
        int count = sorted.length;
        while (count > 0 && Double.isNaN(sorted[count - 1])) {
            count--;
        }
        if (count == 0) {
            return;
        }
        double centre = sorted[count / 2];
        double most = MOST_DEVIATIONS * (sorted[3 * count / 4] - sorted[count / 4]) / 2;
        if (most == 0) {
            double sum = 0;
            for (int i = 0; i < count; i++) {
                sum += Math.abs(sorted[i] - centre);
            }
            most = MOST_DEVIATIONS * sum / count;
        }
        double mean = 0;
        for (int t = 0; t < values.length; t++) {
            values[t] = Math.max(-most, Math.min(most, values[t] - centre));
            mean += Double.isNaN(values[t]) ? 0 : values[t] / count;
        }
        for (int t = 0; t < values.length; t++) {
            values[t] -= mean;
        }
    }

    /** That of what a season leaves unexplained: the mean of each place in it is taken away. */
    Autocorrelation without(int season) {
        double[] rest = surprises.clone();
        for (int place = 0; place < Math.min(season, rest.length); place++) {
            double sum = 0;
            int count = 0;
            for (int t = place; t < rest.length; t += season) {
                boolean isThere = !Double.isNaN(rest[t]);
                sum += isThere ? rest[t] : 0;
                count += isThere ? 1 : 0;
            }
            for (int t = place; t < rest.length; t += season) {
                rest[t] -= sum / Math.max(1, count);
            }
        }
        return of(rest, longest());
    }

    /** The longest lag that can be asked about. */
    int longest() {
        return coefficients.length - 1;
    }

    /** How many pairs of values lie so far apart. */
    int pairs(int lag) {
        return lag > longest() ? 0 : pairs[lag];
    }

    /** The coefficient at a lag, within [-1, 1]; 0 where there are too few pairs or nothing varies. */
    double at(int lag) {
        return lag > longest() ? 0 : coefficients[lag];
    }

    /**
     * By how much a lag stands out of those from half to one and a half of it: for a season about its coefficient, for
     * what is alike at all lags nothing.
     */
    double contrast(int lag) {
        int from = Math.max(1, lag - lag / 2);
        int to = Math.min(longest(), lag + lag / 2);
        if (lag > longest() || to == from) {
            return 0;
        }
        double others = (sums[to + 1] - sums[from] - coefficients[lag]) / (to - from);
        return coefficients[lag] - others;
    }

    /** The mean coefficient at a lag and up to three multiples of it: highest at the very length of a season. */
    double comb(int lag) {
        double sum = 0;
        double weights = 0;
        for (int times = 1; times <= 4 && times * lag <= longest(); times++) {
            sum += pairs[times * lag] * coefficients[times * lag];
            weights += pairs[times * lag];
        }
        return weights > 0 ? sum / weights : 0;
    }

    /**
     * The contrast in standard errors: about normal with variance one where there is no season. The variance of a
     * coefficient is that of Bartlett (1946), 1 + 2 (the squares of those at lags up to a quarter of it), over n: what
     * wanders slowly is by chance as alike at long lags as at short ones.
     */
    double significance(int lag) {
        return contrast(lag) / standardError(lag);
    }

    /** Of the coefficient at a lag. */
    double standardError(int lag) {
        int near = Math.min(longest(), lag / 4);
        return Math.sqrt((1 + 2 * squares[near + 1]) / Math.max(1, pairs(lag)));
    }

    /** Whether no lag nearby is more likely to be the length of a season. */
    boolean isPeak(int lag) {
        int reach = reach(lag);
        double own = comb(lag);
        for (int near = Math.max(1, lag - reach); near <= Math.min(longest(), lag + reach); near++) {
            if (comb(near) > own) {
                return false;
            }
        }
        return true;
    }

    /** So near to a season another lag is the same one. */
    static int reach(int lag) {
        return Math.max(1, lag / 5);
    }
}
