package io.rillcast.forecast;

import java.util.List;

/**
 * What the experts make of a reading, as further inputs of the network: {@value #COUNT} numbers of 16 bits.
 *
 * <p>They are kept with the reading in its series' history, so that a hidden state is rebuilt, and a network trained, on
 * the very inputs that were served, without the states that the experts had then. A number x is kept as the nearest
 * multiple of 1/{@value #UNIT} within [-{@value #MOST}, {@value #MOST}], which a float holds exactly.
 *
 * <pre>
 * season-step   the step one season before the target      season-gap    the value one season before it, above the last
 * base-step     where the network's outputs start          base-spread   the logarithm of what they are counted in
 * error-ratio   twice the logarithm of the regression's usual error over the last value's; where most values are zero, of
 *               the last value's over the mean above zero
 * </pre>
 *
 * <p>In mean steps; where most values are zero, in levels from zero, the first then being climatology's. The <em>base</em>
 * is what a network need not learn: with y what is to be forecast, standardised, its outputs are quantiles of (y -
 * base-step) / exp(base-spread). See {@code tell} for how much of the regression is in it.
 */
public final class Hints {
    /** How many there are for each reading. */
    public static final int COUNT = 5;

    /** The bytes of one reading's. */
    public static final int BYTES = Short.BYTES * COUNT;

    static final String BASE_STEP = "base-step";
    static final String BASE_SPREAD = "base-spread";

    /** The names of the inputs that they become, in order. */
    static final List<String> NAMES = List.of("season-step", "season-gap", BASE_STEP, "error-ratio", BASE_SPREAD);

    private static final int UNIT = 2048;
    private static final int MOST = 10;
    private static final int STEP_AT = FeatureEncoder.NAMES.size() + NAMES.indexOf(BASE_STEP);
    private static final int SPREAD_AT = FeatureEncoder.NAMES.size() + NAMES.indexOf(BASE_SPREAD);

    /** Followed wholly by a quarter better. */
    private static final double TRUST = 4;

    /** From a fiftieth of a mean step to seven of them: no error sketch is right by more. */
    private static final double LEAST_SPREAD = -4;

    private static final double MOST_SPREAD = 2;

    private Hints() {}

    /**
     * Writes what the experts make of a reading.
     *
     * <p>How far the base follows the regression is measured by its usual error against the mean step, the last value's
     * error over about as many readings: not at all where it is no better, wholly where it is a quarter better. Its spread
     * lies as far between the usual errors of both; the last value's follows the last ten readings, so that a regression
     * that is no better leaves a random walk with changing volatility. One of levels is followed wholly.
     *
     * @param out short[{@link #COUNT}]
     * @param volatility the last value's usual error of late, in the series' unit
     * @param climate the usual value at the phase of the target, NaN if it is not known
     */
    static void tell(short[] out, Outlook now, Regression regression, double volatility, double climate) {
        double last = now.last();
        double scale = now.scale();
        int lag = now.lags[0];
        double season = lag > 0 ? now.ring.back(lag - 1) : Double.NaN;
        double error = regression.usualError(now);
        boolean isOfLevels = regression.isOfLevels();
        if (now.statistics.isZeroHeavy()) {
            out[0] = kept(now.statistics.level(climate));
            out[1] = kept(now.statistics.level(season));
            out[2] = kept(now.statistics.level(regression.point(now)));
            out[3] = kept(2 * log(volatility / now.statistics.unit(last)));
            out[4] = kept(isOfLevels ? spread(log(error)) : 0);
        } else {
            out[0] = kept((season - (lag > 0 ? now.ring.back(lag) : Double.NaN)) / scale);
            out[1] = kept((season - last) / scale);
            double share = isOfLevels ? 1 : Math.max(0, Math.min(1, TRUST * (1 - error)));
            out[2] = kept(share * (regression.point(now) - last) / scale);
            out[3] = kept(2 * log(error * scale / volatility));
            out[4] = kept(isOfLevels ? 0 : spread(share * log(error) + (1 - share) * log(volatility / scale)));
        }
    }

    private static double log(double ratio) {
        return ratio > 0 && ratio < Double.POSITIVE_INFINITY ? StrictMath.log(ratio) : 0;
    }

    private static double spread(double log) {
        return Math.max(LEAST_SPREAD, Math.min(MOST_SPREAD, log));
    }

    /** A number as it is kept; 0 for one that is none. */
    static short kept(double x) {
        return (short) Math.round(UNIT * Math.max(-MOST, Math.min(MOST, x)));
    }

    /** Whether all of them are zero, as of a reading that no expert made anything of. */
    public static boolean areNone(short[] hints) {
        for (short hint : hints) {
            if (hint != 0) {
                return false;
            }
        }
        return true;
    }

    /** The input that a kept number is. */
    static float input(short kept) {
        return kept / (float) UNIT;
    }

    /** Writes one reading's inputs behind the first ones of x. */
    static void write(float[] x, short[] hints, int from) {
        for (int i = 0; i < COUNT; i++) {
            x[FeatureEncoder.NAMES.size() + i] = input(hints[from + i]);
        }
    }

    /** A standardised value as a network's outputs count it, from the base that its inputs tell; itself without hints. */
    static double overBase(double standardized, float[] x) {
        return (standardized - x[STEP_AT]) / StrictMath.exp(x[SPREAD_AT]);
    }

    /** The standardised value that an output of a network is, from the base that its inputs tell. */
    static double fromBase(double output, float[] x) {
        return x[STEP_AT] + StrictMath.exp(x[SPREAD_AT]) * output;
    }
}
