package io.rillcast.forecast;

/** The parts of a series' state, in the order in which they lie. Never re-ordered: later parts take later numbers. */
enum StatePart {
    /** Readings seen, first and last time, last value, cadence: {@link Clock}. */
    CLOCK(0),
    /** Running statistics: {@link Standardizer}. */
    STANDARDIZER(1),
    /** Model version (long) and hidden state (float[L*H]). */
    NETWORK(2),
    /** Clock and standardiser as they were twice, a window of readings apart, older first. */
    CHECKPOINTS(3),
    /** The forecast waiting for its reading: {@link PendingForecast}. */
    PENDING(4),
    /** Corrections of the levels and the empirical distribution of steps. */
    CALIBRATION(5),
    /** Rolling error and coverage: {@link RollingScore}. */
    ROLLING(6),
    /** The experts beside the network: {@link Experts}. */
    EXPERTS(7),
    /** What each expert said and how it was regretted: {@link OnlineAggregation}. */
    BLEND(8),
    /** The last values: {@link ValueRing}. */
    SEASON_FIRST(9),
    /** The shape of the season: {@link SeasonalSmoothing}. */
    SEASON_SECOND(10),
    /** What the last step was taken from, where it may be taken again: {@link LastStep}. */
    LATE_REPAIR(11),
    /** Scales of the covariates, now and at the two checkpoints: {@link CovariateScales}. */
    COVARIATES(12),
    /** When the last reading came, int64, on a clock of its keeper's; empty where nobody asks. */
    ARRIVAL(13),
    /** Unassigned. */
    SPARE_14(14),
    /** Unassigned. */
    SPARE_15(15);

    /** How many there are; the header has a place for each. */
    static final int COUNT = values().length;

    private final int number;

    StatePart(int number) {
        this.number = number;
    }

    /** The place in the order, from 0. */
    int number() {
        return number;
    }
}
