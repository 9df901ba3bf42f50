package io.rillcast.training;

import io.rillcast.rnn.CellKind;
import io.rillcast.rnn.Network;
import io.rillcast.rnn.Parameters;
import io.rillcast.rnn.SequenceBatch;
import io.rillcast.rnn.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;

/**
 * How much of the gradient is left, by its distance in time from the loss: the norm of dL/dh_t where the loss is at the
 * last step and L asks for the symbol of the first, see {@link RecallTask}.
 *
 * <p>All cells have the same task, sizes, seed, steps and optimiser. Gated cells begin as is usual where a memory of T
 * steps is wanted, with gates that keep for 1 to T steps; the plain unit has no gate to open. Untrained, with recurrent
 * weights {@value #LARGE} times as large and no clipping, the plain unit's gradient grows instead.
 *
 * <p>Sources: Hochreiter, "Untersuchungen zu dynamischen neuronalen Netzen" (1991); Pascanu, Mikolov and Bengio (arXiv
 * 1211.5063), section 2; the gates' start: Tallec and Ollivier, "Can recurrent neural networks warp time?" (arXiv
 * 1804.11188), equations 14 and 15.
 */
public final class GradientFlow {
    /** The spectral radius is then about 2.3: gradients grow even though tanh flattens. */
    static final float LARGE = 4f;

    /** Sequences in a batch. */
    private static final int SLOTS = 32;

    /** Batches that a curve is measured on. */
    private static final int BATCHES = 8;

    private static final double RATE = 5e-3;
    private static final double MAX_NORM = 1.0;

    private final int length;
    private final int hidden;
    private final int steps;
    private final long seed;

    /**
     * A comparison.
     *
     * @param length steps of the sequences, >= 2
     * @param hidden units of each cell, >= 1
     * @param steps optimiser steps that each cell is trained for, >= 0
     * @param seed of weights and sequences
     */
    public GradientFlow(int length, int hidden, int steps, long seed) {
        if (length < 2 || hidden < 1 || steps < 0) {
            throw new IllegalArgumentException("a gradient needs two steps and a unit to flow through: length=" + length
                    + ", hidden=" + hidden + ", steps=" + steps);
        }
        this.length = length;
        this.hidden = hidden;
        this.steps = steps;
        this.seed = seed;
    }

    /**
     * One cell's curve.
     *
     * @param name of the cell, for people
     * @param accuracy share of new sequences answered right
     * @param norms root mean square over the sequences of the norm of dL/dh_t, by distance: 0 is the last step
     */
    public record Curve(String name, double accuracy, List<Double> norms) {
        /** Copies the norms. */
        public Curve {
            norms = List.copyOf(norms);
        }

        /** The norm at a distance as a multiple of that at the last step. */
        public double relative(int distance) {
            return norms.get(distance) / norms.get(0);
        }
    }

    /** The share of right answers that guessing gives. */
    public static double chance() {
        return 1.0 / RecallTask.SYMBOLS;
    }

    /** The curve of a cell that was trained on the task, with clipping by norm. */
    public Curve trained(CellKind cell) {
        Network start = withOpenGates(Network.initialWithHead(RecallTask.shape(cell, hidden), new Random(seed)));
        Parameters weights = start.parameters();
        Parameters gradients = Parameters.zeros(start.shape());
        SequenceBatch batch = new SequenceBatch(weights, SLOTS, length);
        RecallTask task = new RecallTask(length, new Random(seed + 1));
        Optimiser optimiser = new AdamW(start.shape(), 0);
        for (int step = 0; step < steps; step++) {
            task.run(batch, SLOTS, start.shape().stateLength());
            gradients.clear();
            batch.backward(gradients, new float[SLOTS * start.shape().stateLength()]);
            GradientClipping.byNorm(gradients, MAX_NORM);
            optimiser.step(weights, gradients, RATE);
            batch.refresh();
        }
        return measured(cell.text(), weights);
    }

    /** The curve of a plain unit as it begins, but with large recurrent weights. */
    public Curve exploding() {
        Network start = Network.initialWithHead(RecallTask.shape(CellKind.RNN_TANH, hidden), new Random(seed));
        Network large = withTensor(start, "rnn.weight_hh_l0", values -> {
            for (int i = 0; i < values.length; i++) {
                values[i] *= LARGE;
            }
            return values;
        });
        return measured("rnn, weights x " + (int) LARGE, large.parameters());
    }

    private Curve measured(String name, Parameters weights) {
        int stateLength = weights.shape().stateLength();
        SequenceBatch batch = new SequenceBatch(weights, SLOTS, length);
        RecallTask task = new RecallTask(length, new Random(seed + 2));
        Parameters unused = Parameters.zeros(weights.shape());
        double[] squares = new double[length];
        double accuracy = 0;
        for (int i = 0; i < BATCHES; i++) {
            accuracy += task.run(batch, SLOTS, stateLength).accuracy() / BATCHES;
            batch.backward(unused, new float[SLOTS * stateLength]);
            addSquares(squares, batch);
        }
        Double[] norms = new Double[length];
        for (int distance = 0; distance < length; distance++) {
            norms[distance] = Math.sqrt(squares[distance] / BATCHES / SLOTS);
        }
        return new Curve(name, accuracy, List.of(norms));
    }

    private void addSquares(double[] squares, SequenceBatch batch) {
        float[] gradHidden = new float[hidden];
        for (int distance = 0; distance < length; distance++) {
            for (int slot = 0; slot < SLOTS; slot++) {
                batch.gradHidden(gradHidden, 0, length - 1 - distance, slot);
                for (float g : gradHidden) {
                    // The mean loss has 1/SLOTS of each sequence's gradient.
                    double own = (double) g * SLOTS;
                    squares[distance] += own * own;
                }
            }
        }
    }

    /** Biases of the gates that keep: log of u drawn from [1, T - 1], so that they keep for about u steps. */
    private Network withOpenGates(Network start) {
        CellKind cell = start.shape().cell();
        if (cell.gates() == 1) {
            return start;
        }
        Random random = new Random(seed + 3);
        float[] keep = new float[hidden];
        for (int i = 0; i < hidden; i++) {
            keep[i] = (float) StrictMath.log(1 + random.nextDouble() * (length - 2));
        }
        return withTensor(start, cell.torchName() + ".bias_ih_l0", values -> {
            // The second gate keeps: z of a GRU, f of an LSTM, whose i, the first, admits as little as f lets go.
            for (int i = 0; i < hidden; i++) {
                values[hidden + i] = keep[i];
                values[i] = cell == CellKind.LSTM ? -keep[i] : values[i];
            }
            return values;
        });
    }

    private static Network withTensor(Network network, String name, UnaryOperator<float[]> change) {
        Map<String, Tensor> tensors = new HashMap<>(network.tensors());
        Tensor old = tensors.get(name);
        tensors.put(name, Tensor.of(old.shape(), change.apply(old.values())));
        return Network.of(network.shape(), tensors);
    }
}
