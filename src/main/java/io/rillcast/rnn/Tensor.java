package io.rillcast.rnn;

import java.util.Arrays;

/** An array of floats with a shape, row-major; immutable. What weights look like outside the network. */
public final class Tensor {
    private final int[] shape;
    private final float[] values;

    private Tensor(int[] shape, float[] values) {
        this.shape = shape;
        this.values = values;
    }

    /**
     * Copies the values into a tensor.
     *
     * @param shape sizes of the dimensions, outermost first
     * @param values float[product of the sizes], row-major
     * @throws IllegalArgumentException if the number of values is not the product of the sizes
     */
    public static Tensor of(int[] shape, float[] values) {
        if (size(shape) != values.length) {
            throw new IllegalArgumentException("a tensor must have as many values as its shape says: shape="
                    + Arrays.toString(shape) + ", values=" + values.length);
        }
        return new Tensor(shape.clone(), values.clone());
    }

    /** The product of the sizes; -1 if one is below 0 or it is beyond a long. */
    private static long size(int[] shape) {
        long size = 1;
        for (int length : shape) {
            if (length < 0 || Math.multiplyHigh(size, length) != 0) {
                return -1;
            }
            size *= length;
        }
        return size;
    }

    /** A copy of the sizes, outermost first. */
    public int[] shape() {
        return shape.clone();
    }

    /** A copy of the values, row-major. */
    public float[] values() {
        return values.clone();
    }

    /** The number of values. */
    public int size() {
        return values.length;
    }
}
