package io.rillcast.rnn;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Once compiled, no kernel allocates: no vector reaches the heap. */
class KernelAllocationTest {
    /** Until then both compilers have had their turn, on a crowded machine too. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void productsAllocateNothing() {
        Matrix out = new Matrix().place(new float[7 * 150], 0, 7, 150);
        Matrix left = new Matrix().place(new float[7 * 9], 0, 7, 9);
        Matrix transposed = new Matrix().place(new float[7 * 9], 0, 9, 7).transpose();
        Matrix right = new Matrix().place(new float[9 * 150], 0, 9, 150);
        Matrix narrow = new Matrix().place(new float[7 * 5], 0, 7, 5);
        Matrix narrowRight = new Matrix().place(new float[9 * 5], 0, 9, 5);

        assertAllocatesNothing(() -> {
            Kernels.product(out, left, right);
            Kernels.product(out, transposed, right);
            Kernels.product(narrow, left, narrowRight);
        });
    }

    @Test
    void rowsAllocateNothing() {
        float[] out = new float[250];
        float[] rows = new float[40 * 250];
        float[] x = new float[40];

        assertAllocatesNothing(() -> {
            Kernels.addScaledRows(out, 0, x, 0, 40, rows, 96);
            Kernels.addScaledRows(out, 0, x, 0, 40, rows, 250);
            Kernels.addScaledRows(out, 0, x, 0, 40, rows, 5);
        });
    }

    @Test
    void activationsAllocateNothing() {
        float[] v = new float[100];

        assertAllocatesNothing(() -> {
            Kernels.exp(v, 0, 100);
            Kernels.sigmoid(v, 0, 100);
            Kernels.tanh(v, 0, 99);
        });
    }

    private static void assertAllocatesNothing(Runnable work) {
        Instant end = Instant.now().plus(PATIENCE);
        long allocated;
        do {
            long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
            for (int i = 0; i < 1000; i++) {
                work.run();
            }
            allocated = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
        } while (allocated > 0 && Instant.now().isBefore(end));

        assertThat(allocated).as("bytes of 1000 rounds").isZero();
    }
}
