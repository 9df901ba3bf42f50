package io.rillcast.rnn;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Once the JVM has compiled it, neither a step nor a batch allocates, also where networks of other sizes ran before.
 *
 * <p>Vectors that the JVM cannot keep in registers are what would: a step of 32 units then allocates up to 70 KB.
 */
class AllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    /** Compiling takes as long as it takes on a busy machine; it is given up after this. */
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @Test
    void allocatesNothingOnceCompiled() {
        for (int hidden : new int[] {8, 32}) {
            for (NetworkShape shape : RandomNetworks.shapes(5, hidden, 5, new int[] {2}, false)) {
                assertAllocatesNothing("step of " + shape, steps(shape));
                assertAllocatesNothing("batch of " + shape, batches(shape));
            }
        }
    }

    private static Runnable steps(NetworkShape shape) {
        NetworkStepper stepper = RandomNetworks.network(shape, new Random(1)).newStepper();
        float[] out = new float[shape.outputs()];
        float[] state = new float[shape.stateLength()];
        float[] x = new float[shape.inputs()];
        return () -> {
            Arrays.fill(state, 0f);
            for (int i = 0; i < 1000; i++) {
                stepper.step(out, state, x);
            }
        };
    }

    private static Runnable batches(NetworkShape shape) {
        SequenceBatch batch = RandomNetworks.network(shape, new Random(1)).newBatch(4, 3);
        Parameters gradients = Parameters.zeros(shape);
        float[] states = new float[4 * shape.stateLength()];
        float[] gradStates = new float[states.length];
        float[] x = new float[shape.inputs()];
        return () -> {
            for (int i = 0; i < 50; i++) {
                Arrays.fill(states, 0f);
                Arrays.fill(gradStates, 0f);
                batch.begin(3);
                batch.input(0, 0, x);
                batch.forward(states);
                Arrays.fill(batch.gradOutputs(), 0f);
                batch.backward(gradients, gradStates);
            }
        };
    }

    private static void assertAllocatesNothing(String what, Runnable work) {
        long thread = Thread.currentThread().getId();
        long end = System.nanoTime() + LIMIT.toNanos();
        long allocated;
        do {
            long before = THREADS.getThreadAllocatedBytes(thread);
            work.run();
            allocated = THREADS.getThreadAllocatedBytes(thread) - before;
        } while (allocated > 0 && System.nanoTime() < end);
        assertThat(allocated).as(what).isZero();
    }
}
