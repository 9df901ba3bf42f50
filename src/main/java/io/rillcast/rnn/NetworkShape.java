package io.rillcast.rnn;

/**
 * The sizes of a stacked GRU with a linear head: D inputs, L layers of H hidden units, Q outputs.
 *
 * @param inputs D, the length of one input vector, >= 1
 * @param hidden H, the units of each layer, >= 1
 * @param layers L, the number of stacked layers, >= 1
 * @param outputs Q, the length of one output vector, >= 1
 */
public record NetworkShape(int inputs, int hidden, int layers, int outputs) {
    /**
     * Checks the sizes.
     *
     * @throws IllegalArgumentException if a size is below 1 or above what a state can hold
     */
    public NetworkShape {
        require("inputs", inputs, 1024);
        require("hidden", hidden, 1024);
        require("layers", layers, 8);
        require("outputs", outputs, 1024);
    }

    /** The length of a hidden state of all layers, L*H. */
    public int stateLength() {
        return layers * hidden;
    }

    private static void require(String name, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(name + " must be between 1 and " + most + ": " + name + "=" + value);
        }
    }
}
