package io.rillcast.training;

/**
 * A one-sided Page-Hinkley test (Page 1954, Continuous inspection schemes): has the level of what is seen risen?
 *
 * <p>With z the number of deviations by which a figure is above the mean so far, at most {@value #LARGEST},
 *
 * <pre>
 *   sum' = max(0, sum + z - {@value #ALLOWED})       risen where sum' &gt; {@value #ALARM}
 * </pre>
 *
 * so that one odd figure is not enough, a level three deviations up is noticed after four. One
 * deviation up takes some twenty, and the mean follows it meanwhile: it may never be noticed, the more so the fewer figures
 * came before. Mean and deviation are those of the last {@value #MEMORY} or so.
 *
 * @param figures seen since the beginning
 * @param mean of them
 * @param variance of them
 * @param sum as above
 * @param quietAt when the sum was last 0
 */
public record PageHinkley(int figures, double mean, double variance, double sum, long quietAt) {
    /** Nothing was seen. */
    public static final PageHinkley NONE = new PageHinkley(0, 0, 0, 0, 0);

    static final double ALLOWED = 0.5;
    static final double ALARM = 8;
    static final double LARGEST = 3;
    static final int MEMORY = 64;
    /** Figures from which mean and deviation are known well enough to be held against. */
    static final int FEWEST = 8;

    /**
     * After another figure.
     *
     * @param least the deviation is taken to be no smaller
     * @param at when it was seen
     */
    PageHinkley saw(double figure, double least, long at) {
        double above = figure - mean;
        double deviation = Math.max(least, Math.sqrt(variance));
        double next = figures < FEWEST ? 0 : Math.max(0, sum + Math.min(LARGEST, above / deviation) - ALLOWED);
        double rate = 1.0 / Math.min(figures + 1, MEMORY);
        return new PageHinkley(
                figures + 1,
                mean + rate * above,
                (1 - rate) * (variance + rate * above * above),
                next,
                next == 0 ? at : quietAt);
    }

    /** Whether it has. */
    boolean isRisen() {
        return sum > ALARM;
    }
}
