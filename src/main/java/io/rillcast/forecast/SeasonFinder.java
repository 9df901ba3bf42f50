package io.rillcast.forecast;

import java.util.Arrays;

/**
 * Finds the seasons of a series from its cadence and its latest values.
 *
 * <p>A day, a week or a year that is a whole number of readings is always taken: what follows decides for itself how much
 * it heeds a season, and learns a little worse if one comes and goes. Any other cycle needs evidence that chance does not give. What was found
 * before is given up later than it would be found, so that the answer does not waver. Pure functions.
 */
final class SeasonFinder {
    /** The shortest season that is found, in readings: shorter ones are the business of an autoregression. */
    static final int SHORTEST = 4;

    private static final double DAY_MS = 86_400_000d;
    private static final double YEAR_DAYS = 365.2425;
    /** So far from a whole number of readings a calendar season may be: 52.18 weeks and 365.24 days are taken. */
    private static final double MOST_FRACTION = 0.25;
    /** A length of jittered readings, which are counted by their mean, must be nearer to a whole number. */
    private static final double MOST_JITTER = 0.1;

    /** Standard errors that any other cycle needs: of the 130 lags looked at none comes to it by chance. */
    private static final double CYCLE_FOUND = 4.5;

    private static final double CYCLE_LOST = 2.5;
    /** A cycle that explains less of the variance is of no use. */
    private static final double CYCLE_CONTRAST = 0.15;
    /** The share of its coefficient that a season must have at multiples of its length. */
    private static final double LASTING = 0.6;
    /** A related lag is a season of its own only if its coefficient is higher by this. */
    private static final double ADDED = 0.2;
    /** A cycle with this share of a multiple's coefficient is the cycle itself. */
    private static final double NEARLY = 0.75;

    private SeasonFinder() {}

    /**
     * The seasons of a series.
     *
     * @param seasons the operator's word, which is law unless it is auto
     * @param cadence of the series
     * @param earlier what was answered before; empty at first
     * @param recent the latest values, oldest first, NaN for one that was missed: float[count] and more
     * @param count how many they are; more than 402 are of no use
     * @return at most {@value Seasons#MOST} lengths in readings, increasing
     */
    static int[] lags(Seasons seasons, Cadence cadence, int[] earlier, float[] recent, int count) {
        if (!seasons.isAuto()) {
            return seasons.lengths().stream().mapToInt(Integer::intValue).toArray();
        }
        int[] calendar = calendar(cadence);
        int longest = calendar.length == 0 ? 0 : calendar[calendar.length - 1];
        Autocorrelation likeness = Autocorrelation.of(recent, count, Math.max(longest, 2 * count / 3 + 1));
        int[] found = new int[Seasons.MOST];
        int size = 0;
        for (int lag : calendar) {
            if (size < found.length) {
                found[size++] = lag;
            }
        }
        return withCycles(likeness, Arrays.copyOf(found, size), earlier, count / 3);
    }

    /** The lengths in readings of a day, a week and a year at this cadence, of those that are found; increasing. */
    static int[] calendar(Cadence cadence) {
        int months = cadence.monthStep();
        if (months > 0) {
            return 12 % months == 0 && 12 / months >= SHORTEST ? new int[] {12 / months} : new int[0];
        }
        double step = cadence.usualStepMs();
        if (step <= 0) {
            return new int[0];
        }
        if (step == DAY_MS) {
            int days = cadence.daysOfWeek();
            return new int[] {days, (int) Math.round(YEAR_DAYS * days / 7)};
        }
        double most = cadence.isRegular() ? 0 : MOST_JITTER;
        int[] lengths = {
            whole(DAY_MS / step, most), whole(7 * DAY_MS / step, most), whole(YEAR_DAYS * DAY_MS / step, MOST_FRACTION)
        };
        return Arrays.stream(lengths).filter(length -> length > 0).toArray();
    }

    /** A length as a whole number of readings; 0 if it is none, or is not looked for. */
    private static int whole(double length, double mostFraction) {
        double whole = Math.rint(length);
        boolean isWhole = Math.abs(length - whole) <= mostFraction && whole >= SHORTEST && whole <= Seasons.LONGEST;
        return isWhole ? (int) whole : 0;
    }

