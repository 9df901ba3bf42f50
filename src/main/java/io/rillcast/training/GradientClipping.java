package io.rillcast.training;

import io.rillcast.rnn.Parameters;

/**
 * Bounds gradients, so that one wild window cannot throw the weights away.
 *
 * <p>Source: Pascanu, Mikolov and Bengio, "On the difficulty of training recurrent neural networks" (arXiv 1211.5063),
 * algorithm 1, for the norm; Graves, "Generating sequences with recurrent neural networks" (arXiv 1308.0850), section
 * 2.1, for each element. As PyTorch's {@code clip_grad_norm_} and {@code clip_grad_value_}.
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
    static double byNorm(Parameters gradients, double maxNorm) {
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

    /**
     * Cuts each element to [-maxValue, maxValue]; one that is NaN stays NaN.
     *
     * @param gradients changed in place
     * @param maxValue the largest element
     */
    static void byValue(Parameters gradients, double maxValue) {
        float bound = (float) maxValue;
        for (int i = 0; i < gradients.rowCount(); i++) {
            float[] row = gradients.row(i);
            for (int j = 0; j < row.length; j++) {
                row[j] = Math.max(-bound, Math.min(bound, row[j]));
            }
        }
    }

    /**
     * Cuts a gradient to the bounds of a plan.
     *
     * @param gradients changed in place
     * @return the norm after elements were cut and before the norm was; not finite if the gradient is of no use
     */
    static double to(GradientBounds bounds, Parameters gradients) {
        if (bounds.maxValue() < Double.POSITIVE_INFINITY) {
            byValue(gradients, bounds.maxValue());
        }
        return byNorm(gradients, bounds.maxNorm());
    }
}
