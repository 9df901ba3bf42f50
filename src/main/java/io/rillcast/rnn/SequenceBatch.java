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
    private final LayerInput inputs;
    private final LayerStack layers;
    private final HeadRun head;
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
        this.inputs = new LayerInput(shape.inputs(), rows);
        this.layers = new LayerStack(weights, slots, capacity);
        this.head = new HeadRun(weights.head(), rows);
        refresh();
    }

    /** Takes over changed weights; to be called between a change and the next backward pass. */
    public void refresh() {
        layers.refresh();
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
        inputs.begin(steps * slots);
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
        inputs.set(row(step, slot), x);
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
        inputs.set(row(step, slot), index);
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
        layers.dropout(rate, random);
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
                inputs.clear(row(t, slot));
            }
        }
        layers.forward(inputs, lengths, steps, statesInPlace);
        head.forward(layers.top(), inputs);
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
        layers.copyStatesAfter(count, out);
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
        for (int slot = 0; slot < slots; slot++) {
            for (int t = lengths[slot]; t < steps; t++) {
                head.clearGradient(row(t, slot));
            }
        }
        head.backward(gradients.head(), layers.gradTop(), layers.top(), inputs);
        layers.backward(gradients, inputs, lengths, steps, gradStatesInPlace);
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
        layers.addGradInput(out, row(step, slot));
    }

    /**
     * Copies the loss's gradient with respect to one hidden state, over all paths, after {@link #backward}.
     *
     * @param out float[H], written: with respect to the state after the step, in the forward direction
     */
    public void gradHidden(float[] out, int layer, int step, int slot) {
        phase.require(BatchPhase.BACKWARD);
        layers.copyGradHidden(out, layer, row(step, slot));
    }

    private int row(int step, int slot) {
        if (step < 0 || step >= steps || slot < 0 || slot >= slots) {
            throw new IllegalArgumentException("a row must be of the batch: step=" + step + ", steps=" + steps
                    + ", slot=" + slot + ", slots=" + slots);
        }
        return step * slots + slot;
    }

    private void requireStates(float[] states) {
        if (states.length != slots * shape.stateLength()) {
            throw new IllegalArgumentException(
                    "states must be one a slot: length=" + states.length + ", slots=" + slots + ", network=" + shape);
        }
    }
}
