package io.rillcast.forecast;

import java.util.List;
import java.util.Map;
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

    private static final Map<String, Double> NETWORK_ALONE = Map.of("network", 1.0);
    private static final Map<String, Double> NAIVE_ALONE = Map.of("naive", 1.0);

    private final ForecastPlan plan;
    private final QuantileFunction function;
    private final List<String> features;
    private final Intake intake;
    private final Clock before;
    private final Clock clock;
    private final Standardizer standardizer;
    private final EmpiricalSteps steps = new EmpiricalSteps();
    private final RollingScore rolling = new RollingScore();
    private final PendingForecast pending;
    private final IntervalCalibrator calibrator;
    private final float[] inputs;
    private final Recurrence recurrence;
    private final int levels;

    /** A forecaster for states with this plan's levels. */
    public OnlineForecaster(ForecastPlan plan) {
        this.plan = plan;
        this.features = plan.features();
        this.inputs = new float[features.size()];
        this.intake = new Intake(plan);
        this.before = intake.before;
        this.clock = intake.clock;
        this.standardizer = intake.standardizer;
        this.function = new QuantileFunction(plan.levels());
        this.levels = plan.levels().count();
        this.pending = new PendingForecast(plan.levels());
        this.calibrator = new IntervalCalibrator(levels);
        this.recurrence = new Recurrence(features, levels);
    }

    /** The names of the inputs of a plan without covariates. */
    public static List<String> features() {
        return FeatureEncoder.NAMES;
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
        Optional<Score> score =
                pending.isPresent() ? Optional.of(score(group, reading, LastStep.revision(state))) : Optional.empty();
        calibrate(reading);
        SeriesState next = from.copy();
        intake.take(inputs, reading);
        boolean finite = score.map(Score::isFinite).orElse(true)
                && rolling.isFinite()
                && intake.isFinite()
                && (model.isEmpty() || recurrence.step(model.get(), next, inputs));
        if (!finite || !predict(model)) {
            return new Step.Skipped(SkipReason.NOT_FINITE);
        }
        store(next);
        return new Step.Advanced(next, forecast(group, reading.seriesId(), LastStep.revision(state)), score);
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
        int calibration = state.start(StatePart.CALIBRATION);
        calibrator.load(state, calibration);
        steps.load(state, calibration + IntervalCalibrator.bytes(levels));
        rolling.load(state, state.start(StatePart.ROLLING));
    }

    private Score score(String group, Reading reading, int revision) {
        double actual = reading.value();
        double[] quantiles = pending.quantiles;
        Score.Values values = new Score.Values(actual, quantiles[plan.levels().medianIndex()], before.lastValue());
        boolean covered80 = covers(0.1, 0.9, actual);
        rolling.observe(values, covered80, before.readings());
        return new Score(
                reading.seriesId(),
                reading.timestampMs(),
                values,
                new Score.Losses(
                        function.pinball(quantiles, actual),
                        function.pinball(pending.network, actual),
                        function.pinball(pending.naive, actual),
                        function.crps(quantiles, actual)),
                covered80,
                covers(0.025, 0.975, actual),
                before.cadence().isGap(before.lastMs(), reading.timestampMs()),
                new Score.ModelUsed(group, pending.modelVersion(), revision),
                rolling.rolling());
    }

    private boolean covers(double lower, double upper, double actual) {
        return actual >= function.atLevel(lower, pending.quantiles)
                && actual <= function.atLevel(upper, pending.quantiles);
    }

    private void calibrate(Reading reading) {
        if (!pending.isPresent()) {
            return;
        }
        if (pending.isWarm()) {
            calibrator.observe(reading.value(), pending.quantiles, plan.levels());
        }
        double scale = standardizer.scale(before.lastValue());
        steps.observe((reading.value() - before.lastValue()) / scale);
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
        double scale = standardizer.scale(last);
        steps.quantiles(pending.naive, plan.levels());
        for (int i = 0; i < levels; i++) {
            pending.naive[i] = last + scale * pending.naive[i];
            pending.network[i] = model.isPresent() ? standardizer.inUnit(recurrence.output(i), last) : pending.naive[i];
        }
        IntervalCalibrator.sortInPlace(pending.network);
        boolean warm = model.isPresent() && clock.readings() >= WARM_READINGS;
        if (warm) {
            calibrator.correct(pending.quantiles, pending.network, function);
        } else {
            System.arraycopy(pending.naive, 0, pending.quantiles, 0, levels);
        }
        if (standardizer.isNonnegative(plan.support())) {
            pending.raiseToZero();
        }
        pending.set(model.map(ForecastModel::version).orElse(0L), clock.targetMs(), warm);
        return pending.isFinite();
    }

    private Forecast forecast(String group, String seriesId, int revision) {
        boolean warm = pending.isWarm();
        Forecast.Origin origin = new Forecast.Origin(
                seriesId,
                clock.lastMs(),
                pending.targetMs(),
                revision,
                group,
                pending.modelVersion(),
                clock.readings(),
                warm);
        Forecast.Parts parts = new Forecast.Parts(
                function.mean(pending.quantiles),
                clock.lastValue(),
                pending.network[plan.levels().medianIndex()],
                warm ? NETWORK_ALONE : NAIVE_ALONE);
        return new Forecast(origin, plan.levels(), pending.quantiles, parts);
    }

    private void store(SeriesState next) {
        intake.store(next);
        pending.store(next, next.start(StatePart.PENDING));
        int calibration = next.start(StatePart.CALIBRATION);
        calibrator.store(next, calibration);
        steps.store(next, calibration + IntervalCalibrator.bytes(levels));
        rolling.store(next, next.start(StatePart.ROLLING));
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
