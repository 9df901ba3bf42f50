package io.rillcast.training;

/**
 * Ends a descent that a watched loss has not followed for a while; mutable, owned by one trainer.
 *
 * <p>Only a strictly lower loss is better; NaN never is. Source: Prechelt, "Early Stopping - But When?" (1998), the
 * criterion UP with strips of one check.
 */
final class EarlyStopping {
    private final int patience;
    private double lowest = Double.POSITIVE_INFINITY;
    private int sinceLowest;

    /**
     * A watch that has seen nothing.
     *
     * @param patience how many checks without a better loss end the descent, >= 1
     * @throws IllegalArgumentException if it is below 1
     */
    EarlyStopping(int patience) {
        if (patience < 1) {
            throw new IllegalArgumentException("patience must be >= 1: patience=" + patience);
        }
        this.patience = patience;
    }

    /** Looks at one more loss; whether it is the best so far, and what gave it is to be kept. */
    boolean isBest(double loss) {
        if (loss < lowest) {
            lowest = loss;
            sinceLowest = 0;
            return true;
        }
        sinceLowest++;
        return false;
    }

    /** Whether patience has run out. */
    boolean isOver() {
        return sinceLowest >= patience;
    }

    /** The best loss so far, infinite if there was none. */
    double lowest() {
        return lowest;
    }
}
