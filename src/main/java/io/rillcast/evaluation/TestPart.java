package io.rillcast.evaluation;

/**
 * Which readings of a series are tested on: the last ones.
 *
 * @param fraction of the readings of a series, above 0 and below 1
 * @param most readings of a series
 */
public record TestPart(double fraction, long most) {
    /** The last three tenths, at most 1,000. */
    public static final TestPart DEFAULT = new TestPart(0.3, 1000);

    /**
     * Checks the part.
     *
     * @throws IllegalArgumentException if a number is out of range
     */
    public TestPart {
        if (!(fraction > 0 && fraction < 1) || most < 1) {
            throw new IllegalArgumentException("a test part must be a share of the readings above 0 and below 1, and"
                    + " have at least 1 reading: fraction=" + fraction + ", most=" + most);
        }
    }

    /** The number, from 0, of the first reading of the test part in a series of so many; that number if it has none. */
    public long begin(long readings) {
        return readings - Math.min((long) Math.floor(fraction * readings), most);
    }
}
