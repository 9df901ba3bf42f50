package io.rillcast.training;

import io.rillcast.forecast.ForecastModel;
import io.rillcast.forecast.OnlineForecaster;
import io.rillcast.forecast.QuantileLevels;
import io.rillcast.forecast.SeriesWindow;
import io.rillcast.rnn.Network;
import io.rillcast.rnn.NetworkShape;
import io.rillcast.rnn.PinballLoss;
import io.rillcast.training.TrainingRecord.Data;
import io.rillcast.training.TrainingRecord.Decision;
import io.rillcast.training.TrainingRecord.Losses;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * One training of one group: windows in, a judged candidate out. Owned by one thread; equal arguments give equal bits.
 *
 * <p>Each series is cut in time ({@link HeldOut}): the first part is trained on by truncated backpropagation through
 * time, from the incumbent's weights where they fit; every {@value #CHECK_EVERY} steps the loss on the part after it is
 * watched and the best weights are kept; the last part judges, as served.
 */
public final class Trainer {
    static final int CHECK_EVERY = 25;
    /** Checks without a better loss after which going on is a waste. */
    private static final int PATIENCE = 10;
    /** The standard deviation of a normal variable whose mean absolute value is 1. */
    private static final double DEVIATION = 1.2533;

    private final TrainingPlan plan;
    private final String group;
    private final Random random;

    /**
     * A training of a group.
     *
     * @param seed of all its random choices
     */
    public Trainer(TrainingPlan plan, String group, long seed) {
        this.plan = plan;
        this.group = group;
        this.random = new Random(seed);
    }

    /**
     * Trains and judges.
     *
     * @param windows of the group's series, in any order
     * @param incumbent the model in use
     * @param stop asked often; training is given up where it says true
     */
    public TrainingOutcome train(List<SeriesWindow> windows, Optional<ForecastModel> incumbent, BooleanSupplier stop) {
        Optional<ForecastModel> inUse = incumbent.filter(new OnlineForecaster(plan.forecast())::fits);
        List<HeldOut> series = cut(windows);
        Sequences sequences = Sequences.of(series, plan.forecast());
        if (sequences.trained().isEmpty() || sequences.watched().isEmpty()) {
            return unjudged(Decision.KEPT, "kept: too few readings to train on", data(series, 0, 0), 0, 0);
        }
        TruncatedBptt descent = new TruncatedBptt(start(inUse), loss(), plan.descent(), sequences.trained(), random);
        Network best = descend(descent, sequences, stop);
        if (stop.getAsBoolean()) {
            return unjudged(
                    Decision.ABORTED,
                    "aborted: stopped before it was judged",
                    data(series, sequences.trainedTargets(), 0),
                    descent.steps(),
                    descent.epochs());
        }
        ForecastModel candidate = new ForecastModel(
                group, 0, plan.forecast().features(), plan.forecast().levels(), best);
        Judge judge = new Judge(plan.forecast(), series);
        Judge.Verdict verdict = judge.judge(candidate);
        Losses losses = new Losses(
                verdict.loss(), inUse.map(model -> judge.judge(model).loss()).orElse(Double.NaN), verdict.naiveLoss());
        PromotionRule rule = new PromotionRule(plan.promotionMargin());
        Decision decision = rule.decide(losses, verdict.readings());
        return new TrainingOutcome(
                decision,
                rule.reason(losses, verdict.readings()),
                decision == Decision.PROMOTED ? Optional.of(candidate) : Optional.empty(),
                losses,
                data(series, sequences.trainedTargets(), verdict.readings()),
                descent.steps(),
                descent.epochs());
    }

    private static List<HeldOut> cut(List<SeriesWindow> windows) {
        Map<String, List<SeriesWindow>> bySeries = new TreeMap<>();
        for (SeriesWindow window : windows) {
            bySeries.computeIfAbsent(window.seriesId(), id -> new ArrayList<>()).add(window);
        }
        return bySeries.values().stream().map(HeldOut::of).toList();
    }

    private PinballLoss loss() {
        return PinballLoss.of(plan.forecast().levels().toArray());
    }

    /** The incumbent's weights if they fit, else chance around the last value with normal quantiles. */
    private Network start(Optional<ForecastModel> incumbent) {
        QuantileLevels levels = plan.forecast().levels();
        List<String> features = plan.forecast().features();
        NetworkShape shape = plan.size().shape(features.size(), levels.count());
        if (incumbent.isPresent()
                && incumbent.get().features().equals(features)
                && incumbent.get().network().shape().equals(shape)) {
            return incumbent.get().network();
        }
        float[] bias = new float[levels.count()];
        for (int i = 0; i < bias.length; i++) {
            bias[i] = (float) (DEVIATION * levels.normalScore(i));
        }
        return Network.initial(shape, random).withHeadBias(bias);
    }

    private Network descend(TruncatedBptt descent, Sequences sequences, BooleanSupplier stop) {
        PinballLoss loss = loss();
        Network best = descent.network();
        EarlyStopping stopping = new EarlyStopping(PATIENCE);
        stopping.isBest(MeanLoss.of(best, loss, sequences.watched()));
        int steps = plan.descent().optimiser().rate().steps();
        while (descent.steps() < steps && !stopping.isOver() && !stop.getAsBoolean()) {
            descent.train(CHECK_EVERY, stop);
            Network now = descent.network();
            if (stopping.isBest(MeanLoss.of(now, loss, sequences.watched()))) {
                best = now;
            }
        }
        return best;
    }

    private static Data data(List<HeldOut> series, long trained, long judged) {
        long fromMs = Long.MAX_VALUE;
        long toMs = Long.MIN_VALUE;
        int windows = 0;
        for (HeldOut one : series) {
            windows += one.windows().size();
            for (SeriesWindow window : one.windows()) {
                if (window.length() > 0) {
                    fromMs = Math.min(fromMs, window.timeMs(0));
                    toMs = Math.max(toMs, window.timeMs(window.length() - 1));
                }
            }
        }
        boolean none = fromMs > toMs;
        return new Data(trained, series.size(), windows, judged, none ? 0 : fromMs, none ? 0 : toMs);
    }

    private static TrainingOutcome unjudged(Decision decision, String reason, Data data, int steps, double epochs) {
        Losses none = new Losses(Double.NaN, Double.NaN, Double.NaN);
        return new TrainingOutcome(decision, reason, Optional.empty(), none, data, steps, epochs);
    }
}
