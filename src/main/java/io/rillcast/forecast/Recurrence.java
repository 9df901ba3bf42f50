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

    private final List<String> inputNames;
    private final Set<String> known;
    private final float[] outputs;
    /** The inputs of the last step, which tell what the outputs are counted from; a view. */
    private float[] base = new float[0];

    private boolean isBased;
    private Network network;
    /** Where the network's inputs are among the features, and the inputs themselves; none if they are all of them. */
    private int[] chosen = new int[0];

    private float[] chosenInputs = new float[0];
    private NetworkStepper stepper;
    private float[] hidden = new float[0];

    /** For models whose features are among a plan's. */
    Recurrence(ForecastPlan plan) {
        this.inputNames = plan.inputs();
        this.known = Set.copyOf(plan.features());
        this.outputs = new float[plan.levels().count()];
    }

    /** The length of the network part of a state for this model. */
    static int partBytes(ForecastModel model) {
        return (HIDDEN_AT + Float.BYTES * model.network().shape().stateLength() + 7) / 8 * 8;
    }

    /**
     * h_{t-1}, x_t to h_t, outputs; false if they are not all finite, the state then half-written.
     *
     * @param inputs a number for each input, of which the model takes its own
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
        base = inputs;
        stepper.step(outputs, hidden, chosen.length == 0 ? inputs : chosenInputs);
        for (int i = 0; i < hidden.length; i++) {
            state.float32(at + Float.BYTES * i, hidden[i]);
        }
        return isFinite(hidden) && isFinite(outputs);
    }

    /** Whether a model's inputs are all or some of the plan's features. */
    boolean takes(List<String> wanted) {
        return known.containsAll(wanted);
    }

    private void use(ForecastModel current) {
        List<String> wanted = current.features();
        if (!takes(wanted)) {
            throw new IllegalStateException("a model must have inputs that this forecaster makes: group="
                    + current.group() + ", version=" + current.version() + ", features=" + wanted);
        }
        chosen = wanted.equals(inputNames)
                ? new int[0]
                : wanted.stream().mapToInt(inputNames::indexOf).toArray();
        chosenInputs = new float[chosen.length];
        isBased = wanted.containsAll(List.of(Hints.BASE_STEP, Hints.BASE_SPREAD));
        network = current.network();
        stepper = network.newStepper();
        hidden = new float[network.shape().stateLength()];
    }

    /** The output for a level's index, standardised: from the base, if the model has learnt to count from it. */
    double output(int index) {
        return isBased ? Hints.fromBase(outputs[index], base) : outputs[index];
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
