package io.rillcast.bench;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.StringJoiner;
import java.util.function.IntFunction;

/** The figures as a table for people, with the ratios that the project has set itself. */
final class Report {
    /** H of every benchmark. */
    static final int[] SIZES = {32, 64, 128};

    /** How many times faster than ONNX Runtime a step is to be. */
    static final Map<Integer, Double> STEP_TARGETS = Map.of(32, 25.0, 64, 10.0, 128, 4.0);

    /** How many times faster than PyTorch an optimiser step is to be. */
    static final Map<Integer, Double> TRAINING_TARGETS = Map.of(32, 4.0, 64, 2.0, 128, 1.3);

    /** What share of the limit is to be reached. */
    static final double LIMIT_TARGET = 0.6;

    private static final String NONE = "-";

    private final Figures figures;
    private final Pace pace;
    private final String pythonVersion;
    private final StringJoiner lines = new StringJoiner(System.lineSeparator());

    /** A report of these figures. */
    Report(Figures figures, Pace pace, String pythonVersion) {
        this.figures = figures;
        this.pace = pace;
        this.pythonVersion = pythonVersion;
    }

    /**
     * The table, at most 120 columns wide.
     *
     * @param seconds how long it took to measure
     */
    String text(long seconds) {
        lines.add("processor  " + Machine.processor());
        lines.add("java       " + Machine.java());
        lines.add("peers      ONNX Runtime 1.29.0, PyTorch 2.7.1 by DJL"
                + (pythonVersion.isEmpty() ? "" : ", PyTorch " + pythonVersion + " in Python") + "; one thread each");
        lines.add("rounds     " + pace.rounds() + " in " + seconds + " s; median (lowest to highest)");
        if (wasMeasured("Step")) {
            addSteps();
        }
        if (wasMeasured("Limit")) {
            addShares();
        }
        if (wasMeasured("Training")) {
            addTraining();
        }
        if (wasMeasured("Rebuild")) {
            title("a hidden state made anew under a new model, over the longest window, 2W - 1 readings");
            row("ours, microseconds", hidden -> spread(figures.time(new Subject("Rebuild", "", hidden)), 1e3, "%.0f"));
        }
        return lines.toString();
    }

    private boolean wasMeasured(String benchmark) {
        return figures.subjects().stream()
                .anyMatch(subject -> subject.benchmark().equals(benchmark));
    }

    private void addSteps() {
        title("one stateful GRU step, 8 inputs, head of five quantiles");
        row("ours, ns", hidden -> nanoseconds(step("ours", hidden)));
        row("ours, bytes allocated", hidden -> bytes(step("ours", hidden)));
        row("ONNX Runtime, ns", hidden -> nanoseconds(step("onnx", hidden)));
        row("ONNX Runtime, outputs pinned, ns", hidden -> nanoseconds(step("onnx-pinned", hidden)));
        row("PyTorch by DJL, ns", hidden -> nanoseconds(step("torch", hidden)));
        row("PyTorch's GRUCell in Python, ns", hidden -> nanoseconds(step(Subject.PYTHON, hidden)));
        row("times ONNX Runtime", hidden -> times(step("onnx", hidden), step("ours", hidden), STEP_TARGETS));
        row("times the same, outputs pinned", hidden -> times(step("onnx-pinned", hidden), step("ours", hidden)));
        row("times PyTorch by DJL", hidden -> times(step("torch", hidden), step("ours", hidden)));
    }

    private void addShares() {
        title("against what one core can load and multiply-add");
        row("weights, bytes", hidden -> Long.toString(StepCase.weightBytes(hidden)));
        row("limit, ns", hidden -> nanoseconds(limit(hidden)));
        row("limit, GB/s", hidden -> rate(hidden, Float.BYTES));
        row("limit, GFLOP/s", hidden -> rate(hidden, 2));
        row("products alone, ns", hidden -> nanoseconds(product(hidden)));
        row("products' share of the limit", hidden -> share(product(hidden), hidden));
        row("whole step's share of the limit", hidden -> share(step("ours", hidden), hidden));
    }

