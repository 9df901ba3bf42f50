package io.rillcast.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Measures everything in turn, as often as the pace says. */
final class Rounds {
    private final Pace pace;
    private final JmhRun jmh;
    private final Predicate<String> isWanted;
    private final boolean hasPython;
    private final Figures figures = new Figures();
    private String pythonVersion = "";

    /**
     * Rounds over some benchmarks.
     *
     * @param jmh measures at the same pace
     * @param isWanted says of Limit, Product, Step, Training and Rebuild whether it is to be measured
     */
    Rounds(Pace pace, JmhRun jmh, Predicate<String> isWanted) {
        this.pace = pace;
        this.jmh = jmh;
        this.isWanted = isWanted;
        this.hasPython = (isWanted.test("Step") || isWanted.test("Training")) && PythonPeer.isInstalled();
    }

    /** Runs them all, with a line on standard error before each. */
    Figures run() {
        List<Subject> subjects = subjects();
        for (int round = 1; round <= pace.rounds(); round++) {
            for (Subject subject : subjects) {
                tell(round, subject.key());
                JmhRun.Figure figure = jmh.measure(subject);
                figures.add(subject, figure.nanoseconds());
                figures.addBytes(subject, figure.bytesAllocated());
            }
            if (hasPython) {
                tell(round, Subject.PYTHON);
                addPython(new PythonPeer(pace.pythonSeconds()).measure());
            }
        }
        return figures;
    }

    /** The version of Python's PyTorch; empty if it took no part. */
    String pythonVersion() {
        return pythonVersion;
    }

    /** Ours stands beside its peers in each size, so that they meet the machine in the same mood. */
    private List<Subject> subjects() {
        List<Subject> subjects = new ArrayList<>();
        for (int hidden : Report.SIZES) {
            subjects.add(new Subject("Limit", "", hidden));
            subjects.add(new Subject("Product", "", hidden));
            for (String engine : List.of("ours", "onnx", "onnx-pinned", "torch")) {
                subjects.add(new Subject("Step", engine, hidden));
            }
            for (String engine : List.of("ours", "torch")) {
                subjects.add(new Subject("Training", engine, hidden));
            }
            subjects.add(new Subject("Rebuild", "", hidden));
        }
        subjects.removeIf(subject -> !isWanted.test(subject.benchmark()));
        return subjects;
    }

    private void addPython(JsonNode result) {
        pythonVersion = result.get("version").asText();
        for (int hidden : Report.SIZES) {
            if (isWanted.test("Step")) {
                figures.add(
                        new Subject("Step", Subject.PYTHON, hidden),
                        result.get("step " + hidden).asDouble());
            }
            if (isWanted.test("Training")) {
                figures.add(
                        new Subject("Training", Subject.PYTHON, hidden),
                        result.get("train " + hidden).asDouble());
            }
        }
    }

    private void tell(int round, String what) {
        System.err.println("round " + round + " of " + pace.rounds() + ": " + what);
    }
}
