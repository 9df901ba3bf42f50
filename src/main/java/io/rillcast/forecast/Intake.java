package io.rillcast.forecast;

/**
 * What a series' readings have come to before any forecast, and how one more joins it: what checkpoints keep and what a
 * replay of the history arrives at again.
 *
 * <p>Mutable scratch, owned by one {@link OnlineForecaster} or one {@link WindowInputs}. {@code before} stands before
 * the reading that was taken last, everything else after it.
 */
final class Intake {
    final Clock before = new Clock();
    final Clock clock = new Clock();
    final Standardizer standardizer = new Standardizer();
    private final CovariateScales covariates;
    private final ForecastPlan plan;

    Intake(ForecastPlan plan) {
        this.plan = plan;
        this.covariates = new CovariateScales(plan.covariates());
    }

    /** The state itself if it keeps the plan's covariates, else one in which they begin now. */
    SeriesState ofThisPlan(SeriesState state) {
        return covariates.ofThisList(state);
    }

    /** Whether covariates are of the plan's list, or none. */
    boolean knows(Covariates some) {
        return some.count() == 0 || covariates.isOfThisList(some);
    }

    void load(SeriesState state) {
        int clockAt = state.start(StatePart.CLOCK);
        before.load(state, clockAt);
        clock.load(state, clockAt);
        standardizer.load(state, state.start(StatePart.STANDARDIZER));
        covariates.load(state);
    }

    /**
     * Moves 6 and the inputs of 7: those of the value are made with the statistics before it, then it joins them.
     *
     * @param inputs x_t, float[D], written
     */
    void take(float[] inputs, Reading reading) {
        clock.advance(reading);
        FeatureEncoder.encode(inputs, reading, before, clock, standardizer);
        covariates.take(inputs, FeatureEncoder.NAMES.size() + Hints.COUNT, reading.covariates());
        standardizer.skip(before.missedBefore(reading.timestampMs()));
        standardizer.update(reading.value(), before.lastValue(), before.readings(), plan.support());
    }

    /** Ready for the reading after the one that was taken last. */
    void goOn(Reading reading) {
        before.advance(reading);
    }

    /** Whether every statistic is a number. */
    boolean isFinite() {
        return standardizer.isFinite() && covariates.isFinite();
    }

    void store(SeriesState next) {
        clock.store(next, next.start(StatePart.CLOCK));
        standardizer.store(next, next.start(StatePart.STANDARDIZER));
        covariates.store(next);
    }

    /** W readings after the newer checkpoint: keeps what was just stored in a state as its newer checkpoint, the newer as the older. */
    void keepCheckpointIfDue(SeriesState next) {
        int older = next.start(StatePart.CHECKPOINTS);
        int newer = older + SeriesState.CHECKPOINT_BYTES;
        if (clock.readings() - next.int64(newer + Clock.READINGS_AT) >= plan.window()) {
            next.copyWithin(newer, older, SeriesState.CHECKPOINT_BYTES);
            next.copyWithin(next.start(StatePart.CLOCK), newer, Clock.BYTES);
            next.copyWithin(next.start(StatePart.STANDARDIZER), newer + Clock.BYTES, Standardizer.BYTES);
            covariates.keepCheckpoint(next);
        }
    }

    /** Whether this, stored into a state of its own, is where another state stands. */
    boolean isWhere(SeriesState scratch, SeriesState state) {
        store(scratch);
        if (!Clock.isOfTheseRules(state)) {
            return Clock.isSameReading(scratch, state) && covariates.sameNow(scratch, state);
        }
        boolean isSameStatistics =
                scratch.sameBytes(state, StatePart.STANDARDIZER) || !Standardizer.isOfOneSupport(state, plan.support());
        return isSameStatistics && scratch.sameBytes(state, StatePart.CLOCK) && covariates.sameNow(scratch, state);
    }
}
