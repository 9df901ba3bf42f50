package io.rillcast.rnn;

import java.util.Arrays;

/**
 * Runs a network over a stretch of a sequence, keeps what the gradient needs, and computes it exactly; scratch, owned
 * by one trainer thread.
 *
 * <p>{@link #forward} carries the hidden state from stretch to stretch; {@link #backward} goes back over the last
 * stretch only. That is truncation: it cuts the gradient, never the state. Nothing is allocated after construction. The
 * forward pass gives the same bits as {@link GruStepper}.
 */
public final class GruBackpropagation {
    private final Parameters weights;
    private final int capacity;
    private final LayerTrace[] traces;
    private final float[][] inputs;
    /** float[L][T][]: what each layer reads; of the upper ones the states of the layer below. */
    private final float[][][] layerInputs;

    private final float[][] outputs;
    private final float[][] gradOutputs;
    private final float[][] gradAbove;
    private final float[] gradLayerHidden;
    private final float[][] headWeights;
    private final float[][] skipWeights;
    private int steps;

    /**
     * Scratch for stretches of at most a number of steps.
     *
     * @param weights read at every pass; tell {@link #refresh()} when they have changed
     * @param capacity most steps of a stretch, the truncation length
     * @throws IllegalArgumentException if the capacity is below 1
     */
    public GruBackpropagation(Parameters weights, int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity must be >= 1: capacity=" + capacity);
        }
        NetworkShape shape = weights.shape();
        this.weights = weights;
        this.capacity = capacity;
        this.traces = new LayerTrace[shape.layers()];
        for (int layer = 0; layer < traces.length; layer++) {
            traces[layer] = new LayerTrace(weights.cells()[layer], capacity);
        }
        this.inputs = new float[capacity][];
        this.layerInputs = new float[shape.layers()][][];
        layerInputs[0] = inputs;
        for (int layer = 1; layer < traces.length; layer++) {
            float[][] below = traces[layer - 1].hidden;
            layerInputs[layer] = Arrays.copyOfRange(below, 1, below.length);
        }
        this.outputs = new float[capacity][shape.outputs()];
        this.gradOutputs = new float[capacity][shape.outputs()];
        this.gradAbove = new float[capacity][shape.hidden()];
        this.gradLayerHidden = new float[shape.hidden()];
        this.headWeights = new float[shape.outputs()][shape.hidden()];
        this.skipWeights = new float[shape.outputs()][shape.inputs()];
        refresh();
    }

    /** Takes over changed weights for the backward products; to be called between a change and a backward pass. */
    public void refresh() {
        for (int layer = 0; layer < traces.length; layer++) {
            traces[layer].refresh(weights.cells()[layer]);
        }
        LinearHead head = weights.head();
        Kernels.transpose(headWeights, head.hiddenRows, head.hiddenRows.length);
        Kernels.transpose(skipWeights, head.inputRows, head.inputRows.length);
    }

    /**
     * Runs the network over a stretch.
     *
     * @param hiddenInPlace float[L*H], bottom layer first: the state before the stretch, then after it
     * @param sequence float[at least from + count][D], kept until the backward pass
     * @param from the stretch's first step
     * @param count its length, at most the capacity
     * @throws IllegalArgumentException if the stretch is empty or longer than the capacity or the sequence
     */
    public void forward(float[] hiddenInPlace, float[][] sequence, int from, int count) {
        if (count < 1 || count > capacity || from < 0 || from + count > sequence.length) {
            throw new IllegalArgumentException("a stretch must lie within its sequence and the capacity: from=" + from
                    + ", count=" + count + ", capacity=" + capacity + ", sequence=" + sequence.length);
        }
        steps = count;
        System.arraycopy(sequence, from, inputs, 0, count);
        int hidden = weights.shape().hidden();
        GruCell[] cells = weights.cells();
        for (int layer = 0; layer < cells.length; layer++) {
            LayerTrace trace = traces[layer];
            System.arraycopy(hiddenInPlace, layer * hidden, trace.hidden[0], 0, hidden);
            for (int t = 0; t < count; t++) {
                cells[layer].step(
                        trace.hidden[t + 1],
                        trace.gates[t],
                        trace.hiddenGates[t],
                        layerInputs[layer][t],
                        trace.hidden[t]);
            }
            System.arraycopy(trace.hidden[count], 0, hiddenInPlace, layer * hidden, hidden);
        }
        float[][] top = traces[traces.length - 1].hidden;
        for (int t = 0; t < count; t++) {
            weights.head().apply(outputs[t], top[t + 1], inputs[t]);
        }
    }

    /** The outputs of one step of the last stretch: float[Q], a view that lives until the next forward pass. */
    public float[] output(int step) {
        return outputs[step];
    }

    /** Where the loss's gradient with respect to one step's outputs is to be written before {@link #backward}. */
    public float[] gradOutput(int step) {
        return gradOutputs[step];
    }

    /**
     * Adds the gradients of the weights over the last stretch.
     *
     * @param gradients added to
     * @param gradHiddenInPlace float[L*H]: in, the loss's gradient with respect to the state after the stretch (zeros
     *     where it is cut); out, with respect to the state before it
     */
    public void backward(Parameters gradients, float[] gradHiddenInPlace) {
        backThroughHead(gradients.head());
        int hidden = weights.shape().hidden();
        for (int layer = traces.length - 1; layer >= 0; layer--) {
            LayerTrace trace = traces[layer];
            System.arraycopy(gradHiddenInPlace, layer * hidden, gradLayerHidden, 0, hidden);
            trace.backThroughTime(gradAbove, gradLayerHidden, steps);
            System.arraycopy(gradLayerHidden, 0, gradHiddenInPlace, layer * hidden, hidden);
            trace.addWeightGradients(gradients.cells()[layer], layerInputs[layer], steps);
            if (layer > 0) {
                for (int t = 0; t < steps; t++) {
                    Arrays.fill(gradAbove[t], 0f);
                    Kernels.addScaledRows(
                            gradAbove[t], trace.gradInputGates[t], trace.inputWeights, trace.inputWeights.length);
                }
            }
        }
    }

    /**
     * Computes the loss's gradient with respect to one step's input; only after {@link #backward}.
     *
     * @param out float[D], written
     * @param step of the last stretch
     */
    public void gradInput(float[] out, int step) {
        Arrays.fill(out, 0f);
        Kernels.addScaledRows(out, gradOutputs[step], skipWeights, skipWeights.length);
        float[][] inputWeights = traces[0].inputWeights;
        Kernels.addScaledRows(out, traces[0].gradInputGates[step], inputWeights, inputWeights.length);
    }

    private void backThroughHead(LinearHead gradients) {
        float[][] top = traces[traces.length - 1].hidden;
        for (int t = 0; t < steps; t++) {
            float[] gradOutput = gradOutputs[t];
            Arrays.fill(gradAbove[t], 0f);
            Kernels.addScaledRows(gradAbove[t], gradOutput, headWeights, headWeights.length);
            Kernels.addOuterProduct(gradients.hiddenRows, top[t + 1], gradOutput);
            Kernels.addOuterProduct(gradients.inputRows, inputs[t], gradOutput);
        }
        Kernels.addRows(gradients.bias, gradOutputs, steps);
    }
}
