package io.rillcast.rnn;

import java.util.Random;

/** Computes with every kernel over many sizes and says what came out: a program for JVMs of other vector widths. */
public final class KernelChecksum {
    private static final int LARGEST = 257;
    /** So that what C2 makes of the kernels computes the last rounds. */
    private static final int ROUNDS = 6;

    private KernelChecksum() {}

    /** Prints the kernels that this JVM chose, and their checksum. */
    public static void main(String[] arguments) {
        System.out.println(NumericKernels.description() + ", checksum=" + of(Kernels.CHOSEN));
    }

    /** A number that any other bit in any result would change. */
    static long of(KernelSet kernels) {
        long sum = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Random random = new Random(round);
            for (int size = 1; size <= LARGEST; size++) {
                sum = 31 * sum + ofProduct(kernels, random, 1 + size % 9, 1 + size % 40, size);
                sum = 31 * sum + ofProduct(kernels, random, 1 + size % 40, size, 1 + size % 7 * 13);
                sum = 31 * sum + ofRows(kernels, random, 1 + size % 20, size);
                sum = 31 * sum + ofActivations(kernels, random, size);
            }
        }
        return sum;
    }

    private static long ofProduct(KernelSet kernels, Random random, int rows, int inner, int columns) {
        Matrix out = new Matrix().place(numbers(random, rows * columns), 0, rows, columns);
        Matrix left = new Matrix()
                .place(numbers(random, inner * rows), 0, inner, rows)
                .transpose();
        Matrix right = new Matrix().place(numbers(random, inner * columns), 0, inner, columns);
        kernels.product(out, left, right);
        return bits(out.values);
    }

    private static long ofRows(KernelSet kernels, Random random, int count, int width) {
        float[] out = numbers(random, width);
        kernels.product(
                new Matrix().place(out, 0, 1, width),
                new Matrix().place(numbers(random, count), 0, 1, count),
                new Matrix().place(numbers(random, count * width), 0, count, width));
        return bits(out);
    }

    private static long ofActivations(KernelSet kernels, Random random, int size) {
        float[] v = numbers(random, size);
        float[] exp = v.clone();
        float[] tanh = v.clone();
        kernels.exp(exp, 0, size);
        kernels.sigmoid(v, 0, size);
        kernels.tanh(tanh, 0, size);
        return bits(exp) + 31 * (bits(v) + 31 * bits(tanh));
    }

    private static long bits(float[] values) {
        long sum = 0;
        for (float value : values) {
            sum = 31 * sum + Float.floatToIntBits(value);
        }
        return sum;
    }

    private static float[] numbers(Random random, int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (random.nextFloat() - 0.5f) * (random.nextInt(16) == 0 ? 220 : 4);
        }
        return values;
    }
}
