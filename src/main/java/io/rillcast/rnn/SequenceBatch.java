package io.rillcast.rnn;

import java.util.Arrays;
import java.util.Random;

/**
 * Runs a network over a batch of sequences, keeps what the gradient needs, and computes it exactly; scratch, owned by
 * one thread.
 *
 * <p>A batch is begun, filled (lengths, inputs), run forward, given the loss's gradient at its outputs, and run
 * backward, once. {@link #forward} carries states from batch to batch; {@link #backward} goes back over the last batch
 * only. That is truncation: it cuts the gradient, never the state. Slots do not touch each other, and the forward pass
 * gives each the bits that {@link NetworkStepper} would. After the first batch nothing is allocated.
 *
 * <p>Rows of all arrays are (step, slot), the slot running fastest.
 */
public final class SequenceBatch {
    private final Parameters weights;
    private final NetworkShape shape;
    private final int slots;
    private final int capacity;
    private final int[] lengths;
    private final LayerRun[][] runs;
    /** What each layer reads; the last one is what the head reads. */
    private final LayerInput[] inputs;
    /** float[L][T][B][directions * H]: the gradient with respect to what each layer puts out. */
    private final float[][] gradJoined;

    private final HeadRun head;
    private final Dropout dropout = new Dropout();
    private int steps;
    private BatchPhase phase = BatchPhase.NEW;

    /**
     * Room for batches.
     *
     * @param weights read at every pass; tell {@link #refresh()} when they have changed
     * @param slots how many sequences a batch has, >= 1
     * @param capacity most steps of a batch, >= 1
     * @throws IllegalArgumentException if a number is below 1, or the batch would need an array of 2^31 numbers
     */
    public SequenceBatch(Parameters weights, int slots, int capacity) {
        if (slots < 1 || capacity < 1) {
            throw new IllegalArgumentException(
                    "slots and capacity must be >= 1: slots=" + slots + ", capacity=" + capacity);
        }
        weights.shape().requireRoom(slots, capacity);
        this.weights = weights;
        this.shape = weights.shape();
        this.slots = slots;
        this.capacity = capacity;
        this.lengths = new int[slots];
        int rows = slots * capacity;
        int joined = shape.recurrent().outputLength();
        this.runs = new LayerRun[shape.layers()][shape.directions()];
        this.inputs = new LayerInput[shape.layers() + 1];
        inputs[0] = new LayerInput(shape.inputs(), rows);
        Cell cell = Cell.of(shape.cell(), shape.hidden());
        for (int layer = 0; layer < runs.length; layer++) {
            for (int direction = 0; direction < runs[layer].length; direction++) {
                runs[layer][direction] =
                        new LayerRun(weights.layer(layer, direction), cell, direction == 1, slots, capacity);
            }
            inputs[layer + 1] = new LayerInput(joined, rows);
        }
        this.gradJoined = new float[shape.layers()][rows * joined];
        this.head = new HeadRun(weights.head(), rows);
        refresh();
    }

    /** Takes over changed weights; to be called between a change and the next backward pass. */
    public void refresh() {
        for (LayerRun[] layer : runs) {
            for (LayerRun run : layer) {
                run.refresh();
            }
        }
        head.refresh();
    }

    /**
     * Begins a batch: every slot of full length, all inputs and gradients of outputs zero.
     *
     * @param stepCount of the longest sequence
     * @throws IllegalArgumentException if it is below 1 or above the capacity
     */
    public void begin(int stepCount) {
        if (stepCount < 1 || stepCount > capacity) {
            throw new IllegalArgumentException(
                    "a batch must have steps, at most its capacity: steps=" + stepCount + ", capacity=" + capacity);
        }
        steps = stepCount;
        phase = BatchPhase.BEGUN;
        Arrays.fill(lengths, stepCount);
        inputs[0].begin(steps * slots);
        head.begin(steps * slots);
    }

    /**
     * Makes a slot's sequence shorter: from there on its state stays, its outputs are 0, and their gradient counts as 0.
     *
     * @param length 0 to the batch's steps
     * @throws IllegalArgumentException if it is out of range
     */
    public void length(int slot, int length) {
        phase.require(BatchPhase.BEGUN);
        if (length < 0 || length > steps) {
            throw new IllegalArgumentException("a sequence must not be longer than its batch: slot=" + slot
                    + ", length=" + length + ", steps=" + steps);
        }
        lengths[slot] = length;
    }

