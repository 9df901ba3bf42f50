package io.rillcast.rnn;

import static org.assertj.core.api.Assertions.assertThat;

import io.rillcast.process.ChildProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which kernels a JVM chooses, and that it does not show in a bit. */
class KernelChoiceTest {
    private static final String MODULE = "--add-modules=jdk.incubator.vector";

    @TempDir
    private Path directory;

    @Test
    void choosesScalarKernelsWithoutTheModule() throws Exception {
        assertThat(lineOf(List.of())).isEqualTo("kernels=scalar, checksum=" + expected());
    }

    @Test
    void choosesScalarKernelsWhereVectorsAreShort() throws Exception {
        String line = lineOf(List.of(MODULE, "-XX:MaxVectorSize=8"));

        assertThat(line).isEqualTo("kernels=scalar, checksum=" + expected());
    }

    /** A width that the machine does not have falls back to its largest. */
    @ParameterizedTest
    @ValueSource(ints = {128, 256, 512})
    void givesTheSameBitsOnEveryWidth(int bits) throws Exception {
        String line = lineOf(List.of(MODULE, "-XX:MaxVectorSize=" + bits / 8));

        assertThat(line).matches("kernels=vector, bits=\\d+, checksum=" + expected());
        int ours = Kernels.CHOSEN instanceof VectorKernels ? widthIn(NumericKernels.description() + ",") : bits;
        assertThat(widthIn(line)).isEqualTo(Math.min(bits, ours));
    }

    private static long expected() {
        return KernelChecksum.of(new ScalarKernels());
    }

    private static int widthIn(String line) {
        return Integer.parseInt(line.replaceFirst(".*bits=(\\d+),.*", "$1"));
    }

    /** What a JVM with both compilers says. */
    private String lineOf(List<String> options) throws Exception {
        List<String> all = new ArrayList<>(options);
        all.add("-XX:TieredStopAtLevel=4");
        try (ChildProcess child =
                ChildProcess.start(directory.resolve("output"), KernelChecksum.class.getName(), List.of(), all)) {
            return child.awaitLine("kernels=.*", Duration.ofMinutes(5)).group();
        }
    }
}
