package io.rillcast.rnn;

import java.util.Arrays;
import java.util.Random;

/**
 * One named weight matrix or bias, in kernel layout, and its way from and to PyTorch's layout.
 *
 * <p>A matrix is float[in][stride] here, of which the first {@code out} of each row count, and [out, in] in PyTorch; a
 * bias is one row. Shares its array with the layer.
 */
final class ParameterBlock {
    private final String name;
    private final int[] shape;
    private final float[] values;
    private final int ins;
    private final int outs;
    private final int stride;

    private ParameterBlock(String name, int[] shape, float[] values, int ins) {
        this.name = name;
        this.shape = shape;
        this.values = values;
        this.ins = ins;
        this.outs = shape[0];
        this.stride = values.length / ins;
    }

    /** A block over a weight matrix of ins rows, values: float[ins][stride >= outs]. */
    static ParameterBlock matrix(String name, float[] values, int ins, int outs) {
        return new ParameterBlock(name, new int[] {outs, ins}, values, ins);
    }

    /** A block over a bias, values: float[stride >= outs]. */
    static ParameterBlock bias(String name, float[] values, int outs) {
        return new ParameterBlock(name, new int[] {outs}, values, 1);
    }

    /** PyTorch's name. */
    String name() {
        return name;
    }

    /** PyTorch's shape, as a sentence needs it. */
    String shapeText() {
        return Arrays.toString(shape);
    }

    /** The values themselves, not a copy. */
    float[] values() {
        return values;
    }

    /** Whether a tensor has this block's shape. */
    boolean fits(Tensor tensor) {
        return Arrays.equals(shape, tensor.shape());
    }

    /** Takes over a tensor's values. */
    void load(Tensor tensor) {
        float[] theirs = tensor.values();
        for (int in = 0; in < ins; in++) {
            for (int out = 0; out < outs; out++) {
                values[in * stride + out] = theirs[out * ins + in];
            }
        }
    }

    /** Draws every value uniformly from +-bound. */
    void fillUniform(float bound, Random random) {
        for (int in = 0; in < ins; in++) {
            for (int out = 0; out < outs; out++) {
                values[in * stride + out] = (2 * random.nextFloat() - 1) * bound;
            }
        }
    }

    /** A copy of the values in PyTorch's layout. */
    Tensor toTensor() {
        float[] theirs = new float[outs * ins];
        for (int in = 0; in < ins; in++) {
            for (int out = 0; out < outs; out++) {
                theirs[out * ins + in] = values[in * stride + out];
            }
        }
        return Tensor.of(shape, theirs);
    }
}
