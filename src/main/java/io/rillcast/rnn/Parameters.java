package io.rillcast.rnn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All weights of a network, or one gradient or moment for each, as mutable rows; owned by one trainer.
 *
 * <p>{@link GruNetwork} keeps one that is never written. Rows have a fixed order, the same for all of one shape, so
 * that an optimiser can walk weights, gradients and moments side by side.
 */
public final class Parameters {
    private final NetworkShape shape;
    private final GruCell[] cells;
    private final LinearHead head;
    private final List<ParameterBlock> blocks;
    private final float[][] rows;

    private Parameters(NetworkShape shape) {
        this.shape = shape;
        this.cells = new GruCell[shape.layers()];
        this.head = new LinearHead(shape);
        this.blocks = new ArrayList<>();
        for (int layer = 0; layer < cells.length; layer++) {
            GruCell cell = new GruCell(layer == 0 ? shape.inputs() : shape.hidden(), shape.hidden());
            cells[layer] = cell;
            blocks.add(ParameterBlock.matrix("gru.weight_ih_l" + layer, cell.inputRows));
            blocks.add(ParameterBlock.matrix("gru.weight_hh_l" + layer, cell.hiddenRows));
            blocks.add(ParameterBlock.bias("gru.bias_ih_l" + layer, cell.inputBias));
            blocks.add(ParameterBlock.bias("gru.bias_hh_l" + layer, cell.hiddenBias));
        }
        blocks.add(ParameterBlock.matrix("head.weight", head.hiddenRows));
        blocks.add(ParameterBlock.bias("head.bias", head.bias));
        blocks.add(ParameterBlock.matrix("skip.weight", head.inputRows));
        this.rows =
                blocks.stream().flatMap(block -> List.of(block.rows()).stream()).toArray(float[][]::new);
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
        return rows.length;
    }

    /** One row itself, not a copy: what an optimiser reads and writes. */
    public float[] row(int index) {
        return rows[index];
    }

    /** Sets everything to zero. */
    public void clear() {
        Kernels.clear(rows);
    }

    /** An independent copy. */
    public Parameters copy() {
        Parameters copy = new Parameters(shape);
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, copy.rows[i], 0, rows[i].length);
        }
        return copy;
    }

    /** A network of a copy of these weights. */
    public GruNetwork toNetwork() {
        return GruNetwork.owning(copy());
    }

    /** A copy in PyTorch's layout, under PyTorch's names, in PyTorch's order. */
    public Map<String, Tensor> toTensors() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (ParameterBlock block : blocks) {
            tensors.put(block.name(), block.toTensor());
        }
        return tensors;
    }

    /** The layers from the bottom up, not copies. */
    GruCell[] cells() {
        return cells;
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
