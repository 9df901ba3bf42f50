package io.rillcast.rnn;

import java.util.Arrays;
import java.util.Random;

/**
 * All layers of a network over a batch of sequences, there and back; scratch, owned by its {@link SequenceBatch}.
 *
 * <p>Each layer reads what the one below puts out: its directions' hidden states side by side.
 */
final class LayerStack {
    private final RecurrentShape shape;
    private final int slots;
    private final int capacity;
    private final LayerRun[][] runs;
    /** What each layer puts out. */
    private final LayerInput[] outputs;
    /** float[L][T][B][directions * H]: the gradient with respect to what each layer puts out. */
    private final float[][] gradOutputs;

    private final Dropout dropout = new Dropout();

    /** Room for batches of so many sequences and steps. */
    LayerStack(Parameters weights, int slots, int capacity) {
        this.shape = weights.shape().recurrent();
        this.slots = slots;
        this.capacity = capacity;
        this.runs = new LayerRun[shape.layers()][shape.directions()];
        this.outputs = new LayerInput[shape.layers()];
        int rows = slots * capacity;
        Cell cell = Cell.of(shape.cell(), shape.hidden());
        for (int layer = 0; layer < runs.length; layer++) {
            for (int direction = 0; direction < runs[layer].length; direction++) {
                runs[layer][direction] =
                        new LayerRun(weights.layer(layer, direction), cell, direction == 1, slots, capacity);
            }
            outputs[layer] = new LayerInput(shape.outputLength(), rows);
        }
        this.gradOutputs = new float[shape.layers()][rows * shape.outputLength()];
    }

    /** Takes over changed weights for the backward products. */
    void refresh() {
        for (LayerRun[] layer : runs) {
            for (LayerRun run : layer) {
                run.refresh();
            }
        }
    }

    /** See {@link SequenceBatch#dropout}. */
    void dropout(float rate, Random random) {
        dropout.set(rate, random, (runs.length - 1) * slots * capacity * shape.outputLength());
    }

    /**
     * Runs the layers from the bottom up.
     *
     * @param x what the bottom layer reads
     * @param lengths int[B]
     * @param steps of the batch
     * @param statesInPlace float[B][stateLength]: before, then after
     */
    void forward(LayerInput x, int[] lengths, int steps, float[] statesInPlace) {
        int rows = steps * slots;
        for (int layer = 0; layer < runs.length; layer++) {
            float[] joined = outputs[layer].beginDense(rows);
            for (int direction = 0; direction < runs[layer].length; direction++) {
                LayerRun run = runs[layer][direction];
                run.forward(
                        layer == 0 ? x : outputs[layer - 1], lengths, steps, statesInPlace, share(layer, direction));
                run.copyOutputs(joined, shape.outputLength(), direction * shape.hidden(), steps);
            }
            if (layer + 1 < runs.length) {
                dropout.drawAndApply(joined, layer, rows * shape.outputLength());
            }
        }
    }

    /** What the top layer puts out. */
    LayerInput top() {
        return outputs[runs.length - 1];
    }

    /** float[T][B][directions * H]: the gradient with respect to that, to be written before {@link #backward}. */
    float[] gradTop() {
        return gradOutputs[runs.length - 1];
    }

    /** Copies the states after some steps, of one direction. */
    void copyStatesAfter(int count, float[] out) {
        for (int layer = 0; layer < runs.length; layer++) {
            runs[layer][0].copyStatesAfter(count, out, share(layer, 0));
        }
    }

    /**
     * Goes back from the top down, and adds the gradients of the weights.
     *
     * @param gradients added to
     * @param x what the bottom layer read
     * @param lengths int[B]
     * @param steps of the batch
     * @param gradStatesInPlace float[B][stateLength]: of the states after, then of those before
     */
    void backward(Parameters gradients, LayerInput x, int[] lengths, int steps, float[] gradStatesInPlace) {
        int width = shape.outputLength();
        for (int layer = runs.length - 1; layer >= 0; layer--) {
            for (int direction = 0; direction < runs[layer].length; direction++) {
                LayerRun run = runs[layer][direction];
                run.loadGradStates(gradStatesInPlace, share(layer, direction));
                run.backward(gradOutputs[layer], width, direction * shape.hidden(), lengths, steps);
                run.storeGradStates(gradStatesInPlace, share(layer, direction));
                run.addWeightGradients(gradients.layer(layer, direction), layer == 0 ? x : outputs[layer - 1], steps);
            }
            if (layer > 0) {
                Arrays.fill(gradOutputs[layer - 1], 0, steps * slots * width, 0f);
                for (LayerRun run : runs[layer]) {
                    run.addGradBelow(gradOutputs[layer - 1], steps);
                }
                dropout.apply(gradOutputs[layer - 1], layer - 1, steps * slots * width);
            }
        }
    }

    /** Adds the gradient with respect to one row's input, float[D]. */
    void addGradInput(float[] gradInput, int row) {
        for (LayerRun run : runs[0]) {
            run.addGradInput(gradInput, row);
        }
    }

    /** Copies the gradient with respect to one hidden state, float[H], of the forward direction. */
    void copyGradHidden(float[] out, int layer, int row) {
        System.arraycopy(gradOutputs[layer], row * shape.outputLength(), out, 0, shape.hidden());
    }

    private int share(int layer, int direction) {
        return (layer * shape.directions() + direction) * shape.partsLength();
    }
}
