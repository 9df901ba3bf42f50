package io.rillcast.bench;

import io.rillcast.training.OwnTraining;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One optimiser step of truncated backpropagation: 64 time steps, five quantiles, clipping by norm and AdamW. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TrainingBenchmark {
    private static final int COMPARED_STEPS = 5;

    /** Float sums in different orders; another loss, clipping or optimiser would differ by far more. */
    private static final double TOLERANCE = 1e-4;

    /** H; the batch is 32, and 64 at 128 units. */
    @Param({"32", "64", "128"})
    public int hidden;

    /** Who computes: ours, torch (PyTorch by DJL). */
    @Param({"ours", "torch"})
    public String engine;

    private TrainingEngine training;

    /** Makes the engine and compares it with ours. */
    @Setup
    public void start() {
        TrainingCase chunk = new TrainingCase(hidden);
        if (engine.equals("torch")) {
            training = new TorchTraining(chunk);
            requireAgreement(new OwnTraining(chunk));
        } else {
            training = new OwnTraining(chunk);
        }
    }

    /** Frees what the engine holds outside the heap. */
    @TearDown
    public void stop() {
        training.close();
    }

    /** One optimiser step. */
    @Benchmark
    public double step() {
        return training.step();
    }

    private void requireAgreement(TrainingEngine own) {
        for (int step = 0; step < COMPARED_STEPS; step++) {
            double expected = own.step();
            double actual = training.step();
            if (!(Math.abs(expected - actual) <= TOLERANCE * expected)) {
                throw new IllegalStateException("a peer must compute what ours does: step=" + step + ", lossOfOurs="
                        + expected + ", lossOfPeer=" + actual);
            }
        }
    }
}
