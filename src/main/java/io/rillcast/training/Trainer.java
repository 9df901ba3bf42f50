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
 * time; every {@value #CHECK_EVERY} steps the loss on the part after it is watched and the best weights are kept; the last
 * part judges them. If they are better than naive or the incumbent, the network is trained once more from the same start,
 * for as many steps as were best, on everything, and that is the candidate, unless it is worse on the judged part, which it
 * has seen. An incumbent has seen much of that part too where few readings came since, so what is not better than it before
 * is compared to it once more when it has seen as much.
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
    private final PromotionRule rule;

    /**
     * A training of a group.
     *
     * @param seed of all its random choices
     */
    public Trainer(TrainingPlan plan, String group, long seed) {
        this.plan = plan;
        this.group = group;
        this.random = new Random(seed);
        this.rule = new PromotionRule(plan.promotionMargin());
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
        Sequences sequences = Sequences.of(series, plan.forecast(), stop);
        if (stop.getAsBoolean()) {
            return unjudged(Decision.ABORTED, "aborted: stopped before it began", data(series, 0, 0), 0, 0);
        }
        if (sequences.trained().isEmpty() || sequences.watched().isEmpty()) {
            return unjudged(Decision.KEPT, "kept: too few readings to train on", data(series, 0, 0), 0, 0);
        }
        Network start = start();
        Descent first = descend(start, sequences, stop);
        Judge judge = new Judge(plan.forecast(), series, stop);
        Judge.Verdict verdict = judge.judge(model(first.network()));
        double inUseLoss = inUse.map(model -> judge.judge(model).loss()).orElse(Double.NaN);
        if (stop.getAsBoolean()) {
            return aborted("aborted: stopped before it was judged", data(series, sequences.trainedTargets(), 0), first);
        }
        Losses losses = new Losses(verdict.loss(), inUseLoss, verdict.naiveLoss());
        Data parts = data(series, sequences.trainedTargets(), verdict.readings());
        if (!rule.isSound(losses, verdict.readings())) {
            return decided(losses, parts, first);
        }
        Sequences all = Sequences.whole(series, plan.forecast(), stop);
        Descent whole = stop.getAsBoolean() ? first : again(start, all, first, stop);
        double wholeLoss = judge.judge(model(whole.network())).loss();
        if (stop.getAsBoolean()) {
            return aborted("aborted: stopped before it was finished", parts, whole);
        }
        if (!(wholeLoss <= losses.candidate())) {
            return decided(losses, parts, whole.butWith(first.network()));
        }
        boolean isBetter = rule.decide(losses, verdict.readings()) == Decision.PROMOTED;
        Losses served = isBetter ? losses : new Losses(wholeLoss, losses.incumbent(), losses.naive());
        return decided(served, data(series, all.trainedTargets(), verdict.readings()), whole);
    }

    private TrainingOutcome decided(Losses losses, Data data, Descent descent) {
        Decision decision = rule.decide(losses, data.heldOut());
        return new TrainingOutcome(
                decision,
                rule.reason(losses, data.heldOut()),
                decision == Decision.PROMOTED ? Optional.of(model(descent.network())) : Optional.empty(),
                losses,
                data,
                descent.steps(),
                descent.epochs());
    }

    /**
     * Where a way down has led.
     *
     * @param network the best
     * @param bestSteps after which it was
     * @param steps taken in all
     * @param epochs passes over the sequences in all
     */
    private record Descent(Network network, int bestSteps, int steps, double epochs) {
        Descent butWith(Network other) {
            return new Descent(other, bestSteps, steps, epochs);
        }
    }

    private ForecastModel model(Network network) {
        return new ForecastModel(
                group, 0, plan.forecast().features(), plan.forecast().levels(), network);
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

    /** Chance around what the experts told, with normal quantiles. */
    private Network start() {
        QuantileLevels levels = plan.forecast().levels();
        NetworkShape shape = plan.size().shape(plan.forecast().features().size(), levels.count());
        float[] bias = new float[levels.count()];
        for (int i = 0; i < bias.length; i++) {
            bias[i] = (float) (DEVIATION * levels.normalScore(i));
        }
        return Network.initial(shape, random).withHeadBias(bias);
    }

    private Descent descend(Network start, Sequences sequences, BooleanSupplier stop) {
        PinballLoss loss = loss();
        TruncatedBptt descent = new TruncatedBptt(start, loss, plan.descent(), sequences.trained(), random);
        Network best = start;
        int bestSteps = 0;
        EarlyStopping stopping = new EarlyStopping(PATIENCE);
        stopping.isBest(MeanLoss.of(best, loss, sequences.watched(), stop));
        int steps = plan.descent().optimiser().rate().steps();
        while (descent.steps() < steps && !stopping.isOver() && !stop.getAsBoolean()) {
            descent.train(CHECK_EVERY, stop);
            Network now = descent.network();
            if (stopping.isBest(MeanLoss.of(now, loss, sequences.watched(), stop))) {
                best = now;
                bestSteps = descent.steps();
            }
        }
        return new Descent(best, bestSteps, descent.steps(), descent.epochs());
    }

    /** The same on all sequences, as far as was best. */
    private Descent again(Network start, Sequences all, Descent first, BooleanSupplier stop) {
        TruncatedBptt descent = new TruncatedBptt(start, loss(), plan.descent(), all.trained(), random);
        descent.train(first.bestSteps(), stop);
        return new Descent(
                descent.network(),
                first.bestSteps(),
                first.steps() + descent.steps(),
                first.epochs() + descent.epochs());
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

    private static TrainingOutcome aborted(String reason, Data data, Descent descent) {
        return unjudged(Decision.ABORTED, reason, data, descent.steps(), descent.epochs());
    }

    private static TrainingOutcome unjudged(Decision decision, String reason, Data data, int steps, double epochs) {
        Losses none = new Losses(Double.NaN, Double.NaN, Double.NaN);
        return new TrainingOutcome(decision, reason, Optional.empty(), none, data, steps, epochs);
    }
}