    /**
     * Sets one input; what is set beyond a sequence's end is not read.
     *
     * @param x float[D]
     * @throws IllegalArgumentException if its length differs, or there is no such step or slot
     * @throws IllegalStateException if the batch has an input by index
     */
    public void input(int step, int slot, float[] x) {
        phase.require(BatchPhase.BEGUN);
        if (x.length != shape.inputs()) {
            throw new IllegalArgumentException(
                    "an input must have the network's length: x=" + x.length + ", network=" + shape);
        }
        inputs[0].set(row(step, slot), x);
    }

    /**
     * Sets one input to a vector that is 1 at an index and 0 elsewhere. In one batch all inputs are set in this form or
     * none.
     *
     * @param index in [0, D)
     */
    public void input(int step, int slot, int index) {
        phase.require(BatchPhase.BEGUN);
        if (index < 0 || index >= shape.inputs()) {
            throw new IllegalArgumentException(
                    "an index must be one of an input: index=" + index + ", network=" + shape);
        }
        inputs[0].set(row(step, slot), index);
    }

    /**
     * Drops values between the layers from now on, a new choice each forward pass: each is kept and divided by 1 - rate,
     * or zero.
     *
     * <p>Source: Srivastava and others, "Dropout" (JMLR 15, 2014), in the form that needs no scaling afterwards, and
     * placed as Zaremba and others (arXiv 1409.2329): never within the recurrence.
     *
     * @param rate the share that is dropped, [0, 1); 0 for none
     * @param random where the choices come from, padding included
     * @throws IllegalArgumentException if the rate is out of range
     */
    public void dropout(float rate, Random random) {
        dropout.set(
                rate,
                random,
                (shape.layers() - 1) * slots * capacity * shape.recurrent().outputLength());
    }

    /**
     * Runs the network over the batch.
     *
     * @param statesInPlace float[slots][stateLength]: before the batch, then after it. In two directions the reverse
     *     state before is the one behind the last step, so carrying it to the next stretch has no meaning
     * @throws IllegalStateException if the batch is not begun, or was run already
     */
    public void forward(float[] statesInPlace) {
        phase.require(BatchPhase.BEGUN);
        requireStates(statesInPlace);
        phase = BatchPhase.FORWARD;
        // Zero times a NaN beyond a sequence's end would reach the weights' gradient.
        for (int slot = 0; slot < slots; slot++) {
            for (int t = lengths[slot]; t < steps; t++) {
                inputs[0].clear(row(t, slot));
            }
        }
        int rows = steps * slots;
        int width = shape.recurrent().outputLength();
        for (int layer = 0; layer < runs.length; layer++) {
            float[] joined = inputs[layer + 1].beginDense(rows);
            for (int direction = 0; direction < runs[layer].length; direction++) {
                LayerRun run = runs[layer][direction];
                run.forward(inputs[layer], lengths, steps, statesInPlace, share(layer, direction));
                run.copyOutputs(joined, width, direction * shape.hidden(), steps);
            }
            if (layer + 1 < runs.length) {
                dropout.drawAndApply(joined, layer, rows * width);
            }
        }
        head.forward(inputs[runs.length], inputs[0]);
        for (int slot = 0; slot < slots; slot++) {
            for (int t = lengths[slot]; t < steps; t++) {
                head.clearOutputs(row(t, slot));
            }
        }
    }

    /**
     * Copies the states after some steps of the last forward pass, of a network of one direction.
     *
     * @param out float[slots][stateLength], written
     * @param count of steps, 0 (the states before the batch) to the batch's steps
     * @throws IllegalArgumentException if the network runs in both directions
     */
    public void statesAfter(float[] out, int count) {
        requireStates(out);
        if (shape.directions() > 1) {
            throw new IllegalArgumentException(
                    "states within a batch are those of one direction: count=" + count + ", network=" + shape);
        }
        for (int layer = 0; layer < runs.length; layer++) {
            runs[layer][0].copyStatesAfter(count, out, share(layer, 0));
        }
    }

