package io.rillcast.rnn;

import java.util.Arrays;

/** Which recurrent unit a network is made of. */
public enum CellKind {
    /** The plain recurrent unit h' = tanh(W x + b + U h + c). */
    RNN_TANH("rnn", "rnn", 1, 1),
    /** The plain recurrent unit h' = max(0, W x + b + U h + c). */
    RNN_RELU("rnn-relu", "rnn", 1, 1),
    /** Long short-term memory, gates in the order i, f, g, o; its state is h, then c. */
    LSTM("lstm", "lstm", 4, 2),
    /** The gated recurrent unit in PyTorch's variant, gates in the order r, z, n. */
    GRU("gru", "gru", 3, 1);

    private final String text;
    private final String torchName;
    private final int gates;
    private final int stateParts;

    CellKind(String text, String torchName, int gates, int stateParts) {
        this.text = text;
        this.torchName = torchName;
        this.gates = gates;
        this.stateParts = stateParts;
    }

    /**
     * The kind of this name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static CellKind of(String text) {
        for (CellKind kind : values()) {
            if (kind.text.equals(text)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("cell must be one of "
                + String.join(", ", Arrays.stream(values()).map(CellKind::text).toList()) + ": cell=" + text);
    }

    /** The name that settings, files and commands use. */
    public String text() {
        return text;
    }

    /** What PyTorch's parameters of this kind are named after: {@code rnn}, {@code lstm} or {@code gru}. */
    public String torchName() {
        return torchName;
    }

    /** How many gates, G: the products of a unit are so many times its length. */
    public int gates() {
        return gates;
    }

    /** How many vectors of H values a state has: 1, or 2 for h and c. */
    public int stateParts() {
        return stateParts;
    }
}
