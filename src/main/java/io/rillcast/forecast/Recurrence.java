package io.rillcast.forecast;

import io.rillcast.rnn.GruNetwork;
import io.rillcast.rnn.GruStepper;

/** Runs a model one step on the hidden state within a series' state. Mutable scratch of one {@link OnlineForecaster}. */
final class Recurrence {
    /** Within the network part: version, int64; fingerprint of the group, int64; hidden state, float32[L*H]. */
    static final int GROUP_AT = 8;

    static final int HIDDEN_AT = 16;

    private final float[] outputs;
    private GruNetwork network;
    private GruStepper stepper;
    private float[] hidden = new float[0];

    /** With Q outputs. */
    Recurrence(int outputs) {
        this.outputs = new float[outputs];
    }

    /** The length of the network part of a state for this model. */
    static int partBytes(ForecastModel model) {
        return (HIDDEN_AT + Float.BYTES * model.network().shape().stateLength() + 7) / 8 * 8;
    }

    /** h_{t-1}, x_t to h_t, outputs; false if they are not all finite, the state then half-written. */
    boolean step(ForecastModel current, SeriesState state, float[] inputs) {
        if (network != current.network()) {
            network = current.network();
            stepper = network.newStepper();
            hidden = new float[network.shape().stateLength()];
        }
        int at = state.start(StatePart.NETWORK) + HIDDEN_AT;
        for (int i = 0; i < hidden.length; i++) {
            hidden[i] = state.float32(at + Float.BYTES * i);
        }
        stepper.step(outputs, hidden, inputs);
        for (int i = 0; i < hidden.length; i++) {
            state.float32(at + Float.BYTES * i, hidden[i]);
        }
        return isFinite(hidden) && isFinite(outputs);
    }

    /** The output for a level's index, standardised. */
    double output(int index) {
        return outputs[index];
    }

    private static boolean isFinite(float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                return false;
            }
        }
        return true;
    }
}
