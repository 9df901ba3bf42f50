package io.rillcast.rnn;

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

/** The products of one GRU step alone, without gates: what a step reads of its weights, and nothing else. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ProductBenchmark {
    private static final int INPUTS = 8;
    private static final int OUTPUTS = 5;

    /** H, the units of the layer. */
    @Param({"32", "64", "128"})
    public int hidden;

    private LayerWeights layer;
    private LinearHead head;
    private float[] x;
    private float[] state;
    private float[] gates;
    private float[] hiddenGates;
    private float[] outputs;

    /** Draws weights and inputs. */
    @Setup
    public void draw() {
        RecurrentShape recurrent = new RecurrentShape(CellKind.GRU, INPUTS, hidden, 1, false);
        Parameters weights = Network.initialWithHead(new NetworkShape(recurrent, OUTPUTS, false), new Random(hidden))
                .parameters();
        layer = weights.layer(0, 0);
        head = weights.head();
        x = new float[INPUTS];
        state = new float[hidden];
        Random random = new Random(1);
        for (int i = 0; i < hidden; i++) {
            state[i] = random.nextFloat() - 0.5f;
            x[i % INPUTS] = state[i];
        }
        gates = new float[layer.stride];
        hiddenGates = new float[layer.stride];
        outputs = new float[head.stride];
    }

    /** W x + b, U h + c and the head's product. */
    @Benchmark
    public float[] products() {
        System.arraycopy(layer.inputBias, 0, gates, 0, layer.stride);
        Kernels.addScaledRows(gates, 0, x, 0, INPUTS, layer.input, layer.stride);
        System.arraycopy(layer.recurrentBias, 0, hiddenGates, 0, layer.stride);
        Kernels.addScaledRows(hiddenGates, 0, state, 0, hidden, layer.recurrent, layer.stride);
        System.arraycopy(head.bias, 0, outputs, 0, head.stride);
        Kernels.addScaledRows(outputs, 0, state, 0, hidden, head.weight, head.stride);
        return outputs;
    }
}
