package io.rillcast.forecast;

/**
 * What was learnt about a series' steps and about the errors of its forecasts, and how published quantiles follow from it.
 *
 * <p>Mutable scratch of one {@link OnlineForecaster}. State part CALIBRATION (offsets of the levels, empirical steps), the
 * end of part ROLLING (widening after a gap) and, where there is a blend, of part BLEND (shares above the levels).
 */
final class Calibration {
    private final QuantileLevels levels;
    private final QuantileFunction function;
    private final IntervalCalibrator calibrator;
    private final EmpiricalSteps steps = new EmpiricalSteps();
    private final GapWidening widening = new GapWidening();

    Calibration(QuantileLevels levels, QuantileFunction function) {
        this.levels = levels;
        this.function = function;
        this.calibrator = new IntervalCalibrator(levels.count());
    }

    /** The bytes of the shares above the levels. */
    static int sharesBytes(int levels) {
        return Float.BYTES * levels;
    }

    void load(SeriesState state) {
        int at = state.start(StatePart.CALIBRATION);
        calibrator.load(state, at);
        steps.load(state, at + IntervalCalibrator.bytes(levels.count()));
        widening.load(state);
        if (hasShares(state)) {
            calibrator.loadShares(state, sharesAt(state));
        } else {
            calibrator.forgetShares();
        }
    }

    private boolean hasShares(SeriesState state) {
        return state.length(StatePart.BLEND) == Blend.bytes(levels.count());
    }

    private int sharesAt(SeriesState state) {
        return state.start(StatePart.BLEND) + state.length(StatePart.BLEND) - sharesBytes(levels.count());
    }

    /** The state with parts as long as {@link #store} needs them. */
    SeriesState sized(SeriesState next) {
        return widening.sized(next);
    }

    void store(SeriesState next) {
        int at = next.start(StatePart.CALIBRATION);
        calibrator.store(next, at);
        steps.store(next, at + IntervalCalibrator.bytes(levels.count()));
        widening.store(next);
        if (hasShares(next)) {
            calibrator.storeShares(next, sharesAt(next));
        }
    }

    /**
     * Learns from what came.
     *
     * @param published double[Q]
     * @param step the same less the last value, in mean steps
     */
    void observe(double actual, double[] published, double step) {
        calibrator.observe(actual, published, levels);
        steps.observe(step);
    }

    /** Takes a reading in before which so many were missed. */
    void observeGap(long missed) {
        widening.observe(missed);
    }

    /** Writes the quantiles of the last value's own forecast: double[Q]. */
    void writeNaive(double[] out, double last, double scale) {
        steps.quantiles(out, levels);
        for (int i = 0; i < out.length; i++) {
            out[i] = last + scale * out[i];
        }
    }

    /** Writes what is published from what was blended: both double[Q], increasing. */
    void correct(double[] out, double[] blended) {
        calibrator.correct(out, blended, function);
        widening.widenInPlace(out, levels.medianIndex());
    }
}
