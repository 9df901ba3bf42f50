package io.rillcast.rnn;

/** Runs a network one step at a time without allocating; scratch, owned by one thread. */
public final class NetworkStepper {
    private final NetworkShape shape;
    private final Parameters weights;
    private final LinearHead head;
    private final Cell cell;
    /** Where a layer's new state lies in {@link #states}, behind the one before it. */
    private final int parts;

    private final float[] states;
    private final float[] gates;
    private final float[] hiddenGates;
    private final float[] padded;
    private final Matrix out = new Matrix();
    private final Matrix left = new Matrix();
    private final Matrix right = new Matrix();

    /** Scratch for these weights, which are read at every step. */
    NetworkStepper(Parameters weights) {
        this.shape = weights.shape();
        if (shape.recurrent().bidirectional()) {
            throw new IllegalArgumentException(
                    "a bidirectional network needs whole sequences, it cannot be run step by step: network=" + shape);
        }
        this.weights = weights;
        this.head = weights.head();
        this.cell = Cell.of(shape.cell(), shape.hidden());
        this.parts = shape.recurrent().partsLength();
        this.states = new float[2 * parts];
        int stride = weights.layer(0, 0).stride;
        this.gates = new float[stride];
        this.hiddenGates = new float[stride];
        this.padded = new float[head.stride];
    }

    /**
     * Takes one step: out = head.weight h_top + head.bias + skip.weight x, with h_top after the step.
     *
     * <p>Non-finite inputs give non-finite outputs and states; the caller who must survive them keeps the state before.
     *
     * @param out float[Q], written
     * @param stateInPlace float[L][parts][H], bottom layer first: the state before, then the state after
     * @param x float[D]
     * @throws IllegalArgumentException if a length differs from the network's sizes
     */
    public void step(float[] out, float[] stateInPlace, float[] x) {
        requireLengths(out, stateInPlace, x.length);
        LayerWeights bottom = weights.layer(0, 0);
        System.arraycopy(bottom.inputBias, 0, gates, 0, gates.length);
        addProduct(gates, left.place(x, 0, 1, bottom.inputs), bottom.input);
        runLayers(stateInPlace);
        if (head.skipInputs > 0) {
            addProduct(padded, left.place(x, 0, 1, head.skipInputs), head.skip);
        }
        System.arraycopy(padded, 0, out, 0, out.length);
    }

    /**
     * Takes one step whose input is 1 at an index and 0 elsewhere; equal bits.
     *
     * @param out float[Q], written
     * @param stateInPlace float[L][parts][H], bottom layer first: the state before, then the state after
     * @param index in [0, D)
     * @throws IllegalArgumentException if a length differs from the network's sizes or the index is out of range
     */
    public void step(float[] out, float[] stateInPlace, int index) {
        requireLengths(out, stateInPlace, shape.inputs());
        if (index < 0 || index >= shape.inputs()) {
            throw new IllegalArgumentException(
                    "an index must be one of an input: index=" + index + ", network=" + shape);
        }
        LayerWeights bottom = weights.layer(0, 0);
        System.arraycopy(bottom.inputBias, 0, gates, 0, gates.length);
        Kernels.addRow(gates, 0, bottom.input, index * bottom.stride, bottom.stride);
        runLayers(stateInPlace);
        if (head.skipInputs > 0) {
            Kernels.addRow(padded, 0, head.skip, index * head.stride, head.stride);
        }
        System.arraycopy(padded, 0, out, 0, out.length);
    }

    /**
     * From the bottom layer's input product in the gates to the head's share of the outputs. A layer's new state lies in
     * {@link #states} until the layer above has read it.
     */
    private void runLayers(float[] stateInPlace) {
        int hidden = shape.hidden();
        for (int index = 0; index < shape.layers(); index++) {
            LayerWeights layer = weights.layer(index, 0);
            if (index > 0) {
                System.arraycopy(layer.inputBias, 0, gates, 0, gates.length);
                addProduct(gates, left.place(states, parts, 1, hidden), layer.input);
            }
            System.arraycopy(stateInPlace, index * parts, states, 0, parts);
            System.arraycopy(layer.recurrentBias, 0, hiddenGates, 0, hiddenGates.length);
            addProduct(hiddenGates, left.place(states, 0, 1, hidden), layer.recurrent);
            cell.forward(gates, hiddenGates, 0, states, 0, parts);
            System.arraycopy(states, parts, stateInPlace, index * parts, parts);
        }
        System.arraycopy(head.bias, 0, padded, 0, padded.length);
        addProduct(padded, left.place(states, parts, 1, hidden), head.weight);
    }

    /** Adds a row times weights, of which each row is as long as the sums. */
    private void addProduct(float[] sums, Matrix row, float[] weights) {
        Kernels.product(out.place(sums, 0, 1, sums.length), row, right.place(weights, 0, row.columns, sums.length));
    }

    private void requireLengths(float[] out, float[] state, int inputs) {
        if (out.length != shape.outputs() || state.length != shape.stateLength() || inputs != shape.inputs()) {
            throw new IllegalArgumentException("the arrays of a step must have the network's sizes: out=" + out.length
                    + ", state=" + state.length + ", x=" + inputs + ", network=" + shape);
        }
    }
}
