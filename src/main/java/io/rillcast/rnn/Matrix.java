package io.rillcast.rnn;

/**
 * A window on an array as a matrix; its position moves, so that a loop over steps allocates nothing. Owned by one run.
 *
 * <p>Element (i, j) is {@code values[offset + i * rowStride + j * columnStride]}. Nothing is copied.
 */
final class Matrix {
    float[] values;
    int offset;
    int rows;
    int columns;
    int rowStride;
    int columnStride;

    /** A view of nothing yet; see {@link #over} and {@link #transposed}. */
    Matrix() {}

    /** Views rows of this many columns, one every rowStride values; this view, for chaining. */
    Matrix over(float[] array, int firstOffset, int rowCount, int columnCount, int stride) {
        values = array;
        offset = firstOffset;
        rows = rowCount;
        columns = columnCount;
        rowStride = stride;
        columnStride = 1;
        return this;
    }

    /** Swaps rows and columns of this view; this view, for chaining. */
    Matrix transposed() {
        int count = rows;
        rows = columns;
        columns = count;
        int stride = rowStride;
        rowStride = columnStride;
        columnStride = stride;
        return this;
    }
}
