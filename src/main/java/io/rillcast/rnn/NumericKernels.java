package io.rillcast.rnn;

/** Which numeric kernels this JVM computes with; chosen once, when the first network is made. */
public final class NumericKernels {
    private NumericKernels() {}

    /**
     * What was chosen, as key=value pairs for a log line: {@code kernels=vector, bits=512}, or {@code kernels=scalar}
     * where the JVM was started without the module {@code jdk.incubator.vector} or has no vectors of 128 bits.
     */
    public static String description() {
        return Kernels.CHOSEN.description();
    }
}
