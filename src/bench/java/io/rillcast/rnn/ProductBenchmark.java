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
    private final Matrix out = new Matrix();
    private final Matrix left = new Matrix();
    private final Matrix right = new Matrix();

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
        addProduct(gates, x, layer.input);
        System.arraycopy(layer.recurrentBias, 0, hiddenGates, 0, layer.stride);
        addProduct(hiddenGates, state, layer.recurrent);
        System.arraycopy(head.bias, 0, outputs, 0, head.stride);
        addProduct(outputs, state, head.weight);
        return outputs;
    }

    private void addProduct(float[] sums, float[] in, float[] weights) {
        Kernels.product(
                out.place(sums, 0, 1, sums.length),
                left.place(in, 0, 1, in.length),
                right.place(weights, 0, in.length, sums.length));
    }
}
