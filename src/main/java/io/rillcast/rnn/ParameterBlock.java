package io.rillcast.rnn;

import java.util.Arrays;

/**
 * One named weight matrix or bias, in kernel layout, and its way from and to PyTorch's layout.
 *
 * <p>A matrix is float[in][out] here and [out, in] in PyTorch; a bias is one row. Shares its rows with the layer.
 */
final class ParameterBlock {
    private final String name;
    private final int[] shape;
    private final float[][] rows;

    private ParameterBlock(String name, int[] shape, float[][] rows) {
        this.name = name;
        this.shape = shape;
        this.rows = rows;
    }

    /** A block over a weight matrix, rows: float[in][out]. */
    static ParameterBlock matrix(String name, float[][] rows) {
        return new ParameterBlock(name, new int[] {rows[0].length, rows.length}, rows);
    }

    /** A block over a bias, row: float[out]. */
    static ParameterBlock bias(String name, float[] row) {
        return new ParameterBlock(name, new int[] {row.length}, new float[][] {row});
    }

    /** PyTorch's name. */
    String name() {
        return name;
    }

    /** PyTorch's shape, as a sentence needs it. */
    String shapeText() {
        return Arrays.toString(shape);
    }

    /** The rows themselves, not copies. */
    float[][] rows() {
        return rows;
    }

    /** Whether a tensor has this block's shape. */
    boolean fits(Tensor tensor) {
        return Arrays.equals(shape, tensor.shape());
    }

    /** Takes over a tensor's values. */
    void load(Tensor tensor) {
        float[] values = tensor.values();
        for (int in = 0; in < rows.length; in++) {
            for (int out = 0; out < rows[in].length; out++) {
                rows[in][out] = values[out * rows.length + in];
            }
        }
    }

    /** A copy of the values in PyTorch's layout. */
    Tensor toTensor() {
        int outs = rows[0].length;
        float[] values = new float[outs * rows.length];
        for (int in = 0; in < rows.length; in++) {
            for (int out = 0; out < outs; out++) {
                values[out * rows.length + in] = rows[in][out];
            }
        }
        return Tensor.of(shape, values);
    }
}