    /** The outputs of the last forward pass: Q floats from {@link #outputOffset} on, a view. */
    public float[] outputs() {
        return head.outputs;
    }

    /** Where the outputs of one step and slot begin, and the gradient with respect to them. */
    public int outputOffset(int step, int slot) {
        return head.offset(row(step, slot));
    }

    /** Where the loss's gradient with respect to the outputs is to be written before {@link #backward}; as outputs. */
    public float[] gradOutputs() {
        return head.gradOutputs;
    }

    /**
     * Adds the gradients of the weights over the batch; once after each forward pass.
     *
     * @param gradients added to; not the weights themselves
     * @param gradStatesInPlace float[slots][stateLength]: in, the loss's gradient with respect to the states after the
     *     batch (zeros where it is cut); out, with respect to the states before it
     * @throws IllegalArgumentException if the gradients are of another network
     * @throws IllegalStateException if the batch was not run forward, or was run back already
     */
    public void backward(Parameters gradients, float[] gradStatesInPlace) {
        phase.require(BatchPhase.FORWARD);
        requireStates(gradStatesInPlace);
        if (gradients == weights || !gradients.shape().equals(shape)) {
            throw new IllegalArgumentException(
                    "gradients must be apart from the weights and of the same network: found=" + gradients.shape()
                            + ", network=" + shape);
        }
        phase = BatchPhase.BACKWARD;
        int width = shape.recurrent().outputLength();
        for (int slot = 0; slot < slots; slot++) {
            for (int t = lengths[slot]; t < steps; t++) {
                head.clearGradient(row(t, slot));
            }
        }
        head.backward(gradients.head(), gradJoined[runs.length - 1], inputs[runs.length], inputs[0]);
        for (int layer = runs.length - 1; layer >= 0; layer--) {
            for (int direction = 0; direction < runs[layer].length; direction++) {
                LayerRun run = runs[layer][direction];
                run.loadGradStates(gradStatesInPlace, share(layer, direction));
                run.backward(gradJoined[layer], width, direction * shape.hidden(), lengths, steps);
                run.storeGradStates(gradStatesInPlace, share(layer, direction));
                run.addWeightGradients(gradients.layer(layer, direction), inputs[layer], steps);
            }
            if (layer > 0) {
                Arrays.fill(gradJoined[layer - 1], 0, steps * slots * width, 0f);
                for (LayerRun run : runs[layer]) {
                    run.addGradBelow(gradJoined[layer - 1], steps);
                }
                dropout.apply(gradJoined[layer - 1], layer - 1, steps * slots * width);
            }
        }
    }

    /**
     * Computes the loss's gradient with respect to one input, after {@link #backward}.
     *
     * @param out float[D], written
     */
    public void gradInput(float[] out, int step, int slot) {
        phase.require(BatchPhase.BACKWARD);
        Arrays.fill(out, 0f);
        head.addGradInput(out, row(step, slot));
        for (LayerRun run : runs[0]) {
            run.addGradInput(out, row(step, slot));
        }
    }

    /**
     * Copies the loss's gradient with respect to one hidden state, over all paths, after {@link #backward}.
     *
     * @param out float[H], written: with respect to the state after the step, in the forward direction
     */
    public void gradHidden(float[] out, int layer, int step, int slot) {
        phase.require(BatchPhase.BACKWARD);
        int width = shape.recurrent().outputLength();
        System.arraycopy(gradJoined[layer], row(step, slot) * width, out, 0, shape.hidden());
    }

    private int row(int step, int slot) {
        if (step < 0 || step >= steps || slot < 0 || slot >= slots) {
            throw new IllegalArgumentException("a row must be of the batch: step=" + step + ", steps=" + steps
                    + ", slot=" + slot + ", slots=" + slots);
        }
        return step * slots + slot;
    }

    private int share(int layer, int direction) {
        return (layer * shape.directions() + direction) * shape.recurrent().partsLength();
    }

    private void requireStates(float[] states) {
        if (states.length != slots * shape.stateLength()) {
            throw new IllegalArgumentException(
                    "states must be one a slot: length=" + states.length + ", slots=" + slots + ", network=" + shape);
        }
    }
}
