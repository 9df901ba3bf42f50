package io.rillcast.forecast;

import java.util.List;
import java.util.Optional;

/**
 * The heart: one reading of one series in, its next state, forecast and score out; score, calibrate, then predict.
 *
 * <p>{@link #step} is a pure function of its arguments; the object only holds scratch buffers, so it is owned by one
 * thread. The same function runs in the topology, in replays and in training's hold-out: what is evaluated is what is
 * served.
 */
public final class OnlineForecaster {
    /** Readings before a series is forecast by the network: below this its scale is mostly chance. */
    public static final int WARM_READINGS = 8;

    private final ForecastPlan plan;
    private final Intake intake;
    private final Clock before;
    private final Clock clock;
    private final Standardizer standardizer;
    private final PendingForecast pending;
    private final Calibration calibration;
    private final float[] inputs;
    private final Recurrence recurrence;
    private final int levels;
    private final Blend blend;
    private final Account account;
    private final double[] blended;

    /** A forecaster for states with this plan's levels. */
    public OnlineForecaster(ForecastPlan plan) {
        this.plan = plan;
        this.inputs = new float[plan.inputs().size()];
        this.intake = new Intake(plan);
        this.before = intake.before;
        this.clock = intake.clock;
        this.standardizer = intake.standardizer;
        this.levels = plan.levels().count();
        QuantileFunction function = new QuantileFunction(plan.levels());
        this.pending = new PendingForecast(plan.levels());
        this.calibration = new Calibration(plan.levels(), function);
        this.recurrence = new Recurrence(plan);
        this.blend = new Blend(plan, intake);
        this.account = new Account(plan, function, intake, pending, blend);
        this.blended = new double[levels];
    }

    /** The names of the inputs of a plan without covariates. */
    public static List<String> features() {
        return ForecastPlan.DEFAULT.features();
    }

    /**
     * Whether a model can be run: its levels are those of this forecaster, its inputs all or some of the plan's. So one
     * that was trained before a covariate was added serves on until another has been trained.
     */
    public boolean fits(ForecastModel model) {
        return model.levels().equals(plan.levels()) && recurrence.takes(model.features());
    }

    /** The state of a series that has not been seen yet. */
    public SeriesState empty() {
        return ofThisPlan(SeriesState.empty(levels));
    }

    /** The state itself if it was made with the plan's covariates, else one in which they begin now. */
    public SeriesState ofThisPlan(SeriesState state) {
        return intake.ofThisPlan(state);
    }

    /** The reading without its covariates, if they are others than the plan's. */
    public Reading ofThisPlan(Reading reading) {
        return intake.knows(reading.covariates()) ? reading : reading.withoutCovariates();
    }

    /** The state itself, or what stays of it under these levels where it was made under others. */
    public SeriesState ofTheseLevels(SeriesState state) {
        return pending.isOfTheseLevels(state) ? state : state.ofLevels(levels);
    }

    /**
     * Takes one reading.
     *
     * @param group the model group of the series
     * @param model its model in use, or none yet; its version must be the state's
     * @param state of the series before the reading, left as it is
     * @return the state after it with a forecast and a score, or why it was skipped
     * @throws CorruptState if the state was made with another number of levels
     * @throws IllegalStateException if the state's hidden state was not made with the model: {@link #rebuild} first
     */
    public Step step(String group, Optional<ForecastModel> model, SeriesState state, Reading reading) {
        requireSameWeights(group, model, state);
        requireLevels(state);
        SeriesState from = ofThisPlan(state);
        load(from);
        Optional<SkipReason> refusal = refusal(reading);
        if (refusal.isPresent()) {
            return new Step.Skipped(refusal.get());
        }
        int revision = LastStep.revision(state);
        Optional<Score> score =
                pending.isPresent() ? Optional.of(account.score(group, reading, revision)) : Optional.empty();
        calibrate(reading);
        SeriesState next = from.copy();
        intake.take(inputs, reading);
        short[] hints = blend.say().clone();
        Hints.write(inputs, hints, 0);
        boolean finite = score.map(Score::isFinite).orElse(true)
                && account.isFinite()
                && intake.isFinite()
                && (model.isEmpty() || recurrence.step(model.get(), next, inputs));
        if (!finite || !predict(model)) {
            return new Step.Skipped(SkipReason.NOT_FINITE);
        }
        next = calibration.sized(blend.sized(next));
        store(next);
        Forecast forecast = account.forecast(group, reading.seriesId(), revision, blended);
        return new Step.Advanced(next, forecast, score, hints);
    }

    /**
     * What stands in a state: the forecast that waits for its reading, as it was told when it was made. Its quantiles are
     * equal bit for bit; what the experts said and counted is made anew from float32 and so only nearly.
     *
     * @param group the model group of the series
     * @param seriesId the series
     * @param state after a step, left as it is; of these levels: {@link #ofTheseLevels} first
     * @return empty while nothing was forecast under these levels
     * @throws CorruptState if the state was made with another number of levels
     */
    public Optional<Standing> standing(String group, String seriesId, SeriesState state) {
        requireLevels(state);
        load(ofThisPlan(state));
        if (!pending.isPresent()) {
            return Optional.empty();
        }
        blend.say();
        blend.combine(blended, pending.naive, pending.network, pending.isWarm());
        int revision = LastStep.lastRevision(state);
        return Optional.of(
                new Standing(account.forecast(group, seriesId, revision, blended), account.rolling(), clock.firstMs()));
    }

