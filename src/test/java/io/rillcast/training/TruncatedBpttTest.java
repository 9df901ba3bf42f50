package io.rillcast.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rillcast.rnn.GoldenFile;
import io.rillcast.rnn.Network;
import io.rillcast.rnn.NetworkShape;
import io.rillcast.rnn.PinballLoss;
import io.rillcast.rnn.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class TruncatedBpttTest {
    private static final PinballLoss MEDIAN = PinballLoss.of(0.5);

    @Test
    void followsTenStepsOfPyTorch() {
        GoldenFile golden = GoldenFile.read("training-6.txt");
        double[] losses = golden.values("losses");
        BpttPlan plan = new BpttPlan(5, 2, new OptimiserPlan(new OneCycle(1e-2, 10), 1e-1, 0.2));
        List<TrainingSequence> sequences = List.of(
                TrainingSequence.of(golden.rows("x0"), golden.floats("y0")),
                TrainingSequence.of(golden.rows("x1"), golden.floats("y1")));
        TruncatedBptt training = new TruncatedBptt(
                golden.network(), PinballLoss.of(golden.values("levels")), plan, sequences, new Random(1));

        for (double loss : losses) {
            assertThat(training.train(1, () -> false).meanLoss()).isCloseTo(loss, Offset.offset(1e-5));
        }

        // Adam divides by the gradient's size, so where a gradient is near zero its rounding is enlarged: 1e-4, a
        // hundredth of the learning rate.
        for (Map.Entry<String, Tensor> trained : training.network().tensors().entrySet()) {
            float[] expected = golden.floats("trained:" + trained.getKey());
            assertThat(trained.getValue().values())
                    .as(trained.getKey())
                    .containsExactly(expected, Offset.offset(1e-4f));
        }
    }

    @Test
    void learnsToRememberWhatTheInputNoLongerShows() {
        List<TrainingSequence> sequences = rememberedSigns(new Random(7), 64, 20);
        List<TrainingSequence> unseen = rememberedSigns(new Random(8), 64, 20);
        BpttPlan plan = new BpttPlan(10, 16, new OptimiserPlan(new OneCycle(1e-2, 400), 0, 1));
        Network start = Network.initial(new NetworkShape(1, 8, 1, 1), new Random(2));
        TruncatedBptt training = new TruncatedBptt(start, MEDIAN, plan, sequences, new Random(3));

        training.train(400, () -> false);

        assertThat(MeanLoss.of(start, MEDIAN, unseen, () -> false)).isCloseTo(0.5, Offset.offset(0.01));
        assertThat(MeanLoss.of(training.network(), MEDIAN, unseen, () -> false)).isLessThan(0.05);
    }

    @Test
    void givesEqualBitsForEqualSeeds() {
        TruncatedBptt one = training(11);
        TruncatedBptt other = training(11);

        one.train(30, () -> false);
        other.train(30, () -> false);

        assertEqualBits(one.network(), other.network());
    }

    @Test
    void givesEqualBitsInPartsAndWhole() {
        TruncatedBptt whole = training(11);
        TruncatedBptt parts = training(11);

        whole.train(30, () -> false);
        parts.train(7, () -> false);
        parts.train(1, () -> false);
        parts.train(22, () -> false);

        assertEqualBits(parts.network(), whole.network());
    }

    @Test
    void endsWithThePlan() {
        TruncatedBptt training = training(1);

        TruncatedBptt.Progress progress = training.train(1000, () -> false);

        assertThat(progress.steps()).isEqualTo(40);
        assertThat(training.steps()).isEqualTo(40);
        // 16 sequences in batches of 4, each 2 chunks with targets: 40 steps are 20 batches of 4.
        assertThat(training.epochs()).isEqualTo(5.0);
    }

    @Test
    void stopsWhenToldTo() {
        TruncatedBptt training = training(1);
        AtomicInteger asked = new AtomicInteger();

        TruncatedBptt.Progress progress = training.train(40, () -> asked.incrementAndGet() > 3);

        assertThat(progress.steps()).isEqualTo(3);
    }

    @Test
    void takesNoStepForChunksWithoutTargets() {
        float[] targets = new float[20];
        Arrays.fill(targets, 0, 15, Float.NaN);
        BpttPlan plan = new BpttPlan(5, 4, new OptimiserPlan(new OneCycle(1e-2, 3), 0, 1));
        TruncatedBptt training = new TruncatedBptt(
                Network.initial(new NetworkShape(1, 2, 1, 1), new Random(1)),
                MEDIAN,
                plan,
                List.of(TrainingSequence.of(new float[20][1], targets)),
                new Random(1));

        TruncatedBptt.Progress progress = training.train(3, () -> false);

        assertThat(progress.steps()).isEqualTo(3);
        assertThat(progress.targets()).isEqualTo(15);
        assertThat(training.epochs()).isEqualTo(3.0);
    }

    @Test
    void leavesTheWeightsAloneWhenTheGradientIsNotFinite() {
        // With open gates the gradient of an input weight is about 1e10 * 1e30 and overflows.
        NetworkShape shape = new NetworkShape(1, 1, 1, 1);
        Map<String, Tensor> tensors =
                new LinkedHashMap<>(Network.initial(shape, new Random(1)).tensors());
        tensors.put("gru.weight_ih_l0", Tensor.of(new int[] {3, 1}, new float[3]));
        tensors.put("head.weight", Tensor.of(new int[] {1, 1}, new float[] {1e10f}));
        Network start = Network.of(shape, tensors);
        List<TrainingSequence> absurd = List.of(TrainingSequence.of(new float[][] {{1e30f}, {0}}, new float[] {1, 1}));
        BpttPlan plan = new BpttPlan(2, 1, new OptimiserPlan(new OneCycle(1e-2, 3), 0.1, 1));
        TruncatedBptt training = new TruncatedBptt(start, MEDIAN, plan, absurd, new Random(1));

        TruncatedBptt.Progress progress = training.train(3, () -> false);

        assertThat(progress.skipped()).isEqualTo(3);
        assertEqualBits(training.network(), start);
    }

    @Test
    void refusesSequencesWithoutTargets() {
        Network start = Network.initial(new NetworkShape(1, 2, 1, 1), new Random(1));
        List<TrainingSequence> sequences = List.of(TrainingSequence.of(new float[1][1], new float[] {Float.NaN}));

        assertThatThrownBy(() -> new TruncatedBptt(start, MEDIAN, BpttPlan.DEFAULT, sequences, new Random(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sequences to train on must hold a target: sequences=1");
    }

    private static TruncatedBptt training(long seed) {
        BpttPlan plan = new BpttPlan(10, 4, new OptimiserPlan(new OneCycle(1e-2, 40), 1e-2, 1));
        Network start = Network.initial(new NetworkShape(1, 5, 2, 1), new Random(seed));
        return new TruncatedBptt(start, MEDIAN, plan, rememberedSigns(new Random(9), 16, 20), new Random(seed));
    }

    /** The first input is 1 or -1, the others 0; the target is that first input, masked for four steps. */
    private static List<TrainingSequence> rememberedSigns(Random random, int count, int length) {
        List<TrainingSequence> sequences = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            float[][] inputs = new float[length][1];
            inputs[0][0] = random.nextBoolean() ? 1 : -1;
            float[] targets = new float[length];
            Arrays.fill(targets, inputs[0][0]);
            Arrays.fill(targets, 0, 4, Float.NaN);
            sequences.add(TrainingSequence.of(inputs, targets));
        }
        return sequences;
    }

    private static void assertEqualBits(Network one, Network other) {
        one.tensors()
                .forEach((name, tensor) -> assertThat(tensor.values())
                        .as(name)
                        .isEqualTo(other.tensors().get(name).values()));
    }

    /** Its gradient would fall on the padding of the network's rows. */
    @Test
    void refusesLossOfAnotherNumberOfOutputs() {
        Network start = Network.initial(new NetworkShape(1, 2, 1, 1), new Random(1));
        List<TrainingSequence> sequences = List.of(TrainingSequence.of(new float[][] {{1}}, new float[] {1}));
        BpttPlan plan = new BpttPlan(1, 1, new OptimiserPlan(new OneCycle(1e-2, 1), 0, 1));

        assertThatThrownBy(() -> new TruncatedBptt(start, PinballLoss.of(0.1, 0.9), plan, sequences, new Random(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the loss must read all of the network's outputs: loss=2, network=");
    }
}
