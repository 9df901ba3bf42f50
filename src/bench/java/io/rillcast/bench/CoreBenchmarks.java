package io.rillcast.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Runs the benchmarks of the network core with their peers and prints what came out: {@code mvn -q -Pbench verify}.
 *
 * <p>System properties: {@code bench.quick} (true for a rough picture in five minutes), {@code bench.only} (a regular
 * expression that finds Limit, Product, Step, Training or Rebuild), {@code bench.directory} (where files go).
 */
public final class CoreBenchmarks {
    private CoreBenchmarks() {}

    /**
     * Measures, prints a table to standard output, and writes core.json to the directory.
     *
     * @param arguments none
     * @throws IOException if the directory cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        // ONNX Runtime 1.29 crashes in a JVM whose command line is longer than some thousand characters.
        System.setProperty("jmh.separateClasspathJAR", "true");
        Path directory = Path.of(System.getProperty("bench.directory", "target/bench"));
        Pace pace = Boolean.getBoolean("bench.quick") ? Pace.QUICK : Pace.FULL;
        Pattern only = Pattern.compile(System.getProperty("bench.only", ""));
        Path log = Files.createDirectories(directory.resolve("log"));
        JmhRun jmh = new JmhRun(pace, jvmFlags(directory), log);
        Rounds rounds = new Rounds(
                pace, jmh, benchmark -> only.matcher(benchmark + "Benchmark").find());
        long begin = System.nanoTime();
        Figures figures = rounds.run();
        long seconds = (System.nanoTime() - begin) / 1_000_000_000L;
        Report report = new Report(figures, pace, rounds.pythonVersion());
        System.out.println(report.text(seconds));
        new JsonReport(figures, pace, rounds.pythonVersion()).write(directory.resolve("core.json"));
    }

    /** One thread for everyone, and DJL's 430 MB of libraries where `mvn clean` removes them. */
    private static List<String> jvmFlags(Path directory) {
        List<String> flags = new ArrayList<>(List.of(
                "-Xms512m",
                "-Xmx1536m",
                "--add-modules",
                "jdk.incubator.vector",
                "-Dai.djl.offline=true",
                "-Dai.djl.pytorch.num_threads=1",
                "-Dai.djl.pytorch.num_interop_threads=1",
                "-DOPT_OUT_TRACKING=true"));
        flags.add("-DDJL_CACHE_DIR=" + directory.resolve("djl").toAbsolutePath());
        flags.add("-DENGINE_CACHE_DIR=" + directory.resolve("djl").toAbsolutePath());
        return flags;
    }
}
