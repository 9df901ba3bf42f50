package io.rillcast.bench;

import io.rillcast.forecast.ForecastModel;
import io.rillcast.forecast.ForecastPlan;
import io.rillcast.forecast.Hints;
import io.rillcast.forecast.OnlineForecaster;
import io.rillcast.forecast.Reading;
import io.rillcast.forecast.SeriesState;
import io.rillcast.forecast.SeriesWindow;
import io.rillcast.forecast.Step;
import io.rillcast.rnn.Network;
import io.rillcast.rnn.NetworkShape;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What a series' first reading under a new model waits for: its hidden state made anew over the longest window, 2W - 1. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RebuildBenchmark {
    private static final long HOUR_MS = 3_600_000;

    /** H, the units of the layer. */
    @Param({"32", "64", "128"})
    public int hidden;

    private final ForecastPlan plan = ForecastPlan.DEFAULT;
    private final OnlineForecaster forecaster = new OnlineForecaster(plan);
    private ForecastModel model;
    private SeriesState state;
    private SeriesWindow window;

    /** Makes a model and a series that has read up to just before its next checkpoint. */
    @Setup
    public void start() {
        Random random = new Random(7);
        NetworkShape shape = new NetworkShape(
                plan.features().size(), hidden, 1, plan.levels().count());
        model = new ForecastModel("all", 1, plan.features(), plan.levels(), Network.initial(shape, random));
        int readings = 4 * plan.window() - 1;
        double[] values = new double[readings];
        short[][] hints = new short[readings][];
        state = forecaster.empty();
        for (int t = 0; t < readings; t++) {
            values[t] = 20 + 5 * Math.sin(t * Math.PI / 12) + random.nextGaussian();
            Reading reading = new Reading("s", HOUR_MS * t, values[t]);
            Step.Advanced step = (Step.Advanced) forecaster.step("all", Optional.empty(), state, reading);
            state = step.state();
            hints[t] = step.hints();
        }
        window = since(Math.toIntExact(state.checkpointReadings()), values, hints);
    }

    private SeriesWindow since(int first, double[] values, short[][] hints) {
        int length = values.length - first;
        long[] times = new long[length];
        double[] kept = new double[length];
        short[] all = new short[length * Hints.COUNT];
        for (int t = 0; t < length; t++) {
            times[t] = HOUR_MS * (first + t);
            kept[t] = values[first + t];
            System.arraycopy(hints[first + t], 0, all, t * Hints.COUNT, Hints.COUNT);
        }
        return new SeriesWindow("s", state.olderCheckpoint(), times, kept).withHints(all);
    }

    /** One rebuild. */
    @Benchmark
    public SeriesState rebuild() {
        return forecaster.rebuild(model, state, window);
    }
}
