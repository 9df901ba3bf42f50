package io.rillcast.bench;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What one core can do at most with as many bytes as the weights of a step have: load every vector once and
 * multiply-add it to one of eight sums that do not wait for each other.
 *
 * <p>A step must load each of its weights once, so it cannot be faster than this loop is over an array of that size,
 * which lies in the same level of the cache. A vector that straddles two lines of the cache costs two loads; the loop
 * starts at the offset in the array at which it is fastest.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LimitBenchmark {
    /** The floats of one line of the cache. */
    private static final int LINE = 16;

    /** H, the units of the layer whose weights set the size. */
    @Param({"32", "64", "128"})
    public int hidden;

    private float[] values;
    private int count;
    private int start;

    /** How many floats one pass of the loop reads: those of the weights, rounded up to whole turns of the loop. */
    static int floats(int hidden) {
        int turn = VectorLoop.turn();
        int weights = (int) (StepCase.weightBytes(hidden) / Float.BYTES);
        return (weights + turn - 1) / turn * turn;
    }

    /** Fills the array with values that stay normal. */
    @Setup
    public void fill() {
        count = floats(hidden);
        values = new float[count + LINE];
        Arrays.fill(values, 1.25f);
    }

    /** Looks for the fastest offset, anew in each iteration as the collector may have moved the array. */
    @Setup(Level.Iteration)
    public void align() {
        long best = Long.MAX_VALUE;
        int fastest = 0;
        for (int offset = 0; offset < LINE; offset += 2) {
            long time = bestTime(offset);
            if (time < best) {
                best = time;
                fastest = offset;
            }
        }
        start = fastest;
    }

    /** One pass over the array. */
    @Benchmark
    public float pass() {
        return VectorLoop.pass(values, start, count);
    }

    private long bestTime(int offset) {
        long best = Long.MAX_VALUE;
        float sum = 0;
        for (int trial = 0; trial < 20; trial++) {
            long begin = System.nanoTime();
            for (int i = 0; i < 20; i++) {
                sum += VectorLoop.pass(values, offset, count);
            }
            best = Math.min(best, System.nanoTime() - begin);
        }
        return Float.isNaN(sum) ? Long.MAX_VALUE : best;
    }
}
