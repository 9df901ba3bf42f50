package io.rillcast.bench;

/** One implementation of an optimiser step of truncated backpropagation through time; owned by one thread. */
public interface TrainingEngine extends AutoCloseable {
    /**
     * Takes one optimiser step on the case's chunk, from the states that the step before left.
     *
     * @return the mean loss over the chunk before the step
     */
    double step();

    @Override
    void close();
}
