package io.rillcast.rnn;

/**
 * What a recurrent unit computes from its two products, and the exact way back; stateless, one row of a batch at a
 * time.
 *
 * <p>The products themselves, p = W x + b and q = U h + c, are the same for all units and are made outside, for many
 * rows at once. A row's state is h, for {@link LstmCell} h and then c. The equations stand in the package's description.
 */
sealed interface Cell permits GruCell, LstmCell, PlainCell {
    /** The cell of a kind with H hidden units. */
    static Cell of(CellKind kind, int hidden) {
        return switch (kind) {
            case RNN_TANH -> new PlainCell(hidden, false);
            case RNN_RELU -> new PlainCell(hidden, true);
            case LSTM -> new LstmCell(hidden);
            case GRU -> new GruCell(hidden);
        };
    }

    /** The length of a state: H, or 2H for h and c. */
    int parts();

    /** Whether the gradients with respect to p and q differ; where they do not, only the former is written. */
    boolean hasOwnHiddenGradient();

    /**
     * Computes the next state.
     *
     * @param gates p at the offset, G*H values; written: the gates
     * @param hiddenGates q at the offset, G*H values; written: what {@link #backward} needs of it
     * @param offset of the row in both
     * @param states the state before at {@code before}; written: the state after at {@code after}
     * @param before where the state before begins
     * @param after where the state after begins; the two do not overlap
     */
    void forward(float[] gates, float[] hiddenGates, int offset, float[] states, int before, int after);

    /**
     * Computes the loss's gradients with respect to p and q, and that part of the one with respect to the state before
     * which does not pass q.
     *
     * @param gates at the offset what {@link #forward} left; written: the gradient with respect to p
     * @param hiddenGates at the offset what {@link #forward} left; written: the gradient with respect to q, if it is
     *     another one
     * @param offset of the row in both
     * @param states the state before at {@code before}
     * @param before where the state before begins
     * @param gradState at its offset, in: the gradient with respect to the state after; out: the direct part of that
     *     with respect to the state before
     * @param gradOffset of the row there
     */
    void backward(
            float[] gates,
            float[] hiddenGates,
            int offset,
            float[] states,
            int before,
            float[] gradState,
            int gradOffset);
}
