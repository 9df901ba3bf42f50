package io.rillcast.bench;

import java.util.Arrays;

/** Makes sure that two implementations compute the same before either is measured. */
final class StepAgreement {
    private static final int STEPS = 50;

    /** Float sums in different orders differ by less over fifty steps; another gate order or variant by far more. */
    private static final float TOLERANCE = 1e-5f;

    private StepAgreement() {}

    /**
     * Compares a peer with ours over fifty steps from states of zeros, and leaves both there.
     *
     * @throws IllegalStateException if an output differs by more than 1e-5
     */
    static void require(StepEngine peer, int hidden) {
        float[][] inputs = StepCase.inputs();
        float[] expected = new float[StepCase.OUTPUTS];
        float[] actual = new float[StepCase.OUTPUTS];
        try (OwnStep own = new OwnStep(hidden)) {
            for (int step = 0; step < STEPS; step++) {
                own.step(expected, inputs[step]);
                peer.step(actual, inputs[step]);
                for (int i = 0; i < expected.length; i++) {
                    if (!(Math.abs(expected[i] - actual[i]) <= TOLERANCE)) {
                        throw new IllegalStateException("a peer must compute what ours does: step=" + step + ", ours="
                                + Arrays.toString(expected) + ", peer=" + Arrays.toString(actual));
                    }
                }
            }
        }
    }
}
