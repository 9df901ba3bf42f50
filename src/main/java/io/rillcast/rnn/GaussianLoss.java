package io.rillcast.rnn;

/**
 * The negative log-likelihood of a normal distribution whose mean and spread the network says; immutable.
 *
 * <p>Two outputs, the mean m and a raw scale a, and one target y:
 *
 * <pre>
 * sd   = 1e-6 + log(1 + e^a)                    z = (y - m) / sd
 * loss = log sd + z^2 / 2 + log(2 pi) / 2       in nats
 * g_m  = -z / sd
 * g_a  = (1 - z^2) / sd * s(a)                  s the logistic function
 * </pre>
 *
 * <p>The softplus makes the standard deviation grow like a, not like e^a, so that no step of an optimiser throws it out of
 * range; the floor is a millionth of a standardised unit and keeps a series that repeats itself from being infinitely
 * likely.
 *
 * <p>Source of the parametrisation: Salinas, Flunkert and Gasthaus, "DeepAR" (arXiv 1704.04110), section 3.1.
 */
public final class GaussianLoss implements Loss {
    /** The smallest standard deviation. */
    static final double FLOOR = 1e-6;

    private static final double HALF_LOG_2_PI = 0.9189385332046728;

    private GaussianLoss() {}

    /** The loss; there is nothing to choose. */
    public static GaussianLoss of() {
        return new GaussianLoss();
    }

    /** The standard deviation that a raw scale stands for. */
    public static double deviation(float rawScale) {
        return FLOOR + SmoothMath.softplus(rawScale);
    }

    @Override
    public int outputs() {
        return 2;
    }

    @Override
    public int targets() {
        return 1;
    }

    @Override
    public double loss(float[] outputs, int offset, float[] target) {
        if (Float.isNaN(target[0])) {
            return 0;
        }
        double deviation = deviation(outputs[offset + 1]);
        double z = ((double) target[0] - outputs[offset]) / deviation;
        return StrictMath.log(deviation) + 0.5 * z * z + HALF_LOG_2_PI;
    }

    @Override
    public double lossWithGradient(float[] gradOutputs, float[] outputs, int offset, float[] target, float weight) {
        if (Float.isNaN(target[0])) {
            gradOutputs[offset] = 0;
            gradOutputs[offset + 1] = 0;
            return 0;
        }
        double deviation = deviation(outputs[offset + 1]);
        double z = ((double) target[0] - outputs[offset]) / deviation;
        double slope = SmoothMath.sigmoid(outputs[offset + 1]);
        gradOutputs[offset] = SmoothMath.toFloat(weight * (-z / deviation));
        gradOutputs[offset + 1] = SmoothMath.toFloat(weight * ((1 - z * z) / deviation * slope));
        return StrictMath.log(deviation) + 0.5 * z * z + HALF_LOG_2_PI;
    }
}
