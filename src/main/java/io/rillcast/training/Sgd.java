package io.rillcast.training;

import io.rillcast.rnn.NetworkShape;
import io.rillcast.rnn.Parameters;

/**
 * Stochastic gradient descent with momentum; mutable velocities, owned by one trainer.
 *
 * <p>As PyTorch's {@code SGD}: v = momentum v + g, then w = w - rate v, so that a steady gradient is followed 1 / (1 -
 * momentum) times as fast. Source: Sutskever and others, "On the importance of initialization and momentum in deep
 * learning" (ICML 2013), section 2, with the rate outside of the velocity.
 */
final class Sgd implements Optimiser {
    private final Parameters velocities;
    private final float momentum;

    /**
     * An optimiser that has taken no step.
     *
     * @param shape the network's sizes
     * @param momentum the share of a velocity that is kept from step to step, [0, 1); 0 for plain descent
     * @throws IllegalArgumentException if it is out of range
     */
    Sgd(NetworkShape shape, double momentum) {
        if (!(momentum >= 0 && momentum < 1)) {
            throw new IllegalArgumentException("momentum must be >= 0 and < 1: momentum=" + momentum);
        }
        this.velocities = Parameters.zeros(shape);
        this.momentum = (float) momentum;
    }

    @Override
    public void step(Parameters weights, Parameters gradients, double rate) {
        float down = (float) -rate;
        for (int i = 0; i < weights.rowCount(); i++) {
            float[] row = weights.row(i);
            float[] velocity = velocities.row(i);
            float[] gradient = gradients.row(i);
            for (int j = 0; j < row.length; j++) {
                velocity[j] = Math.fma(momentum, velocity[j], gradient[j]);
                row[j] = Math.fma(down, velocity[j], row[j]);
            }
        }
    }
}
