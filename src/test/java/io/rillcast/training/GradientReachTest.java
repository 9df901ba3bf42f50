package io.rillcast.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rillcast.rnn.CellKind;
import io.rillcast.rnn.Loss;
import io.rillcast.rnn.Network;
import io.rillcast.rnn.NetworkShape;
import io.rillcast.rnn.Parameters;
import io.rillcast.rnn.PinballLoss;
import io.rillcast.rnn.RecurrentShape;
import io.rillcast.rnn.SequenceBatch;
import io.rillcast.rnn.SoftmaxCrossEntropy;
import io.rillcast.rnn.SquaredError;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How far gradients flow back, and over what, in truncated backpropagation with k1 and k2 and in its full form. */
class GradientReachTest {
    private static final SquaredError SQUARES = SquaredError.of(1);
    /** The weights after a step are those before it less this times the gradient. */
    private static final double RATE = 0.0625;

    /**
     * Seven updates of one sequence, each compared with a window built by hand: run from the states that the window before
     * left at its beginning, with the loss of the last k1 steps alone. The same sums in the same order: equal bits.
     */
    @ParameterizedTest
    @CsvSource({"2, 2", "2, 3", "2, 6", "3, 7", "1, 4", "5, 5", "4, 13", "13, 13", "1, 1"})
    void descendsTheGradientOfAWindowBuiltByHand(int k1, int k2) {
        for (CellKind cell : CellKind.values()) {
            Network start = network(cell, 2, false);
            TrainingSequence sequence = sequences(new Random(4), 13).get(0);
            int updates = (13 + k1 - 1) / k1;
            BpttPlan plan = new BpttPlan(k1, k2, 1, 0, descent(updates));
            TruncatedBptt training = new TruncatedBptt(start, SQUARES, plan, List.of(sequence), new Random(1));
            HandBuilt twin = new HandBuilt(start, sequence, k1, k2);

            for (int update = 0; update < updates; update++) {
                training.train(1, () -> false);
                twin.update(update * k1);

                assertEqualBits(training.network(), twin.weights.toNetwork());
            }
        }
    }

    /** One sequence, one update after the other, from first principles and without any batch. */
    private static final class HandBuilt {
        final Parameters weights;
        private final TrainingSequence sequence;
        private final int k1;
        private final int k2;
        private final Sgd sgd;
        /** The states before each step, as the last window over it left them. */
        private final float[][] before;

        HandBuilt(Network start, TrainingSequence sequence, int k1, int k2) {
            this.weights = start.parameters();
            this.sequence = sequence;
            this.k1 = k1;
            this.k2 = k2;
            this.sgd = new Sgd(start.shape(), 0);
            this.before = new float[sequence.length() + 1][start.shape().stateLength()];
        }

        void update(int from) {
            int to = Math.min(from + k1, sequence.length());
            int begin = Math.max(0, from + k1 - k2);
            SequenceBatch window = new SequenceBatch(weights, 1, to - begin);
            window.begin(to - begin);
            for (int t = begin; t < to; t++) {
                window.input(t - begin, 0, sequence.inputs()[t]);
            }
            window.forward(before[begin].clone());
            for (int t = from; t < to; t++) {
                int at = window.outputOffset(t - begin, 0);
                double error = (double) window.outputs()[at] - sequence.target(t)[0];
                window.gradOutputs()[at] = (float) (2.0 * (1f / (to - from)) * error);
            }
            Parameters gradients = Parameters.zeros(weights.shape());
            window.backward(gradients, new float[weights.shape().stateLength()]);
            runStates(begin, to);
            sgd.step(weights, gradients, RATE);
        }

