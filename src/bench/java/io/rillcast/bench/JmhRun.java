package io.rillcast.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Measures one subject once, in a JVM of its own, on one thread. */
final class JmhRun {
    private static final String PACKAGES = "io\\.rillcast\\.(bench|rnn)\\.";

    private final Pace pace;
    private final List<String> jvmFlags;
    private final Path log;

    /**
     * Measurements at a pace.
     *
     * @param jvmFlags what every measured JVM is started with
     * @param log the directory of what JMH says about each subject's last round
     */
    JmhRun(Pace pace, List<String> jvmFlags, Path log) {
        this.pace = pace;
        this.jvmFlags = List.copyOf(jvmFlags);
        this.log = log;
    }

    /**
     * What one JVM measured.
     *
     * @param nanoseconds of one operation, the median of the iterations
     * @param bytesAllocated of one operation on the heap
     */
    record Figure(double nanoseconds, double bytesAllocated) {}

    /**
     * Measures a subject.
     *
     * @throws IllegalStateException if it fails, a peer that computes something else included
     */
    Figure measure(Subject subject) {
        long iterationMs = subject.benchmark().equals("Training") ? 4L * pace.stepMs() : pace.stepMs();
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include(PACKAGES + subject.benchmark() + "Benchmark\\.")
                .param("hidden", Integer.toString(subject.hidden()))
                .forks(1)
                .threads(1)
                .warmupIterations(pace.warmUps())
                .warmupTime(TimeValue.milliseconds(iterationMs))
                .measurementIterations(pace.iterations())
                .measurementTime(TimeValue.milliseconds(iterationMs))
                .addProfiler(GCProfiler.class)
                .jvmArgs(jvmFlags.toArray(String[]::new))
                .output(log.resolve(subject.key().replace(' ', '-') + ".txt").toString())
                .shouldFailOnError(true);
        if (!subject.engine().isEmpty()) {
            options.param("engine", subject.engine());
        }
        try {
            Collection<RunResult> results = new Runner(options.build()).run();
            if (results.size() != 1) {
                throw new IllegalStateException(
                        "a subject must be one benchmark: subject=" + subject + ", results=" + results.size());
            }
            return figure(results.iterator().next());
        } catch (RunnerException failure) {
            throw new IllegalStateException("a benchmark must run to its end: subject=" + subject, failure);
        }
    }

    private static Figure figure(RunResult result) {
        List<Double> times = new ArrayList<>();
        for (BenchmarkResult fork : result.getBenchmarkResults()) {
            for (IterationResult iteration : fork.getIterationResults()) {
                times.add(iteration.getPrimaryResult().getScore());
            }
        }
        double bytes = result.getSecondaryResults().get("gc.alloc.rate.norm").getScore();
        return new Figure(Spread.of(times).median(), bytes);
    }
}
