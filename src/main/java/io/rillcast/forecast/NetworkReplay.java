package io.rillcast.forecast;

/**
 * A model alone over windows of one series, beside the last value with empirical quantiles: what {@link Forecast.Parts}
 * and {@link Score.Losses} show of both when the series is served. Mutable, owned by one thread.
 *
 * <p>A window is run as a rebuild runs it, from its checkpoint with a hidden state of zeros, on the inputs that were
 * recorded; no expert runs. What is known of the last value's errors is carried from window to window, for otherwise it
 * would be judged on quantiles poorer than those it is served with, and any network would beat it. Windows come in the
 * order of their first readings. A reading in several of them counts in the first, which knows most of what came before.
 */
public final class NetworkReplay {
    private final ForecastModel model;
    private final Intake intake;
    private final Recurrence recurrence;
    private final EmpiricalSteps steps = new EmpiricalSteps();
    private final QuantileFunction function;
    private final ForecastPlan plan;
    private final float[] inputs;
    private final double[] network;
    private final double[] naive;
    private long next;

    /**
     * A replay that has seen nothing.
     *
     * @throws IllegalArgumentException if the model is of other levels than the plan, or has inputs that it does not make
     */
    public NetworkReplay(ForecastPlan plan, ForecastModel model) {
        int levels = plan.levels().count();
        this.plan = plan;
        this.model = model;
        this.intake = new Intake(plan);
        this.recurrence = new Recurrence(plan);
        this.function = new QuantileFunction(plan.levels());
        this.inputs = new float[plan.inputs().size()];
        this.network = new double[levels];
        this.naive = new double[levels];
        if (!model.levels().equals(plan.levels()) || !recurrence.takes(model.features())) {
            throw new IllegalArgumentException("a model must have the plan's levels and inputs: levels="
                    + model.levels() + ", inputs=" + model.features());
        }
        steps.reset();
    }

    /** Shown how far off both were. */
    public interface Listener {
        /**
         * A reading that was not in an earlier window.
         *
         * @param number of it within its series, from 0
         * @param pinball of the network alone, mean over the levels
         * @param naivePinball of the last value with empirical quantiles
         */
        void scored(long number, double pinball, double naivePinball);
    }

    /**
     * Runs through a window, or as far as the network's outputs are numbers.
     *
     * @param from the number of the first reading that is shown; before it the network runs only where it must
     */
    public void through(SeriesWindow window, long from, Listener listener) {
        long first = window.firstReading();
        boolean isShown = first + window.length() > from;
        SeriesState state = window.checkpointState(0).resized(StatePart.NETWORK, Recurrence.partBytes(model));
        intake.load(intake.ofThisPlan(state));
        boolean hasForecast = false;
        for (int t = 0; t < window.length(); t++) {
            Reading reading = window.reading(t);
            boolean isNew = first + t >= next;
            if (isNew && hasForecast && isShown && first + t >= from) {
                predict();
                listener.scored(
                        first + t,
                        function.pinball(network, reading.value()),
                        function.pinball(naive, reading.value()));
            }
            if (isNew && first + t > 0) {
                observe(reading);
            }
            intake.take(inputs, reading);
            if (plan.blend()) {
                Hints.write(inputs, window.hintsView(), Hints.COUNT * t);
            }
            intake.goOn(reading);
            if (isShown && !recurrence.step(model, state, inputs)) {
                break;
            }
            hasForecast = true;
        }
        next = Math.max(next, first + window.length());
    }

    private void predict() {
        Standardizer standardizer = intake.standardizer;
        double last = intake.clock.lastValue();
        double scale = standardizer.scale(last);
        steps.quantiles(naive, plan.levels());
        for (int i = 0; i < naive.length; i++) {
            naive[i] = last + scale * naive[i];
            network[i] = standardizer.inUnit(recurrence.output(i), last);
        }
        IntervalCalibrator.sortInPlace(network);
        if (standardizer.isNonnegative(plan.support())) {
            for (int i = 0; i < naive.length; i++) {
                naive[i] = Math.max(0, naive[i]);
                network[i] = Math.max(0, network[i]);
            }
        }
    }

    /** A step over a gap says nothing of the usual ones. */
    private void observe(Reading reading) {
        Clock before = intake.clock;
        if (!before.cadence().isGap(before.lastMs(), reading.timestampMs())) {
            double last = before.lastValue();
            steps.observe((reading.value() - last) / intake.standardizer.scale(last));
        }
    }
}
