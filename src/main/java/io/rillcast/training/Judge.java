package io.rillcast.training;

import io.rillcast.forecast.ForecastModel;
import io.rillcast.forecast.ForecastPlan;
import io.rillcast.forecast.NetworkReplay;
import io.rillcast.forecast.SeriesWindow;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Runs a model over the judged readings, each in the window that knows most of what came before.
 *
 * <p>The network is judged alone, on the inputs that were recorded: what the experts beside it say, and what a blend or a
 * correction makes of all, is the same whichever network is served. See {@link NetworkReplay}.
 */
final class Judge {
    private final ForecastPlan plan;
    private final List<HeldOut> series;
    private final BooleanSupplier stop;

    /**
     * Of these series.
     *
     * @param stop asked before each window; what was judged when it says true is of no use
     */
    Judge(ForecastPlan plan, List<HeldOut> series, BooleanSupplier stop) {
        this.plan = plan;
        this.series = series;
        this.stop = stop;
    }

    /**
     * A model's verdict: means over the judged readings of pinball loss over the series' mean absolute step.
     *
     * @param readings judged on
     * @param loss of the network alone
     * @param naiveLoss of the last value with empirical quantiles, on the same readings
     */
    record Verdict(long readings, double loss, double naiveLoss) {}

    /** Judges a model; a series whose values never change says nothing. */
    Verdict judge(ForecastModel model) {
        Sum sum = new Sum();
        for (HeldOut one : series) {
            sum.scale = one.meanStep();
            if (sum.scale > 0) {
                NetworkReplay replay = new NetworkReplay(plan, model);
                for (SeriesWindow window : one.chronological()) {
                    if (stop.getAsBoolean()) {
                        break;
                    }
                    replay.through(window, one.watchedUntil(), sum);
                }
            }
        }
        return new Verdict(sum.readings, sum.loss / sum.readings, sum.naiveLoss / sum.readings);
    }

    /** Adds losses up; mutable. */
    private static final class Sum implements NetworkReplay.Listener {
        private double scale;
        private long readings;
        private double loss;
        private double naiveLoss;

        @Override
        public void scored(long number, double pinball, double naivePinball) {
            readings++;
            loss += pinball / scale;
            naiveLoss += naivePinball / scale;
        }
    }
}
