package io.rillcast.rnn;

/**
 * A view of a matrix in a flat array: element (i, j) stands at {@code offset + i rowStride + j columnStride}.
 *
 * <p>Owned by one thread, and meant to be moved over its data instead of being made anew. The array is shared, never
 * copied.
 */
final class Matrix {
    float[] values;
    int offset;
    int rows;
    int columns;
    int rowStride;
    int columnStride;

    /**
     * Places the view on a block whose rows follow one another without gaps.
     *
     * @param values float[at least offset + rows * columns]
     * @return this
     */
    Matrix place(float[] values, int offset, int rows, int columns) {
        return place(values, offset, rows, columns, columns);
    }

    /**
     * Places the view on rows that begin rowStride floats apart.
     *
     * @param values float[at least offset + (rows - 1) * rowStride + columns]
     * @return this
     */
    Matrix place(float[] values, int offset, int rows, int columns, int rowStride) {
        this.values = values;
        this.offset = offset;
        this.rows = rows;
        this.columns = columns;
        this.rowStride = rowStride;
        this.columnStride = 1;
        return this;
    }

    /** Turns rows into columns, without moving a number; returns this. */
    Matrix transpose() {
        int formerRows = rows;
        int formerRowStride = rowStride;
        rows = columns;
        rowStride = columnStride;
        columns = formerRows;
        columnStride = formerRowStride;
        return this;
    }

    /** The number in row i, column j. */
    float at(int i, int j) {
        return values[offset + i * rowStride + j * columnStride];
    }

    /** Where a row begins; beyond the last row, where the last one begins. */
    int rowAt(int row) {
        return offset + Math.min(row, rows - 1) * rowStride;
    }

    /** Whether every element lies within the array. */
    boolean isWithinValues() {
        if (rows == 0 || columns == 0) {
            return true;
        }
        long last = offset + (rows - 1L) * rowStride + (columns - 1L) * columnStride;
        return offset >= 0 && rows > 0 && columns > 0 && rowStride >= 0 && columnStride >= 0 && last < values.length;
    }

    @Override
    public String toString() {
        return rows + "x" + columns;
    }
}
