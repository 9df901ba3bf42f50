package io.rillcast.rnn;

/**
 * The sizes of stacked recurrent layers under a linear head: D inputs, L layers of H hidden units, Q outputs.
 *
 * @param recurrent the layers
 * @param outputs Q, the length of one output vector, 1 to 65,536
 * @param skip whether the inputs also reach the head directly
 */
public record NetworkShape(RecurrentShape recurrent, int outputs, boolean skip) {
    /**
     * Checks the sizes.
     *
     * @throws IllegalArgumentException if a size is out of range, or the skip connection has too many weights
     */
    public NetworkShape {
        RecurrentShape.requireRange("outputs", outputs, 65_536);
        if (skip && (long) Kernels.padded(outputs) * recurrent.inputs() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a skip connection must have fewer than 2^31 weights: inputs="
                    + recurrent.inputs() + ", outputs=" + outputs);
        }
    }

    /**
     * The forecaster's: a GRU in one direction with a skip connection.
     *
     * @throws IllegalArgumentException if a size is out of range
     */
    public NetworkShape(int inputs, int hidden, int layers, int outputs) {
        this(new RecurrentShape(CellKind.GRU, inputs, hidden, layers, false), outputs, true);
    }

    /** The unit of the layers. */
    public CellKind cell() {
        return recurrent.cell();
    }

    /** D, the length of one input vector. */
    public int inputs() {
        return recurrent.inputs();
    }

    /** H, the units of each layer and direction. */
    public int hidden() {
        return recurrent.hidden();
    }

    /** L, the number of stacked layers. */
    public int layers() {
        return recurrent.layers();
    }

    /** 1, or 2 if bidirectional. */
    public int directions() {
        return recurrent.directions();
    }

    /** The length of a state of all layers. */
    public int stateLength() {
        return recurrent.stateLength();
    }

    /** How many weights such a network has, biases and all. */
    public long weightCount() {
        long gates = (long) cell().gates() * hidden();
        long joined = recurrent.outputLength();
        long count = 0;
        for (int layer = 0; layer < layers(); layer++) {
            count += directions() * gates * (recurrent.layerInputs(layer) + hidden() + 2L);
        }
        return count + outputs * (joined + 1 + (skip ? inputs() : 0));
    }

    /**
     * Refuses a batch of which some array would have 2^31 numbers: all are as long as the rows, one step more for states,
     * times one of these widths.
     */
    void requireRoom(int slots, int capacity) {
        long gates = Kernels.padded(cell().gates() * hidden());
        long betweenLayers = (long) layers() * recurrent.outputLength();
        long widest = Math.max(Math.max(gates, betweenLayers), Kernels.padded(outputs));
        if (slots * (capacity + 1L) > Integer.MAX_VALUE / widest) {
            throw new IllegalArgumentException("a batch must need fewer than 2^31 numbers a layer: slots=" + slots
                    + ", capacity=" + capacity + ", network=" + this);
        }
    }

    @Override
    public String toString() {
        return "NetworkShape[cell=" + cell().text() + ", inputs=" + inputs() + ", hidden=" + hidden() + ", layers="
                + layers() + ", directions=" + directions() + ", outputs=" + outputs + ", skip=" + skip + "]";
    }
}
