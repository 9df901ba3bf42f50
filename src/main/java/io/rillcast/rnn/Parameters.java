package io.rillcast.rnn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * All weights of a network, or one gradient or moment for each, as mutable rows; owned by one trainer.
 *
 * <p>{@link Network} keeps one that is never written. A row is one matrix or bias. Rows have a fixed order, the same for
 * all of one shape, so that an optimiser can walk weights, gradients and moments side by side. The kernels' padding is
 * part of a row: zero in weights and gradients, and an optimiser must leave a weight of zero with gradients of zero
 * alone.
 */
public final class Parameters {
    private final NetworkShape shape;
    private final LayerWeights[][] layers;
    private final LinearHead head;
    private final List<ParameterBlock> recurrentBlocks = new ArrayList<>();
    private final List<ParameterBlock> blocks = new ArrayList<>();

    private Parameters(NetworkShape shape) {
        this.shape = shape;
        this.layers = new LayerWeights[shape.layers()][shape.directions()];
        this.head = new LinearHead(shape);
        for (int layer = 0; layer < shape.layers(); layer++) {
            for (int direction = 0; direction < shape.directions(); direction++) {
                layers[layer][direction] = new LayerWeights(shape.recurrent(), layer);
                addBlocks(layers[layer][direction], layer + (direction == 0 ? "" : "_reverse"));
            }
        }
        blocks.addAll(recurrentBlocks);
        blocks.add(ParameterBlock.matrix("head.weight", head.weight, head.inputs, head.outputs));
        blocks.add(ParameterBlock.bias("head.bias", head.bias, head.outputs));
        if (shape.skip()) {
            blocks.add(ParameterBlock.matrix("skip.weight", head.skip, head.skipInputs, head.outputs));
        }
    }

    private void addBlocks(LayerWeights layer, String suffix) {
        String prefix = shape.cell().torchName() + ".";
        recurrentBlocks.add(
                ParameterBlock.matrix(prefix + "weight_ih_l" + suffix, layer.input, layer.inputs, layer.gates));
        recurrentBlocks.add(
                ParameterBlock.matrix(prefix + "weight_hh_l" + suffix, layer.recurrent, layer.hidden, layer.gates));
        recurrentBlocks.add(ParameterBlock.bias(prefix + "bias_ih_l" + suffix, layer.inputBias, layer.gates));
        recurrentBlocks.add(ParameterBlock.bias(prefix + "bias_hh_l" + suffix, layer.recurrentBias, layer.gates));
    }

    /** A zero for every weight of a network of this shape. */
    public static Parameters zeros(NetworkShape shape) {
        return new Parameters(shape);
    }

    /**
     * Weights from tensors under PyTorch's names.
     *
     * @throws IllegalArgumentException if a name is missing or unknown, a shape differs, or a value is not finite
     */
    static Parameters ofTensors(NetworkShape shape, Map<String, Tensor> tensors) {
        Parameters parameters = new Parameters(shape);
        parameters.requireNames(tensors.keySet());
        for (ParameterBlock block : parameters.blocks) {
            Tensor tensor = tensors.get(block.name());
            if (!block.fits(tensor)) {
                throw new IllegalArgumentException("a tensor must have the shape that the network's sizes give: tensor="
                        + block.name() + ", expected=" + block.shapeText() + ", found="
                        + Arrays.toString(tensor.shape()) + ", network=" + shape);
            }
            requireFinite(block.name(), tensor.values());
            block.load(tensor);
        }
        return parameters;
    }

    /** The sizes of the network. */
    public NetworkShape shape() {
        return shape;
    }

    /** How many rows there are. */
    public int rowCount() {
        return blocks.size();
    }

    /** One row itself, not a copy: what an optimiser reads and writes. */
    public float[] row(int index) {
        return blocks.get(index).values();
    }

    /** Sets everything to zero. */
    public void clear() {
        blocks.forEach(block -> Arrays.fill(block.values(), 0f));
    }

    /** An independent copy. */
    public Parameters copy() {
        Parameters copy = new Parameters(shape);
        for (int i = 0; i < blocks.size(); i++) {
            System.arraycopy(row(i), 0, copy.row(i), 0, row(i).length);
        }
        return copy;
    }

    /** A network of a copy of these weights. */
    public Network toNetwork() {
        return Network.owning(copy());
    }

    /** A copy in PyTorch's layout, under PyTorch's names, in PyTorch's order. */
    public Map<String, Tensor> toTensors() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (ParameterBlock block : blocks) {
            tensors.put(block.name(), block.toTensor());
        }
        return tensors;
    }

    /** The weights of one layer and direction (0 forward, 1 reverse), not a copy. */
    LayerWeights layer(int layer, int direction) {
        return layers[layer][direction];
    }

    /** Draws the recurrent weights, uniformly within +-1/sqrt(H), as PyTorch does. */
    void drawRecurrent(Random random) {
        float bound = (float) (1 / Math.sqrt(shape.hidden()));
        recurrentBlocks.forEach(block -> block.fillUniform(bound, random));
    }

    /** Draws the head's and the skip connection's weights, uniformly within +-1/sqrt of what each reads. */
    void drawHead(Random random) {
        for (ParameterBlock block : blocks.subList(recurrentBlocks.size(), blocks.size())) {
            int reads = block.values() == head.skip ? head.skipInputs : head.inputs;
            block.fillUniform((float) (1 / Math.sqrt(reads)), random);
        }
    }

    /** The read-out, not a copy. */
    LinearHead head() {
        return head;
    }

    private void requireNames(Set<String> names) {
        Set<String> missing = new LinkedHashSet<>();
        for (ParameterBlock block : blocks) {
            missing.add(block.name());
        }
        Set<String> unknown = new LinkedHashSet<>(names);
        unknown.removeAll(missing);
        missing.removeAll(names);
        if (!missing.isEmpty() || !unknown.isEmpty()) {
            throw new IllegalArgumentException("a network's tensors must bear exactly PyTorch's names: missing="
                    + missing + ", unknown=" + unknown + ", network=" + shape);
        }
    }

    private static void requireFinite(String name, float[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new IllegalArgumentException(
                        "weights must be finite: tensor=" + name + ", index=" + i + ", value=" + values[i]);
            }
        }
    }
}
