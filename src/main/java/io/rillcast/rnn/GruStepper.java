package io.rillcast.rnn;

/** Runs a network one step at a time without allocating; scratch, owned by one thread. */
public final class GruStepper {
    private final NetworkShape shape;
    private final GruCell[] cells;
    private final LinearHead head;
    private final float[][] hiddenBefore;
    private final float[][] hiddenAfter;
    private final float[] gates;
    private final float[] hiddenGates;

    /** Scratch for these weights, which are read at every step. */
    GruStepper(Parameters weights) {
        this.shape = weights.shape();
        this.cells = weights.cells();
        this.head = weights.head();
        this.hiddenBefore = new float[shape.layers()][shape.hidden()];
        this.hiddenAfter = new float[shape.layers()][shape.hidden()];
        this.gates = new float[3 * shape.hidden()];
        this.hiddenGates = new float[3 * shape.hidden()];
    }

    /**
     * Takes one step: out = head.weight h_top + head.bias + skip.weight x, with h_top after the step.
     *
     * <p>Non-finite inputs give non-finite outputs and states; the caller who must survive them keeps the state before.
     *
     * @param out float[Q], written
     * @param hiddenInPlace float[L*H], bottom layer first: the state before, then the state after
     * @param x float[D]
     * @throws IllegalArgumentException if a length differs from the network's sizes
     */
    public void step(float[] out, float[] hiddenInPlace, float[] x) {
        requireLengths(out, hiddenInPlace, x);
        int hidden = shape.hidden();
        float[] input = x;
        for (int layer = 0; layer < cells.length; layer++) {
            float[] before = hiddenBefore[layer];
            float[] after = hiddenAfter[layer];
            System.arraycopy(hiddenInPlace, layer * hidden, before, 0, hidden);
            cells[layer].step(after, gates, hiddenGates, input, before);
            System.arraycopy(after, 0, hiddenInPlace, layer * hidden, hidden);
            input = after;
        }
        head.apply(out, input, x);
    }

    private void requireLengths(float[] out, float[] hidden, float[] x) {
        if (out.length != shape.outputs() || hidden.length != shape.stateLength() || x.length != shape.inputs()) {
            throw new IllegalArgumentException("the arrays of a step must have the network's sizes: out=" + out.length
                    + ", hidden=" + hidden.length + ", x=" + x.length + ", network=" + shape);
        }
    }
}
