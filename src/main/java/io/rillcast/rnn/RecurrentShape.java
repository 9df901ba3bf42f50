package io.rillcast.rnn;

/**
 * The sizes of stacked recurrent layers.
 *
 * @param cell the unit
 * @param inputs D, the length of one input vector, 1 to 65,536
 * @param hidden H, the units of each layer and direction, 1 to 1,024
 * @param layers L, the number of stacked layers, 1 to 8
 * @param bidirectional whether each layer also runs from the end to the beginning, which only whole sequences allow
 */
public record RecurrentShape(CellKind cell, int inputs, int hidden, int layers, boolean bidirectional) {
    /**
     * Checks the sizes.
     *
     * @throws IllegalArgumentException if a size is out of range
     */
    public RecurrentShape {
        requireRange("inputs", inputs, 65_536);
        requireRange("hidden", hidden, 1024);
        requireRange("layers", layers, 8);
    }

    /** 1, or 2 if bidirectional. */
    public int directions() {
        return bidirectional ? 2 : 1;
    }

    /** The length of what a layer puts out at one step: its directions' hidden states side by side. */
    public int outputLength() {
        return directions() * hidden;
    }

    /**
     * The length of a state of all layers: layer by layer, within it direction by direction, within that part by part.
     */
    public int stateLength() {
        return layers * directions() * partsLength();
    }

    /** The length of the state of one layer and direction: H, or 2H for h and c. */
    int partsLength() {
        return cell.stateParts() * hidden;
    }

    /** The length of what a layer reads at one step. */
    int layerInputs(int layer) {
        return layer == 0 ? inputs : outputLength();
    }

    static void requireRange(String name, int value, int most) {
        if (value < 1 || value > most) {
            throw new IllegalArgumentException(name + " must be between 1 and " + most + ": " + name + "=" + value);
        }
    }
}
