package io.rillcast.process;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process, mostly a JVM on the test class path, its output kept in a file. Safe for use by several threads; closing it
 * kills the process, as does the end of this JVM.
 */
public final class ChildProcess implements AutoCloseable {
    /** Small and quick to start: children share two cores with the test. */
    private static final List<String> JVM_OPTIONS = List.of(
            "-ea",
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "-Dfile.encoding=UTF-8");

    private static final int TAIL_LINES = 40;

    private final Process process;
    private final Path output;
    private final Thread pump;
    private final Thread killAtExit;
    private final List<String> lines = new ArrayList<>();
    private boolean ended;

    private ChildProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
        this.pump = new Thread(this::pump, "output-of-" + process.pid());
        this.killAtExit = new Thread(process.toHandle()::destroyForcibly, "kill-" + process.pid());
    }

    /**
     * Starts {@code mainClass} with the arguments.
     *
     * @param output the file for what it says on both streams; a child started later on the same file appends
     */
    public static ChildProcess start(Path output, String mainClass, List<String> arguments) {
        return start(output, mainClass, arguments, List.of());
    }

    /** As {@link #start(Path, String, List)}, with further options for the JVM; a later one beats an earlier. */
    public static ChildProcess start(Path output, String mainClass, List<String> arguments, List<String> jvmOptions) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM_OPTIONS);
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
        command.addAll(arguments);
        return startCommand(output, command);
    }

    /** Starts any program, with its arguments; what it says goes to the file as {@link #start} tells. */
    public static ChildProcess startCommand(Path output, List<String> command) {
        try {
            Files.createDirectories(output.toAbsolutePath().getParent());
            ChildProcess child = new ChildProcess(
                    new ProcessBuilder(command).redirectErrorStream(true).start(), output);
            Runtime.getRuntime().addShutdownHook(child.killAtExit);
            child.pump.setDaemon(true);
            child.pump.start();
            return child;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void pump() {
        try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8);
                BufferedWriter writer =
                        Files.newBufferedWriter(output, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                writer.write(line);
                writer.newLine();
                writer.flush();
                add(line);
            }
        } catch (IOException failed) {
            add("output lost: " + failed);
        } finally {
            end();
        }
    }

    private synchronized void add(String line) {
        lines.add(line);
        notifyAll();
    }

    private synchronized void end() {
        ended = true;
        notifyAll();
    }

    /**
     * Waits until a line holds a match, also one said before the call, and returns the first.
     *
     * @throws AssertionError when the process ends without one, or the time is over; with the end of its output
     */
    public synchronized MatchResult awaitLine(String regex, Duration timeout) {
        Pattern pattern = Pattern.compile(regex);
        long deadline = System.nanoTime() + timeout.toNanos();
        int seen = 0;
        while (true) {
            Optional<MatchResult> found = firstMatch(pattern, seen);
            seen = lines.size();
            if (found.isPresent()) {
                return found.get();
            }
            if (ended) {
                throw new AssertionError("process ended before it said /" + regex + "/" + tail());
            }
            awaitNews(seen, deadline, "process did not say /" + regex + "/ within " + timeout);
        }
    }

    private Optional<MatchResult> firstMatch(Pattern pattern, int from) {
        for (String line : lines.subList(from, lines.size())) {
            Matcher matcher = pattern.matcher(line);
            if (matcher.find()) {
                return Optional.of(matcher.toMatchResult());
            }
        }
        return Optional.empty();
    }

    private synchronized void awaitNews(int seen, long deadline, String otherwise) {
        try {
            while (lines.size() == seen && !ended) {
                long leftMs = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (leftMs <= 0) {
                    throw new AssertionError(otherwise + tail());
                }
                wait(leftMs);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted; " + otherwise, interrupted);
        }
    }

    private synchronized String tail() {
        List<String> last = lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size());
        return "; its last lines, more in " + output + ":\n" + String.join("\n", last);
    }

    /** Everything it has said so far. */
    public synchronized List<String> lines() {
        return List.copyOf(lines);
    }

    /** Whether it still runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Its process id. */
    public long pid() {
        return process.pid();
    }

    /** Ends it as {@code kill -9} does, giving it no chance to tidy up, and waits until it is gone. */
    public void kill9() {
        process.toHandle().destroyForcibly();
        awaitExit(Duration.ofSeconds(20));
    }

    /** Asks it to end, as {@code kill} does, and returns at once. */
    public void sigterm() {
        // Through the handle: Process.destroy() would also close the stream on which the last words come.
        process.toHandle().destroy();
    }

    /** Sends it a signal by name, such as {@code STOP}. */
    public void signal(String name) {
        try {
            Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid()))
                    .inheritIO()
                    .start();
            if (kill.waitFor() != 0) {
                throw new AssertionError("signal was not sent: signal=" + name + ", pid=" + pid());
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while sending a signal to process " + pid(), interrupted);
        }
    }

    /**
     * Waits for its end and all of its output, and returns its exit code (128 + the signal, when killed).
     *
     * @throws AssertionError when it still runs after the time, with the end of its output
     */
    public int awaitExit(Duration timeout) {
        try {
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError("process did not end within " + timeout + tail());
            }
            pump.join(timeout.toMillis());
            return process.exitValue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for the end of process " + pid(), interrupted);
        }
    }

    /** Kills it if it still runs. */
    @Override
    public void close() {
        kill9();
        try {
            Runtime.getRuntime().removeShutdownHook(killAtExit);
        } catch (IllegalStateException alreadyShuttingDown) {
            // Then the hook finds it dead already.
        }
    }
}
