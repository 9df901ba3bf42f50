package io.rillcast.rnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SequenceBatchTest {
    private static final NetworkShape SHAPE = new NetworkShape(2, 3, 2, 1);
    private static final String NAMED =
            "network=NetworkShape[cell=gru, inputs=2, hidden=3, layers=2, directions=1," + " outputs=1, skip=true]";

    private final SequenceBatch batch =
            RandomNetworks.network(SHAPE, new Random(1)).newBatch(2, 3);

    @Test
    void carriesTheStateAcrossTheCut() {
        float[] first = outputAfterCut(0);
        float[] second = outputAfterCut(1);

        assertThat(second).isNotEqualTo(first);
    }

    @Test
    void putsOutZeroAfterTheEndOfASequence() {
        batch.begin(3);
        batch.length(1, 1);

        batch.forward(new float[2 * SHAPE.stateLength()]);

        assertThat(batch.outputs()[batch.outputOffset(0, 1)]).isNotZero();
        assertThat(batch.outputs()[batch.outputOffset(1, 1)]).isZero();
        assertThat(batch.outputs()[batch.outputOffset(2, 0)]).isNotZero();
    }

    @Test
    void ignoresGradientsAfterTheEndOfASequence() {
        Parameters quiet = gradients(0);
        Parameters loud = gradients(1000);

        for (int i = 0; i < quiet.rowCount(); i++) {
            assertThat(loud.row(i)).isEqualTo(quiet.row(i));
        }
    }

    @Test
    void refusesBatchBeyondItsCapacity() {
        assertRefused(() -> batch.begin(4), "a batch must have steps, at most its capacity: steps=4, capacity=3");
        assertRefused(() -> batch.begin(0), "a batch must have steps, at most its capacity: steps=0, capacity=3");
    }

    @Test
    void refusesRoomForNothing() {
        Parameters weights = Parameters.zeros(SHAPE);

        assertRefused(() -> new SequenceBatch(weights, 0, 3), "slots and capacity must be >= 1: slots=0, capacity=3");
        assertRefused(() -> new SequenceBatch(weights, 1, 0), "slots and capacity must be >= 1: slots=1, capacity=0");
    }

    @Test
    void refusesSequenceLongerThanItsBatch() {
        batch.begin(2);

        assertRefused(
                () -> batch.length(1, 3), "a sequence must not be longer than its batch: slot=1, length=3, steps=2");
    }

    @Test
    void refusesInputOfAnotherLength() {
        batch.begin(2);

        assertRefused(() -> batch.input(0, 0, new float[3]), "an input must have the network's length: x=3, " + NAMED);
    }

    @Test
    void refusesIndexOutOfRange() {
        batch.begin(2);

        assertRefused(() -> batch.input(0, 0, 2), "an index must be one of an input: index=2, " + NAMED);
        assertRefused(() -> batch.input(0, 0, -1), "an index must be one of an input: index=-1, " + NAMED);
    }

    @Test
    void refusesStatesOfAnotherNumber() {
        batch.begin(2);

        assertRefused(() -> batch.forward(new float[6]), "states must be one a slot: length=6, slots=2, " + NAMED);
    }

    @Test
    void refusesStepWithArraysOfOtherSizes() {
        NetworkStepper stepper = RandomNetworks.network(SHAPE, new Random(1)).newStepper();

        assertRefused(
                () -> stepper.step(new float[1], new float[3], new float[2]),
                "the arrays of a step must have the network's sizes: out=1, state=3, x=2, " + NAMED);
        assertRefused(
                () -> stepper.step(new float[1], new float[6], 2),
                "an index must be one of an input: index=2, " + NAMED);
    }

    @Test
    void refusesToStepInTwoDirections() {
        NetworkShape shape = new NetworkShape(new RecurrentShape(CellKind.LSTM, 1, 1, 1, true), 1, false);
        Network network = RandomNetworks.network(shape, new Random(1));

        assertRefused(
                network::newStepper,
                "a bidirectional network needs whole sequences, it cannot be run step by step:"
                        + " network=NetworkShape[cell=lstm, inputs=1, hidden=1, layers=1, directions=2, outputs=1,"
                        + " skip=false]");
    }

    private float[] outputAfterCut(float firstInput) {
        float[] states = new float[2 * SHAPE.stateLength()];
        for (int stretch = 0; stretch < 2; stretch++) {
            batch.begin(3);
            if (stretch == 0) {
                batch.input(0, 0, new float[] {firstInput, 0});
            }
            batch.forward(states);
        }
        return new float[] {batch.outputs()[batch.outputOffset(2, 0)]};
    }

    /** With a gradient of 1 within the sequence and another after its end. */
    private Parameters gradients(float after) {
        batch.begin(3);
        batch.length(0, 2);
        batch.length(1, 2);
        batch.forward(new float[2 * SHAPE.stateLength()]);
        batch.gradOutputs()[batch.outputOffset(1, 1)] = 1;
        batch.gradOutputs()[batch.outputOffset(2, 1)] = after;
        Parameters gradients = Parameters.zeros(SHAPE);
        batch.backward(gradients, new float[2 * SHAPE.stateLength()]);
        return gradients;
    }

    private static void assertRefused(ThrowingCallable call, String sentence) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(sentence);
    }
}
