package io.rillcast.rnn;

/** How far a {@link SequenceBatch} has come; calls in another order would compute something else without a word. */
enum BatchPhase {
    /** No batch yet. */
    NEW,
    /** To be filled. */
    BEGUN,
    /** The outputs are there. */
    FORWARD,
    /** The gradients are there, in the place of what the backward pass needs. */
    BACKWARD;

    /**
     * Refuses a call that belongs elsewhere.
     *
     * @throws IllegalStateException if this is not the wanted phase
     */
    void require(BatchPhase wanted) {
        if (this != wanted) {
            throw new IllegalStateException(
                    "a batch must be begun, filled, run forward and run back once, in this order: expected=" + wanted
                            + ", found=" + this);
        }
    }
}
