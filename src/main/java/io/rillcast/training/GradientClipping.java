package io.rillcast.training;

import io.rillcast.rnn.Parameters;

/**
 * Bounds the length of a gradient over all weights together, so that one wild window cannot throw the weights away.
 *
 * <p>Source: Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural networks" (arXiv 1211.5063),
 * algorithm 1.
 */
final class GradientClipping {
    // PyTorch's guard against dividing by zero.
    private static final double TINY = 1e-6;

    private GradientClipping() {}

    /**
     * Scales the gradient down to a longest norm, if it is longer and finite.
     *
     * @param gradients changed in place
     * @param maxNorm the longest norm
     * @return the norm before, summed in double; not finite if a gradient is not, and then nothing is changed
     */
    static double clipInPlace(Parameters gradients, double maxNorm) {
        double sum = 0;
        for (int i = 0; i < gradients.rowCount(); i++) {
            for (float g : gradients.row(i)) {
                sum += (double) g * g;
            }
        }
        double norm = Math.sqrt(sum);
        if (norm > maxNorm && norm < Double.POSITIVE_INFINITY) {
            float scale = (float) (maxNorm / (norm + TINY));
            for (int i = 0; i < gradients.rowCount(); i++) {
                float[] row = gradients.row(i);
                for (int j = 0; j < row.length; j++) {
                    row[j] *= scale;
                }
            }
        }
        return norm;
    }
}
