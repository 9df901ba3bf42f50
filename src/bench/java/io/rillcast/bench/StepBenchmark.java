package io.rillcast.bench;

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

/** One stateful GRU step with a head of five quantiles: eight values in, five out, the state carried. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class StepBenchmark {
    /** H, the units of the layer. */
    @Param({"32", "64", "128"})
    public int hidden;

    /** Who computes: ours, ONNX Runtime as usual, ONNX Runtime with outputs pinned, PyTorch by DJL. */
    @Param({"ours", "onnx", "onnx-pinned", "torch"})
    public String engine;

    private final float[][] inputs = StepCase.inputs();
    private final float[] out = new float[StepCase.OUTPUTS];
    private StepEngine step;
    private int next;

    /** Makes the engine and compares it with ours. */
    @Setup
    public void start() {
        step = newEngine();
        if (!engine.equals("ours")) {
            StepAgreement.require(step, hidden);
        }
    }

    /** Frees what the engine holds outside the heap. */
    @TearDown
    public void stop() {
        step.close();
    }

    /** One step. */
    @Benchmark
    public float[] step() {
        next = (next + 1) % StepCase.RING;
        step.step(out, inputs[next]);
        return out;
    }

    private StepEngine newEngine() {
        return switch (engine) {
            case "ours" -> new OwnStep(hidden);
            case "onnx" -> new OnnxStep(hidden);
            case "onnx-pinned" -> new OnnxPinnedStep(hidden);
            case "torch" -> new TorchStep(hidden);
            default -> throw new IllegalArgumentException("there is no such engine: engine=" + engine);
        };
    }
}
