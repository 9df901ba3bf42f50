package io.rillcast.training;

import io.rillcast.forecast.ForecastModel;
import io.rillcast.forecast.ForecastPlan;
import io.rillcast.forecast.NetworkReplay;
import io.rillcast.forecast.SeriesWindow;
import java.util.Optional;

/**
 * What the network in use, the one before it and naive lost on the new readings of one window.
 *
 * <p>Losses are mean pinball losses over the window's mean absolute step. The networks are run as the {@link Judge} runs
 * them, alone, on the recorded inputs, from the window's checkpoint.
 *
 * @param readings new ones that were looked at
 * @param incumbent the loss of the network in use
 * @param predecessor that of the one before it, NaN where none was run
 * @param naive that of the last value with the quantiles of the window's changes so far
 * @param fromMs time of the first of them, epoch ms
 * @param toMs time of the last of them, epoch ms
 */
public record Watched(int readings, double incumbent, double predecessor, double naive, long fromMs, long toMs) {
    /**
     * Runs the models over what is new in a window.
     *
     * @param newReadings how many of the last readings are new
     * @param predecessor empty where nothing is to be compared
     * @return empty where the window says nothing: it is shorter than W, so that naive has hardly seen a change yet; its
     *     values never change; or a network's outputs are no numbers
     */
    public static Optional<Watched> in(
            SeriesWindow window,
            int newReadings,
            ForecastPlan plan,
            ForecastModel incumbent,
            Optional<ForecastModel> predecessor) {
        double step = meanStep(window);
        if (window.length() < plan.window() || newReadings < 1 || !(step > 0)) {
            return Optional.empty();
        }
        long from = window.firstReading() + window.length() - newReadings;
        Sum now = new Sum();
        new NetworkReplay(plan, incumbent).through(window, from, now);
        Sum before = new Sum();
        predecessor.ifPresent(model -> new NetworkReplay(plan, model).through(window, from, before));
        if (now.readings < newReadings || !(now.naive > 0)) {
            return Optional.empty();
        }
        double scale = step * now.readings;
        return Optional.of(new Watched(
                now.readings,
                now.loss / scale,
                before.readings == now.readings ? before.loss / scale : Double.NaN,
                now.naive / scale,
                window.timeMs(window.length() - newReadings),
                window.timeMs(window.length() - 1)));
    }

    private static double meanStep(SeriesWindow window) {
        double sum = 0;
        for (int t = 1; t < window.length(); t++) {
            sum += Math.abs(window.value(t) - window.value(t - 1));
        }
        return sum / Math.max(1, window.length() - 1);
    }

    /** Adds losses up; mutable. */
    private static final class Sum implements NetworkReplay.Listener {
        private int readings;
        private double loss;
        private double naive;

        @Override
        public void scored(long number, double pinball, double naivePinball) {
            readings++;
            loss += pinball;
            naive += naivePinball;
        }
    }
}