        /** Under the weights before the update, step by step. */
        private void runStates(int begin, int to) {
            Network now = weights.toNetwork();
            float[] state = before[begin].clone();
            for (int t = begin; t < to; t++) {
                now.newStepper().step(new float[1], state, sequence.inputs()[t]);
                System.arraycopy(state, 0, before[t + 1], 0, state.length);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(CellKind.class)
    void isTheWholeGradientWhereTheLengthIsReached(CellKind cell) {
        Network start = network(cell, 2, false);
        List<TrainingSequence> sequences = sequences(new Random(4), 9, 5, 7);
        TruncatedBptt exact =
                new TruncatedBptt(start, SQUARES, new BpttPlan(9, 3, descent(1)), sequences, new Random(2));
        TruncatedBptt whole =
                new TruncatedBptt(start, SQUARES, BpttPlan.whole(3, descent(1)), sequences, new Random(2));

        exact.train(1, () -> false);
        whole.train(1, () -> false);

        assertEqualBits(whole.network(), exact.network());
        assertThat(whole.epochs()).isEqualTo(1);
    }

    /**
     * The gradient of a padded batch is that of each sequence alone, weighed by its share of the targets. The sums run in
     * another order, so within float rounding of sums of about 20 terms of size 1: 2e-6.
     */
    @ParameterizedTest
    @CsvSource({"false", "true"})
    void addsUpSequencesOfUnequalLengthAsIfAlone(boolean bidirectional) {
        for (CellKind cell : CellKind.values()) {
            Network start = network(cell, 2, bidirectional);
            List<TrainingSequence> sequences = sequences(new Random(4), 9, 1, 5, 7);
            TruncatedBptt together =
                    new TruncatedBptt(start, SQUARES, BpttPlan.whole(4, descent(1)), sequences, new Random(2));

            together.train(1, () -> false);

            Parameters expected = start.parameters();
            for (TrainingSequence sequence : sequences) {
                TruncatedBptt alone = new TruncatedBptt(
                        start, SQUARES, BpttPlan.whole(1, descent(1)), List.of(sequence), new Random(2));
                alone.train(1, () -> false);
                addChange(expected, start, alone.network(), sequence.length() / 22f);
            }
            assertClose(together.network(), expected.toNetwork(), 2e-6f);
        }
    }

    private static void addChange(Parameters to, Network from, Network changed, float share) {
        Parameters before = from.parameters();
        Parameters after = changed.parameters();
        for (int i = 0; i < to.rowCount(); i++) {
            for (int j = 0; j < to.row(i).length; j++) {
                to.row(i)[j] += share * (after.row(i)[j] - before.row(i)[j]);
            }
        }
    }

    /** What neighbours are in the batch changes no bit of a sequence's outputs, so not of its loss either. */
    @Test
    void givesASequenceTheSameLossInAnyBatch() {
        Network network = network(CellKind.LSTM, 2, false);
        List<TrainingSequence> sequences = sequences(new Random(4), 90, 1, 70, 65, 130);
        double sum = 0;
        for (TrainingSequence sequence : sequences) {
            sum += MeanLoss.of(network, SQUARES, List.of(sequence), () -> false) * sequence.length();
        }

        double mean = MeanLoss.of(network, SQUARES, sequences, () -> false);

        // Sums of doubles in another order.
        assertThat(mean).isCloseTo(sum / 356, Offset.offset(1e-14));
    }

    @Test
    void findsNoLossWhereThereIsNothing() {
        assertThat(MeanLoss.of(network(CellKind.GRU, 2, false), SQUARES, List.of(), () -> false))
                .isNaN();
    }

    /**
     * A sign shown once is asked for 24 steps later. A gradient that is cut after six steps never reaches it; with the same
     * number of updates every six steps, but windows of 30, it is learnt.
     */
    @Test
    void learnsAcrossUpdatesOnlyWhatTheGradientReaches() {
        double cut = lossAfterTraining(6);
        double reaching = lossAfterTraining(30);

        // The sign is -1 or 1, so ignorance costs 1.
        assertThat(cut).isGreaterThan(0.9);
        assertThat(reaching).isLessThan(0.1);
    }

    private static double lossAfterTraining(int truncationLength) {
        Network start = Network.initialWithHead(new NetworkShape(2, 8, 1, 1), new Random(5));
        OptimiserPlan adam =
                new OptimiserPlan(new UpdateRule.Adam(0), new ConstantRate(1e-2, 800), GradientBounds.ofNorm(1));
        BpttPlan plan = new BpttPlan(6, truncationLength, 16, 0, adam);
        TruncatedBptt training = new TruncatedBptt(start, SQUARES, plan, latches(new Random(6), 64), new Random(7));

        training.train(800, () -> false);

        return MeanLoss.of(training.network(), SQUARES, latches(new Random(8), 64), () -> false);
    }

    /** A sign at step 0 among noise; the only target, at step 24, is that sign. */
    private static List<TrainingSequence> latches(Random random, int count) {
        List<TrainingSequence> sequences = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float[][] inputs = new float[25][2];
            float[] targets = new float[25];
            float sign = random.nextBoolean() ? 1 : -1;
            for (int t = 0; t < 25; t++) {
                inputs[t][1] = (float) random.nextGaussian();
                targets[t] = Float.NaN;
            }
            inputs[0][0] = sign;
            targets[24] = sign;
            sequences.add(TrainingSequence.of(inputs, targets));
        }
        return sequences;
    }

    @Test
    void learnsClassesWithDropoutAndEqualBitsForEqualSeeds() {
        List<TrainingSequence> sequences = parities(new Random(3), 64);
        SoftmaxCrossEntropy loss = SoftmaxCrossEntropy.of(2);
        Network start = Network.initialWithHead(
                new NetworkShape(new RecurrentShape(CellKind.LSTM, 1, 8, 2, false), 2, false), new Random(1));
        BpttPlan plan = new BpttPlan(4, 8, 16, 0.1f, new OptimiserPlan(new CosineRate(2e-2, 600), 0, 1));
        TruncatedBptt one = new TruncatedBptt(start, loss, plan, sequences, new Random(2));
        TruncatedBptt other = new TruncatedBptt(start, loss, plan, sequences, new Random(2));

        one.train(600, () -> false);
        other.train(300, () -> false);
        other.train(300, () -> false);

        assertEqualBits(other.network(), one.network());
        // Chance costs ln 2 = 0.69 nats.
        assertThat(MeanLoss.of(one.network(), loss, parities(new Random(9), 64), () -> false))
                .isLessThan(0.1);
    }

    /** The class at each step is whether the number of ones so far is odd. */
    private static List<TrainingSequence> parities(Random random, int count) {
        List<TrainingSequence> sequences = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float[][] inputs = new float[8][1];
            float[] targets = new float[8];
            int parity = 0;
            for (int t = 0; t < 8; t++) {
                int bit = random.nextInt(2);
                parity ^= bit;
                inputs[t][0] = bit;
                targets[t] = parity;
            }
            sequences.add(TrainingSequence.of(inputs, targets));
        }
        return sequences;
    }

