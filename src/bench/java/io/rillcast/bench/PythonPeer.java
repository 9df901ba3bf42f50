package io.rillcast.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** PyTorch in a process of Debian's Python, where python3-torch is installed. */
final class PythonPeer {
    private static final Path PYTHON = Path.of("/usr/bin/python3");
    private static final Path SCRIPT = Path.of("src", "bench", "python", "train_step.py");

    private final double seconds;

    /**
     * A process a round.
     *
     * @param seconds how long each optimiser step is repeated
     */
    PythonPeer(double seconds) {
        this.seconds = seconds;
    }

    /** Whether PyTorch is installed. */
    static boolean isInstalled() {
        return Files.isExecutable(PYTHON) && exitOf("-c", "import torch") == 0;
    }

    /** Measures all sizes once: version, and nanoseconds by "step 32", "train 32" and so on. */
    JsonNode measure() {
        try {
            Process process = start(SCRIPT.toString(), Double.toString(seconds));
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int exit = process.waitFor();
            if (exit != 0) {
                throw new IllegalStateException("Python must end well: exit=" + exit + ", output=" + output);
            }
            return new ObjectMapper().readTree(output);
        } catch (IOException failure) {
            throw new IllegalStateException("Python must print a JSON object: script=" + SCRIPT, failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Python measured", interrupted);
        }
    }

    private static int exitOf(String... arguments) {
        try {
            Process process = start(arguments);
            process.getInputStream().readAllBytes();
            return process.waitFor();
        } catch (IOException failure) {
            return -1;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    private static Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(PYTHON.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("OMP_NUM_THREADS", "1");
        return builder.start();
    }
}
