package io.rillcast.bench;

/** One implementation of a stateful GRU step with a head; keeps its own state; owned by one thread. */
interface StepEngine extends AutoCloseable {
    /**
     * Takes one step from the state that the step before left, zeros at first.
     *
     * @param out float[Q], written
     * @param x float[D]
     */
    void step(float[] out, float[] x);

    @Override
    void close();
}
