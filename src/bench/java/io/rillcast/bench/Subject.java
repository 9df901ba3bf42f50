package io.rillcast.bench;

/**
 * One thing that is measured.
 *
 * @param benchmark the class that measures it, or of which it is a peer: Step, Product, Limit, Training or Rebuild
 * @param engine who computes; empty where there is only one
 * @param hidden H
 */
record Subject(String benchmark, String engine, int hidden) {
    /** What a process of Python measures, all sizes at once. */
    static final String PYTHON = "python";

    /** The name under which it stands in the JSON report. */
    String key() {
        return benchmark + (engine.isEmpty() ? "" : " " + engine) + " " + hidden;
    }
}
