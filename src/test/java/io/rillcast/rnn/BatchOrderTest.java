package io.rillcast.rnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** What would give wrong numbers without a word is refused, and what is beyond a sequence's end is not read. */
class BatchOrderTest {
    private static final NetworkShape SHAPE =
            new NetworkShape(new RecurrentShape(CellKind.GRU, 2, 3, 2, false), 1, true);
    private static final int STATES = 2 * SHAPE.stateLength();

    private final SequenceBatch batch =
            RandomNetworks.network(SHAPE, new Random(1)).newBatch(2, 3);

    @Test
    void doesNotReadWhatIsBeyondTheEndOfASequence() {
        Parameters clean = gradientsWithPadding(0);
        Parameters padded = gradientsWithPadding(Float.NaN);

        for (int i = 0; i < clean.rowCount(); i++) {
            assertThat(padded.row(i)).isEqualTo(clean.row(i));
        }
    }

    private Parameters gradientsWithPadding(float padding) {
        batch.begin(3);
        batch.length(0, 1);
        for (int t = 0; t < 3; t++) {
            batch.input(t, 0, t < 1 ? new float[] {1, 2} : new float[] {padding, padding});
            batch.input(t, 1, new float[] {t, -1});
        }
        return back();
    }

    @Test
    void refusesCallsInAnotherOrder() {
        assertOutOfOrder(() -> batch.forward(new float[STATES]));
        assertOutOfOrder(() -> batch.input(0, 0, 1));
        batch.begin(2);
        assertOutOfOrder(() -> batch.backward(Parameters.zeros(SHAPE), new float[STATES]));
        assertOutOfOrder(() -> batch.gradInput(new float[2], 0, 0));
        batch.forward(new float[STATES]);
        assertOutOfOrder(() -> batch.length(0, 1));
        assertOutOfOrder(() -> batch.gradHidden(new float[3], 0, 0, 0));
        batch.backward(Parameters.zeros(SHAPE), new float[STATES]);
        assertOutOfOrder(() -> batch.backward(Parameters.zeros(SHAPE), new float[STATES]));
        assertOutOfOrder(() -> batch.forward(new float[STATES]));
    }

    @Test
    void refusesBothFormsOfInputInOneBatch() {
        batch.begin(2);
        batch.input(0, 0, 1);

        assertThatThrownBy(() -> batch.input(1, 0, new float[] {1, 2})).isInstanceOf(IllegalStateException.class);
        batch.begin(2);
        batch.input(1, 0, new float[] {1, 2});
        assertThatThrownBy(() -> batch.input(0, 0, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the inputs of a batch must be all by index or all dense;"
                        + " begin another batch for the other form");
    }

    @Test
    void refusesRowsThatAreNotOfTheBatch() {
        batch.begin(2);

        assertThatThrownBy(() -> batch.input(0, 2, new float[2]))
                .hasMessage("a row must be of the batch: step=0, steps=2, slot=2, slots=2");
        assertThatThrownBy(() -> batch.outputOffset(2, 0))
                .hasMessage("a row must be of the batch: step=2, steps=2, slot=0, slots=2");
    }

    @Test
    void refusesGradientsOfAnotherNetworkAndTheWeightsThemselves() {
        Parameters weights = Parameters.zeros(SHAPE);
        SequenceBatch training = new SequenceBatch(weights, 2, 3);
        training.begin(1);
        training.forward(new float[STATES]);

        assertThatThrownBy(() -> training.backward(weights, new float[STATES]))
                .hasMessageStartingWith("gradients must be apart from the weights and of the same network");
        assertThatThrownBy(() -> training.backward(Parameters.zeros(new NetworkShape(2, 4, 2, 1)), new float[STATES]))
                .hasMessageStartingWith("gradients must be apart from the weights and of the same network");
    }

    @Test
    void refusesWhatNoArrayCanHold() {
        NetworkShape wide = new NetworkShape(new RecurrentShape(CellKind.LSTM, 1, 1024, 1, false), 1, false);
        Parameters weights = Parameters.zeros(wide);

        // 2^20 rows of 2^12 gates are 2^32 numbers, which as an int is 0.
        assertThatThrownBy(() -> new SequenceBatch(weights, 1024, 1024))
                .hasMessageStartingWith("a batch must need fewer than 2^31 numbers a layer: slots=1024");
        assertThatThrownBy(() -> new NetworkShape(65_536, 1, 1, 65_536))
                .hasMessage("a skip connection must have fewer than 2^31 weights: inputs=65536, outputs=65536");
    }

    @Test
    void goesBackThroughTheDropoutOfItsForwardPass() {
        Parameters with = dropped(0);
        Parameters without = dropped(0.5f);

        assertThat(with.row(0)).isNotEqualTo(new float[with.row(0).length]).isEqualTo(without.row(0));
    }

    /** The rate that is set between the passes. */
    private Parameters dropped(float rateBetween) {
        batch.dropout(0.5f, new Random(3));
        batch.begin(3);
        batch.input(0, 0, new float[] {1, 2});
        batch.forward(new float[STATES]);
        batch.dropout(rateBetween, new Random(4));
        Arrays.fill(batch.gradOutputs(), 1);
        Parameters gradients = Parameters.zeros(SHAPE);
        batch.backward(gradients, new float[STATES]);
        return gradients;
    }

    /** In float, with steps of 1/64: their error is some 1e-4 of a loss of size 1. */
    @Test
    void hasTheGradientOfCentralDifferencesUnderDropout() {
        NetworkShape shape = new NetworkShape(new RecurrentShape(CellKind.LSTM, 2, 4, 3, true), 1, false);
        SequenceBatch deep = RandomNetworks.network(shape, new Random(5)).newBatch(2, 3);
        float[][] x = RandomNetworks.rows(6, 2, new Random(6));
        dropOutAndRun(deep, x);
        Arrays.fill(deep.gradOutputs(), 1);
        deep.backward(Parameters.zeros(shape), new float[2 * shape.stateLength()]);
        float[][] gradients = new float[6][2];
        for (int row = 0; row < 6; row++) {
            deep.gradInput(gradients[row], row / 2, row % 2);
        }

        for (int row = 0; row < 6; row++) {
            for (int i = 0; i < 2; i++) {
                float kept = x[row][i];
                x[row][i] = kept + 1f / 64;
                double above = dropOutAndRun(deep, x);
                x[row][i] = kept - 1f / 64;
                double below = dropOutAndRun(deep, x);
                x[row][i] = kept;
                assertThat((double) gradients[row][i]).isCloseTo((above - below) * 32, Offset.offset(5e-4));
            }
        }
    }

    private static double dropOutAndRun(SequenceBatch deep, float[][] x) {
        deep.dropout(0.4f, new Random(7));
        deep.begin(3);
        deep.length(1, 2);
        for (int row = 0; row < 6; row++) {
            deep.input(row / 2, row % 2, x[row]);
        }
        deep.forward(new float[2 * 3 * 2 * 2 * 4]);
        double sum = 0;
        for (int row = 0; row < 6; row++) {
            sum += deep.outputs()[deep.outputOffset(row / 2, row % 2)];
        }
        return sum;
    }

    private Parameters back() {
        batch.forward(new float[STATES]);
        Arrays.fill(batch.gradOutputs(), 1);
        Parameters gradients = Parameters.zeros(SHAPE);
        batch.backward(gradients, new float[STATES]);
        return gradients;
    }

    private static void assertOutOfOrder(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("a batch must be begun, filled, run forward and run back once, in this order");
    }
}
