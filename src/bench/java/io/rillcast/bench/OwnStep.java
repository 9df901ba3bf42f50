package io.rillcast.bench;

import io.rillcast.rnn.Network;
import io.rillcast.rnn.NetworkStepper;

/** Our step. */
final class OwnStep implements StepEngine {
    private final NetworkStepper stepper;
    private final float[] state;

    /** A step of the case's weights from a state of zeros. */
    OwnStep(int hidden) {
        Network network = Network.of(StepCase.shape(hidden), StepCase.weights(hidden));
        this.stepper = network.newStepper();
        this.state = new float[network.shape().stateLength()];
    }

    @Override
    public void step(float[] out, float[] x) {
        stepper.step(out, state, x);
    }

    @Override
    public void close() {
        // Holds nothing but arrays.
    }
}
