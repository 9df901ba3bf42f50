package io.rillcast.rnn;

/** Into which blocks the kernels divide their work. Bits do not depend on it, only speed. */
final class Blocks {
    /** Rows of the right matrix per pass of a product: 128 rows of three 512-bit vectors are 24 KB, half of an L1. */
    static final int INNER = 128;

    private Blocks() {}

    /**
     * How many of the remaining columns the next tile of a product takes.
     *
     * @param remaining at least lanes
     * @param lanes elements of a vector
     * @return at most three vectors, and never so many that less than one is left, except none
     */
    static int tileColumns(int remaining, int lanes) {
        if (remaining <= 3 * lanes) {
            return remaining;
        }
        return remaining < 4 * lanes ? 2 * lanes : 3 * lanes;
    }

    /**
     * How many of the remaining columns the next pass over all rows takes.
     *
     * @param remaining at least lanes
     * @param lanes elements of a vector
     * @return twelve vectors, six, or at most four, and never so many that less than one is left, except none
     */
    static int rowColumns(int remaining, int lanes) {
        if (isWholeOrLeavesVector(remaining, 12 * lanes, lanes)) {
            return 12 * lanes;
        }
        // Eight are better taken as four and four.
        if (remaining != 8 * lanes && isWholeOrLeavesVector(remaining, 6 * lanes, lanes)) {
            return 6 * lanes;
        }
        if (remaining <= 4 * lanes) {
            return remaining;
        }
        return remaining < 5 * lanes ? 3 * lanes : 4 * lanes;
    }

    private static boolean isWholeOrLeavesVector(int remaining, int taken, int lanes) {
        return remaining == taken || remaining >= taken + lanes;
    }
}