    @Test
    void refusesWhatDoesNotFit() {
        List<TrainingSequence> sequences = sequences(new Random(1), 9);
        Loss two = PinballLoss.of(0.1, 0.9);

        assertThatThrownBy(() -> training(network(CellKind.GRU, 2, false), two, 9, sequences))
                .hasMessageStartingWith("the loss must read all of the network's outputs: loss=2, network=");
        assertThatThrownBy(() -> training(network(CellKind.GRU, 2, true), SQUARES, 8, sequences))
                .hasMessage("a network of both directions must see whole sequences: stepsBetweenUpdates=8, longest=9");
        assertThatThrownBy(() -> training(network(CellKind.GRU, 3, false), SQUARES, 9, sequences))
                .hasMessageStartingWith("a sequence must have the network's inputs: inputs=2, network=");
        assertThatThrownBy(() -> new BpttPlan(3, 2, 1, 0, OptimiserPlan.DEFAULT))
                .hasMessage(
                        "truncationLength must be >= stepsBetweenUpdates: truncationLength=2, stepsBetweenUpdates=3");
        assertThatThrownBy(() -> new BpttPlan(1, 2, 1, 1, OptimiserPlan.DEFAULT))
                .hasMessage("dropout must be >= 0 and < 1: dropout=1.0");
    }

    @Test
    void refusesTargetsOfAnotherLengthThanTheLoss() {
        List<TrainingSequence> sequences = List.of(TrainingSequence.of(new float[3][2], new float[3][2]));

        assertThatThrownBy(() -> training(network(CellKind.GRU, 2, false), SQUARES, 3, sequences))
                .hasMessage("a target must be as long as the loss reads: target=2, loss=1");
    }

    private static TruncatedBptt training(Network start, Loss loss, int length, List<TrainingSequence> sequences) {
        return new TruncatedBptt(start, loss, new BpttPlan(length, 1, descent(1)), sequences, new Random(1));
    }

    private static OptimiserPlan descent(int steps) {
        return new OptimiserPlan(new UpdateRule.Momentum(0), new ConstantRate(RATE, steps), GradientBounds.NONE);
    }

    private static Network network(CellKind cell, int inputs, boolean bidirectional) {
        RecurrentShape recurrent = new RecurrentShape(cell, inputs, 3, 2, bidirectional);
        return Network.initialWithHead(new NetworkShape(recurrent, 1, true), new Random(3));
    }

    private static List<TrainingSequence> sequences(Random random, int... lengths) {
        List<TrainingSequence> sequences = new ArrayList<>();
        for (int length : lengths) {
            float[][] inputs = new float[length][2];
            float[] targets = new float[length];
            for (int t = 0; t < length; t++) {
                inputs[t][0] = (float) random.nextGaussian();
                inputs[t][1] = (float) random.nextGaussian();
                targets[t] = (float) random.nextGaussian();
            }
            sequences.add(TrainingSequence.of(inputs, targets));
        }
        return sequences;
    }

    private static void assertEqualBits(Network one, Network other) {
        assertClose(one, other, 0);
    }

    private static void assertClose(Network one, Network other, float tolerance) {
        one.tensors()
                .forEach((name, tensor) -> assertThat(tensor.values())
                        .as("%s of %s", name, one.shape())
                        .containsExactly(other.tensors().get(name).values(), Offset.offset(tolerance)));
    }
}
