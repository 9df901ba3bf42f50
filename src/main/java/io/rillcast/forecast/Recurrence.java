package io.rillcast.forecast;

import io.rillcast.rnn.Network;
import io.rillcast.rnn.NetworkStepper;
import java.util.List;
import java.util.Set;

/** Runs a model one step on the hidden state within a series' state. Mutable scratch of one {@link OnlineForecaster}. */
final class Recurrence {
    /** Within the network part: version, int64; fingerprint of the group, int64; hidden state, float32[L*H]. */
    static final int GROUP_AT = 8;

    static final int HIDDEN_AT = 16;

    private final List<String> features;
    private final Set<String> known;
    private final float[] outputs;
    private Network network;
    /** Where the network's inputs are among the features, and the inputs themselves; none if they are all of them. */
    private int[] chosen = new int[0];

    private float[] chosenInputs = new float[0];
    private NetworkStepper stepper;
    private float[] hidden = new float[0];

    /** Among whose features a model's are, with Q outputs. */
    Recurrence(List<String> features, int outputs) {
        this.features = features;
        this.known = Set.copyOf(features);
        this.outputs = new float[outputs];
    }

    /** The length of the network part of a state for this model. */
    static int partBytes(ForecastModel model) {
        return (HIDDEN_AT + Float.BYTES * model.network().shape().stateLength() + 7) / 8 * 8;
    }

    /**
     * h_{t-1}, x_t to h_t, outputs; false if they are not all finite, the state then half-written.
     *
     * @param inputs a number for each feature, of which the model takes its own
     */
    boolean step(ForecastModel current, SeriesState state, float[] inputs) {
        if (network != current.network()) {
            use(current);
        }
        for (int i = 0; i < chosen.length; i++) {
            chosenInputs[i] = inputs[chosen[i]];
        }
        int at = state.start(StatePart.NETWORK) + HIDDEN_AT;
        for (int i = 0; i < hidden.length; i++) {
            hidden[i] = state.float32(at + Float.BYTES * i);
        }
        stepper.step(outputs, hidden, chosen.length == 0 ? inputs : chosenInputs);
        for (int i = 0; i < hidden.length; i++) {
            state.float32(at + Float.BYTES * i, hidden[i]);
        }
        return isFinite(hidden) && isFinite(outputs);
    }

    /** Whether a model's inputs are all or some of the features. */
    boolean takes(List<String> wanted) {
        return wanted.equals(features) || known.containsAll(wanted);
    }

    private void use(ForecastModel current) {
        List<String> wanted = current.features();
        if (!takes(wanted)) {
            throw new IllegalStateException("a model must have inputs that this forecaster makes: group="
                    + current.group() + ", version=" + current.version() + ", features=" + wanted);
        }
        chosen = wanted.equals(features)
                ? new int[0]
                : wanted.stream().mapToInt(features::indexOf).toArray();
        chosenInputs = new float[chosen.length];
        network = current.network();
        stepper = network.newStepper();
        hidden = new float[network.shape().stateLength()];
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