    /** How a reading is to be taken in, found without a look at the model: {@link #step} takes what comes of it. */
    public Admission admit(SeriesState state, Reading reading) {
        before.load(state, state.start(StatePart.CLOCK));
        return refusal(reading)
                .map(reason -> LastStep.again(plan.sameTime(), state, reading, reason))
                .orElseGet(() -> Admission.next(state, reading));
    }

    private Optional<SkipReason> refusal(Reading reading) {
        if (plan.support() == Support.NONNEGATIVE && reading.value() < 0) {
            return Optional.of(SkipReason.NEGATIVE);
        }
        boolean isNext = plan.sameTime() == SameTime.SEQUENCE && reading.timestampMs() == before.lastMs();
        return isNext ? Optional.empty() : Cadence.refusal(before, reading);
    }

    private static void requireSameWeights(String group, Optional<ForecastModel> model, SeriesState state) {
        long version = model.isPresent() ? model.get().version() : 0;
        if (version != state.modelVersion() || !state.isOfGroup(group)) {
            throw new IllegalStateException("a hidden state must be used under the weights it was made with: state="
                    + state.modelVersion() + ", model=" + version + ", group=" + group);
        }
    }

    private void requireLevels(SeriesState state) {
        if (!pending.isOfTheseLevels(state)) {
            throw new CorruptState("a series state must have been made with these quantile levels: quantile.levels="
                    + plan.levels() + "; go back to the levels it was made with or reset the application");
        }
    }

    private void load(SeriesState state) {
        intake.load(state);
        pending.load(state, state.start(StatePart.PENDING));
        calibration.load(state);
        account.load(state);
        blend.load(state);
    }

    private void calibrate(Reading reading) {
        boolean isGap = pending.isPresent() && before.cadence().isGap(before.lastMs(), reading.timestampMs());
        boolean isScored = pending.isPresent() && !isGap;
        if (isScored) {
            double step = reading.value() - before.lastValue();
            calibration.observe(reading.value(), pending.quantiles, step / standardizer.scale(before.lastValue()));
        }
        long missed = isGap ? before.cadence().missed(before.lastMs(), reading.timestampMs()) : 0;
        calibration.observeGap(missed);
        blend.observe(reading.value(), missed, isScored);
    }

    private void requireFits(ForecastModel model) {
        if (!fits(model)) {
            throw new IllegalStateException("a model must have this forecaster's features and levels: group="
                    + model.group() + ", version=" + model.version() + ", levels=" + model.levels());
        }
    }

    /** Move 8: reads out, corrects and keeps the quantiles; false if they are not all finite. */
    private boolean predict(Optional<ForecastModel> model) {
        double last = clock.lastValue();
        calibration.writeNaive(pending.naive, last, standardizer.scale(last));
        for (int i = 0; i < levels; i++) {
            pending.network[i] = model.isPresent() ? standardizer.inUnit(recurrence.output(i), last) : pending.naive[i];
        }
        IntervalCalibrator.sortInPlace(pending.network);
        boolean warm = model.isPresent() && clock.readings() >= WARM_READINGS;
        blend.combine(blended, pending.naive, pending.network, warm);
        calibration.correct(pending.quantiles, blended);
        if (standardizer.isNonnegative(plan.support())) {
            pending.raiseToZero();
        }
        pending.set(model.map(ForecastModel::version).orElse(0L), clock.targetMs(), warm);
        return pending.isFinite();
    }

    private void store(SeriesState next) {
        intake.store(next);
        pending.store(next, next.start(StatePart.PENDING));
        calibration.store(next);
        account.store(next);
        blend.store(next);
        intake.keepCheckpointIfDue(next);
    }

    /**
     * Makes a series' hidden state anew under other weights: from its older checkpoint with h = 0, through its history
     * since. The forecast that is pending stays as it was made.
     *
     * @param model to be used from now on
     * @param state of the series, left as it is
     * @param window its history from the older checkpoint to its last reading
     * @return the state with the model's version and hidden state
     * @throws CorruptState if the window does not lead to where the state stands
     */
    public SeriesState rebuild(ForecastModel model, SeriesState state, SeriesWindow window) {
        requireFits(model);
        requireLevels(state);
        SeriesState from = ofThisPlan(state);
        SeriesState next = from.resized(StatePart.NETWORK, Recurrence.partBytes(model));
        SeriesState start = ofThisPlan(window.checkpointState(levels));
        load(start);
        for (int t = 0; t < window.length(); t++) {
            Reading reading = window.reading(t);
            intake.take(inputs, reading);
            if (plan.blend()) {
                Hints.write(inputs, window.hintsView(), Hints.COUNT * t);
            }
            intake.goOn(reading);
            if (!recurrence.step(model, next, inputs)) {
                throw new CorruptState("a rebuilt hidden state must be finite: series=" + window.seriesId() + ", group="
                        + model.group() + ", version=" + model.version());
            }
        }
        if (!intake.isWhere(start, from)) {
            throw new CorruptState("a series' history must lead to its state; delete the state directory of this"
                    + " instance, so that both are restored from their changelogs: series=" + window.seriesId()
                    + ", readings=" + state.readingsSeen() + ", window=" + window.length());
        }
        int networkAt = next.start(StatePart.NETWORK);
        next.int64(networkAt, model.version());
        next.int64(networkAt + Recurrence.GROUP_AT, SeriesState.fingerprint(model.group()));
        return next;
    }
}
