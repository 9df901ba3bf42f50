package io.rillcast.rnn;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/** A network, sequences and gradients to go back with, all drawn from one seed. */
final class SequenceExamples {
    static final int STEPS = 13;

    final Network network;
    final float[][][] x;
    private final NetworkShape shape;
    private final int[] lengths;
    private final float[][] initial;
    private final float[][] gradStates;
    private final float[][][] gradOutputs;
    private int[][] indices;

    SequenceExamples(NetworkShape shape, int[] lengths) {
        Random random = new Random(23);
        this.shape = shape;
        this.lengths = lengths;
        this.network = RandomNetworks.network(shape, random);
        this.x = new float[lengths.length][][];
        this.gradOutputs = new float[lengths.length][][];
        for (int slot = 0; slot < lengths.length; slot++) {
            x[slot] = RandomNetworks.rows(STEPS, shape.inputs(), random);
            gradOutputs[slot] = RandomNetworks.rows(STEPS, shape.outputs(), random);
        }
        this.initial = RandomNetworks.rows(lengths.length, shape.stateLength(), random);
        this.gradStates = RandomNetworks.rows(lengths.length, shape.stateLength(), random);
    }

    private SequenceExamples(SequenceExamples of, int[] slots) {
        this.shape = of.shape;
        this.network = of.network;
        this.lengths = Arrays.stream(slots).map(slot -> of.lengths[slot]).toArray();
        this.x = Arrays.stream(slots).mapToObj(slot -> of.x[slot]).toArray(float[][][]::new);
        this.gradOutputs =
                Arrays.stream(slots).mapToObj(slot -> of.gradOutputs[slot]).toArray(float[][][]::new);
        this.initial = Arrays.stream(slots).mapToObj(slot -> of.initial[slot]).toArray(float[][]::new);
        this.gradStates =
                Arrays.stream(slots).mapToObj(slot -> of.gradStates[slot]).toArray(float[][]::new);
    }

    SequenceExamples only(int slot) {
        return new SequenceExamples(this, new int[] {slot});
    }

    SequenceExamples withIndices(int[][] chosen) {
        SequenceExamples same =
                new SequenceExamples(this, IntStream.range(0, lengths.length).toArray());
        same.indices = chosen;
        return same;
    }

    /** Overwrites the inputs; returns where the ones are. */
    int[][] becomeOneHot() {
        Random random = new Random(3);
        int[][] chosen = new int[lengths.length][STEPS];
        for (int slot = 0; slot < lengths.length; slot++) {
            for (int t = 0; t < STEPS; t++) {
                chosen[slot][t] = random.nextInt(shape.inputs());
                Arrays.fill(x[slot][t], 0f);
                x[slot][t][chosen[slot][t]] = 1;
            }
        }
        return chosen;
    }

    float[] initial(int slot) {
        return initial[slot].clone();
    }

    Ran runInChunks(int chunk) {
        Ran ran = new Ran(shape, lengths.length);
        SequenceBatch batch = network.newBatch(lengths.length, chunk);
        float[] states = joined(initial);
        for (int from = 0; from < STEPS; from += chunk) {
            run(batch, states, from, Math.min(chunk, STEPS - from), ran);
        }
        System.arraycopy(states, 0, ran.states, 0, states.length);
        return ran;
    }

    Ran runAndBack() {
        return runAndBackInTwo(STEPS);
    }

    /** Forward over both parts, then back from the last step to the first. */
    Ran runAndBackInTwo(int cut) {
        Ran ran = new Ran(shape, lengths.length);
        float[] states = joined(initial);
        SequenceBatch first = network.newBatch(lengths.length, cut);
        SequenceBatch second = network.newBatch(lengths.length, STEPS);
        run(first, states, 0, cut, ran);
        if (cut < STEPS) {
            run(second, states, cut, STEPS - cut, ran);
        }
        System.arraycopy(states, 0, ran.states, 0, states.length);
        float[] gradients = joined(gradStates);
        if (cut < STEPS) {
            back(second, gradients, cut, STEPS - cut, ran);
        }
        back(first, gradients, 0, cut, ran);
        System.arraycopy(gradients, 0, ran.gradInitial, 0, gradients.length);
        return ran;
    }

    private void run(SequenceBatch batch, float[] states, int from, int count, Ran ran) {
        batch.begin(count);
        for (int slot = 0; slot < lengths.length; slot++) {
            int length = Math.max(0, Math.min(lengths[slot] - from, count));
            batch.length(slot, length);
            for (int t = 0; t < length; t++) {
                if (indices == null) {
                    batch.input(t, slot, x[slot][from + t]);
                } else {
                    batch.input(t, slot, indices[slot][from + t]);
                }
            }
        }
        batch.forward(states);
        for (int slot = 0; slot < lengths.length; slot++) {
            for (int t = 0; t < count; t++) {
                ran.keepOutput(from + t, slot, batch.outputs(), batch.outputOffset(t, slot));
            }
        }
    }

    private void back(SequenceBatch batch, float[] gradients, int from, int count, Ran ran) {
        for (int slot = 0; slot < lengths.length; slot++) {
            for (int t = 0; t < count; t++) {
                float[] gradient = gradOutputs[slot][from + t];
                System.arraycopy(gradient, 0, batch.gradOutputs(), batch.outputOffset(t, slot), gradient.length);
            }
        }
        batch.backward(ran.gradients, gradients);
        float[] one = new float[shape.inputs()];
        for (int slot = 0; slot < lengths.length; slot++) {
            for (int t = 0; t < count; t++) {
                batch.gradInput(one, t, slot);
                System.arraycopy(one, 0, ran.gradInputs, (slot * STEPS + from + t) * one.length, one.length);
            }
        }
    }

    private static float[] joined(float[][] rows) {
        float[] all = new float[rows.length * rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, all, i * rows[i].length, rows[i].length);
        }
        return all;
    }

    /** What came out: rows are (slot, step), of steps beyond a length zero. */
    static final class Ran {
        final float[] outputs;
        final float[] states;
        final float[] gradInitial;
        final float[] gradInputs;
        final Parameters gradients;
        private final int slots;
        private final int width;

        Ran(NetworkShape shape, int slots) {
            this.slots = slots;
            this.width = shape.outputs();
            this.outputs = new float[slots * STEPS * width];
            this.states = new float[slots * shape.stateLength()];
            this.gradInitial = new float[slots * shape.stateLength()];
            this.gradInputs = new float[slots * STEPS * shape.inputs()];
            this.gradients = Parameters.zeros(shape);
        }

        void keepOutput(int step, int slot, float[] from, int offset) {
            System.arraycopy(from, offset, outputs, (slot * STEPS + step) * width, width);
        }

        float[] share(float[] values, int slot) {
            int length = values.length / slots;
            return Arrays.copyOfRange(values, slot * length, (slot + 1) * length);
        }
    }
}