    /** Adds cycles, looking for each in what clear seasons found before it leave unexplained. */
    private static int[] withCycles(Autocorrelation likeness, int[] calendar, int[] earlier, int longest) {
        int[] found = calendar;
        Autocorrelation rest = likeness;
        for (int lag : calendar) {
            rest = lag <= longest && isCycle(rest, lag, true) ? rest.without(lag) : rest;
        }
        while (found.length < Seasons.MOST) {
            int next = nextCycle(rest, found, earlier, longest);
            if (next == 0) {
                return found;
            }
            found = Arrays.copyOf(found, found.length + 1);
            found[found.length - 1] = next;
            Arrays.sort(found);
            rest = found.length < Seasons.MOST ? rest.without(next) : rest;
        }
        return found;
    }

    /**
     * The cycle that is most alike, or the shortest of which it is a multiple that is nearly so, or one that was found
     * earlier unless it is clearly less so; 0 if there is none.
     */
    private static int nextCycle(Autocorrelation likeness, int[] found, int[] earlier, int longest) {
        boolean[] isCandidate = new boolean[longest + 1];
        int best = 0;
        for (int lag = SHORTEST; lag <= longest; lag++) {
            boolean isKept = contains(earlier, lag);
            isCandidate[lag] = adds(likeness, lag, found, isKept) && isCycle(likeness, lag, isKept);
            if (isCandidate[lag] && (best == 0 || likeness.comb(lag) > likeness.comb(best))) {
                best = lag;
            }
        }
        for (int lag : earlier) {
            if (lag <= longest && isCandidate[lag] && likeness.comb(lag) > likeness.comb(best) - ADDED) {
                return lag;
            }
        }
        for (int lag = SHORTEST; lag < best; lag++) {
            if (isCandidate[lag] && isAboutMultiple(best, lag) && likeness.comb(lag) > NEARLY * likeness.comb(best)) {
                return lag;
            }
        }
        return best;
    }

    private static boolean isCycle(Autocorrelation likeness, int lag, boolean isEarlier) {
        double contrast = likeness.contrast(lag);
        boolean isLasting = likeness.comb(lag) >= LASTING * likeness.at(lag);
        if (contrast < (isEarlier ? CYCLE_CONTRAST / 2 : CYCLE_CONTRAST) || !isLasting || !likeness.isPeak(lag)) {
            return false;
        }
        int twice = twice(likeness, lag);
        double again = likeness.at(twice);
        double both = (likeness.significance(lag) + again / likeness.standardError(twice)) / Math.sqrt(2);
        return again >= LASTING * likeness.at(lag) && both >= (isEarlier ? CYCLE_LOST : CYCLE_FOUND);
    }

    /** The likest lag at about twice a lag: a season of 24.3 readings comes again after 49. */
    private static int twice(Autocorrelation likeness, int lag) {
        int best = 2 * lag;
        for (int near = 2 * lag - 1; near <= 2 * lag + 1; near++) {
            best = likeness.at(near) > likeness.at(best) ? near : best;
        }
        return best;
    }

    /**
     * Whether a lag says something that seasons found already do not: it is not related to one; or is nearly as alike
     * though shorter, hence the true one; or much more alike though longer.
     */
    private static boolean adds(Autocorrelation likeness, int lag, int[] found, boolean isKept) {
        for (int other : found) {
            if (Math.abs(lag - other) <= Autocorrelation.reach(other)) {
                return false;
            }
            boolean isRelated = isAboutMultiple(other, lag) || isAboutMultiple(lag, other);
            double needed = lag < other ? NEARLY * likeness.at(other) : likeness.at(other) + ADDED;
            if (isRelated && !isKept && likeness.at(lag) < needed) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAboutMultiple(int lag, int of) {
        int times = Math.round((float) lag / of);
        return times > 0 && Math.abs(lag - times * of) <= 1;
    }

    private static boolean contains(int[] lags, int lag) {
        for (int other : lags) {
            if (other == lag) {
                return true;
            }
        }
        return false;
    }
}
