package io.rillcast.training;

import io.rillcast.rnn.Parameters;

/** Turns gradients into changes of weights; keeps what it needs from step to step, owned by one trainer. */
public sealed interface Optimiser permits AdamW, Sgd {
    /**
     * Takes one step down the gradient.
     *
     * @param weights changed in place
     * @param gradients the loss's gradient at these weights, of the same shape
     * @param rate the learning rate of this step
     */
    void step(Parameters weights, Parameters gradients, double rate);
}
