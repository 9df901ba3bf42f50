package io.rillcast.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program of another make, run to its end in a directory, which also takes what it says. */
final class Program {
    private final Path directory;
    private final List<String> command;

    /** Found on the path; the arguments given here come first. */
    Program(Path directory, String... command) {
        this.directory = directory;
        this.command = List.of(command);
    }

    /** Skips the test where the program is not on the machine. */
    static void assumeInstalled(String name) {
        boolean isThere = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
        assumeTrue(isThere, "program is not installed: name=" + name + "; .ci/run installs it");
    }

    /**
     * Runs it, and returns the lines of its standard output.
     *
     * @throws AssertionError if it does not end in time, or not with 0
     */
    List<String> run(Duration timeout, List<String> arguments) {
        List<String> whole = new ArrayList<>(command);
        whole.addAll(arguments);
        try {
            Files.createDirectories(directory);
            Path output = Files.createTempFile(directory, "output", ".txt");
            Path errors = Files.createTempFile(directory, "errors", ".txt");
            int status = status(whole, output, errors, timeout);
            assertThat(status)
                    .as("%s\n%s\n%s", whole, Files.readString(errors), Files.readString(output))
                    .isZero();
            return Files.readAllLines(output);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private int status(List<String> whole, Path output, Path errors, Duration timeout) throws IOException {
        Process process = new ProcessBuilder(whole)
                .directory(directory.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        try {
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("program did not end within " + timeout + ": " + whole + "\n"
                        + Files.readString(errors) + "\n" + Files.readString(output));
            }
            return process.exitValue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + whole, interrupted);
        } finally {
            process.destroyForcibly();
        }
    }
}
