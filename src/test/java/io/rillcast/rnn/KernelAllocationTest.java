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

    /** Less than a vector, one, some, and blocks of six and twelve with what is left of them. */
    private static final int[] WIDTHS = {5, 16, 50, 96, 192, 250, 384};

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
        Matrix left = new Matrix().place(new float[40], 0, 1, 40);
        Matrix out = new Matrix();
        Matrix right = new Matrix();
        float[] sums = new float[400];
        float[] rows = new float[40 * 400];

        assertAllocatesNothing(() -> {
            for (int width : WIDTHS) {
                Kernels.product(out.place(sums, 0, 1, width), left, right.place(rows, 0, 40, width));
            }
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
