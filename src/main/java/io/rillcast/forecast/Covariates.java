package io.rillcast.forecast;

import java.util.Arrays;

/**
 * What else was known when a value was read: numbers in the order of {@link CovariateNames}, each there or missing.
 *
 * <p>Immutable, equal by content. It knows its list only by the fingerprint, so that covariates of another list are
 * told apart wherever they come from; where all are missing there is only {@link #NONE}.
 */
public final class Covariates {
    /** None there. */
    public static final Covariates NONE = new Covariates(0, new double[0]);

    private final long list;
    private final double[] values;

    private Covariates(long list, double[] values) {
        this.list = list;
        this.values = values;
    }

    /**
     * Copies the numbers.
     *
     * @param list the fingerprint of their names
     * @param values double[C], NaN where missing
     * @throws IllegalArgumentException if one is infinite, or they are more than {@value CovariateNames#MOST}
     */
    public static Covariates of(long list, double[] values) {
        double[] copy = new double[values.length];
        boolean isAnyThere = false;
        for (int i = 0; i < values.length; i++) {
            boolean isThere = !Double.isNaN(values[i]);
            isAnyThere |= isThere;
            copy[i] = isThere ? values[i] : Double.NaN; // one NaN of the many, so that equal ones have equal bytes
            if (Double.isInfinite(values[i])) {
                throw new IllegalArgumentException("a covariate must be finite, or NaN for missing: index=" + i);
            }
        }
        if (values.length > CovariateNames.MOST) {
            throw new IllegalArgumentException(
                    "covariates must be at most " + CovariateNames.MOST + ": found=" + values.length);
        }
        return isAnyThere ? new Covariates(list, copy) : NONE;
    }

    /** The fingerprint of their names, 0 for {@link #NONE}. */
    public long list() {
        return list;
    }

    /** How many places, some of them missing; 0 for {@link #NONE}. */
    public int count() {
        return values.length;
    }

    /** The number at a place, NaN where it is missing. */
    public double value(int index) {
        return values[index];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Covariates that && list == that.list && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(list) + Arrays.hashCode(values);
    }

    /** The numbers, NaN where missing. */
    @Override
    public String toString() {
        return Arrays.toString(values);
    }
}
