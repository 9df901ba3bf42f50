package io.rillcast.training;

import io.rillcast.rnn.NetworkShape;
import io.rillcast.rnn.Parameters;

/**
 * Adam with decoupled weight decay; mutable moments, owned by one trainer.
 *
 * <p>Source: Loshchilov and Hutter, "Decoupled Weight Decay Regularization" (arXiv 1711.05101), algorithm 2, with the
 * usual 0.9, 0.999 and 1e-8. As in PyTorch every weight decays, biases too. Without decay it is Adam: Kingma and Ba,
 * "Adam" (arXiv 1412.6980), algorithm 1.
 */
final class AdamW implements Optimiser {
    private static final float BETA_1 = 0.9f;
    private static final float BETA_2 = 0.999f;
    private static final float EPSILON = 1e-8f;

    private final Parameters firstMoments;
    private final Parameters secondMoments;
    private final double weightDecay;
    private double beta1Power = 1;
    private double beta2Power = 1;

    /**
     * An optimiser that has taken no step.
     *
     * @param shape the network's sizes
     * @param weightDecay how fast weights shrink, per unit of learning rate and step, >= 0
     * @throws IllegalArgumentException if the decay is negative or not finite
     */
    AdamW(NetworkShape shape, double weightDecay) {
        if (!(weightDecay >= 0) || Double.isInfinite(weightDecay)) {
            throw new IllegalArgumentException("weightDecay must be >= 0 and finite: weightDecay=" + weightDecay);
        }
        this.firstMoments = Parameters.zeros(shape);
        this.secondMoments = Parameters.zeros(shape);
        this.weightDecay = weightDecay;
    }

    @Override
    public void step(Parameters weights, Parameters gradients, double learningRate) {
        beta1Power *= BETA_1;
        beta2Power *= BETA_2;
        float keep = (float) (1 - learningRate * weightDecay);
        float rate = (float) (learningRate / (1 - beta1Power));
        float scale = (float) (1 / Math.sqrt(1 - beta2Power));
        for (int i = 0; i < weights.rowCount(); i++) {
            updateMoments(firstMoments.row(i), secondMoments.row(i), gradients.row(i));
            float[] row = weights.row(i);
            float[] first = firstMoments.row(i);
            float[] second = secondMoments.row(i);
            for (int j = 0; j < row.length; j++) {
                float deviation = Math.fma((float) Math.sqrt(second[j]), scale, EPSILON);
                row[j] = keep * row[j] - rate * (first[j] / deviation);
            }
        }
    }

    private static void updateMoments(float[] first, float[] second, float[] gradient) {
        for (int i = 0; i < gradient.length; i++) {
            float g = gradient[i];
            first[i] = Math.fma(BETA_1, first[i], (1 - BETA_1) * g);
            second[i] = Math.fma(BETA_2, second[i], (1 - BETA_2) * g * g);
        }
    }
}