    private void addTraining() {
        title("one optimiser step, 64 time steps, batch of 32, 32, 64");
        row("ours, ms", hidden -> milliseconds(training("ours", hidden)));
        row("ours, thousand time steps a second", hidden -> timeSteps(training("ours", hidden), hidden));
        row("ours, bytes allocated", hidden -> bytes(training("ours", hidden)));
        row("PyTorch by DJL, ms", hidden -> milliseconds(training("torch", hidden)));
        row("PyTorch in Python, ms", hidden -> milliseconds(training(Subject.PYTHON, hidden)));
        row(
                "times PyTorch by DJL",
                hidden -> times(training("torch", hidden), training("ours", hidden), TRAINING_TARGETS));
        row(
                "times PyTorch in Python",
                hidden -> times(training(Subject.PYTHON, hidden), training("ours", hidden), TRAINING_TARGETS));
    }

    private void title(String title) {
        lines.add("");
        lines.add(title);
        columns("", "H = 32", "H = 64", "H = 128");
    }

    private void row(String name, IntFunction<String> cell) {
        columns(name, cell.apply(SIZES[0]), cell.apply(SIZES[1]), cell.apply(SIZES[2]));
    }

    private void columns(String name, String... cells) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "  %-35s", name));
        for (String cell : cells) {
            line.append(String.format(Locale.ROOT, "%-27s ", cell));
        }
        lines.add(line.toString().stripTrailing());
    }

    private String nanoseconds(Subject subject) {
        return spread(figures.time(subject), 1, "%.0f");
    }

    private String milliseconds(Subject subject) {
        return spread(figures.time(subject), 1e6, "%.2f");
    }

    private String times(Subject peer, Subject ours) {
        return spread(figures.ratio(peer, ours), 1, "%.1f");
    }

    private String times(Subject peer, Subject ours, Map<Integer, Double> targets) {
        Optional<Spread> ratio = figures.ratio(peer, ours);
        if (ratio.isEmpty()) {
            return NONE;
        }
        double target = targets.get(ours.hidden());
        return spread(ratio, 1, "%.1f") + verdict(ratio.get().median(), target, "%.2g");
    }

    private String share(Subject ours, int hidden) {
        Optional<Spread> share = figures.ratio(limit(hidden), ours);
        if (share.isEmpty()) {
            return NONE;
        }
        // The loop reads whole turns: a little more than the weights.
        double exact = StepCase.weightBytes(hidden) / (double) (Float.BYTES * LimitBenchmark.floats(hidden));
        double median = exact * share.get().median();
        return String.format(Locale.ROOT, "%.0f %%", 100 * median)
                + (median >= LIMIT_TARGET ? " ok" : String.format(Locale.ROOT, " (of %.0f %%)", 100 * LIMIT_TARGET));
    }

    private String rate(int hidden, int perFloat) {
        Optional<Spread> time = figures.time(limit(hidden));
        return time.map(spread -> String.format(
                        Locale.ROOT, "%.0f", (double) perFloat * LimitBenchmark.floats(hidden) / spread.median()))
                .orElse(NONE);
    }

    private String timeSteps(Subject subject, int hidden) {
        double rows = (double) TrainingCase.STEPS * new TrainingCase(hidden).batch;
        return figures.time(subject)
                .map(spread -> String.format(Locale.ROOT, "%.0f", rows / spread.median() * 1e6))
                .orElse(NONE);
    }

    private String bytes(Subject subject) {
        OptionalDouble bytes = figures.bytes(subject);
        return bytes.isEmpty() ? NONE : String.format(Locale.ROOT, "%.1f", bytes.getAsDouble());
    }

    private static String verdict(double median, double target, String format) {
        return median >= target ? " ok" : " (of " + String.format(Locale.ROOT, format, target) + ")";
    }

    private static String spread(Optional<Spread> spread, double unit, String format) {
        return spread.map(values -> String.format(Locale.ROOT, format, values.median() / unit)
                        + " (" + String.format(Locale.ROOT, format, values.lowest() / unit)
                        + " to " + String.format(Locale.ROOT, format, values.highest() / unit) + ")")
                .orElse(NONE);
    }

    private static Subject step(String engine, int hidden) {
        return new Subject("Step", engine, hidden);
    }

    private static Subject training(String engine, int hidden) {
        return new Subject("Training", engine, hidden);
    }

    private static Subject limit(int hidden) {
        return new Subject("Limit", "", hidden);
    }

    private static Subject product(int hidden) {
        return new Subject("Product", "", hidden);
    }
}
