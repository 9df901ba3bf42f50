package io.rillcast.rnn;

import java.util.Arrays;

/**
 * The negative log-likelihood of Student's t-distribution, whose heavy tails forgive outliers; immutable.
 *
 * <p>Outputs: the location m, a raw scale a and, where the degrees of freedom are learned, a raw number b; one target y:
 *
 * <pre>
 * sc   = 1e-6 + log(1 + e^a)                    z = (y - m) / sc,  q = z^2 / n
 * n    = 2 + 1e-6 + log(1 + e^b)                or as given; above 2, so that the variance is finite
 * loss = g(n / 2) + log(2 pi) / 2 + log sc + (n + 1) / 2 * log(1 + q)                in nats
 * w    = (n + 1) / (n + z^2)
 * g_m  = -w z / sc
 * g_a  = (1 - w z^2) / sc * s(a)                s the logistic function
 * g_b  = (g'(n / 2) + log(1 + q) - w q) / 2 * s(b)
 * </pre>
 *
 * <p>g is {@link GammaRatio}: log Gamma(n/2) - log Gamma((n+1)/2) + log(n pi) / 2 = g(n/2) + log(2 pi) / 2, which keeps
 * its digits when n is large and the distribution almost normal.
 */
public final class StudentTLoss implements Loss {
    private static final double HALF_LOG_2_PI = 0.9189385332046728;
    /** The smallest scale, and how far the degrees of freedom keep from 2. */
    private static final double FLOOR = 1e-6;

    /** The degrees of freedom, NaN if they are learned. */
    private final double given;

    private StudentTLoss(double given) {
        this.given = given;
    }

    /**
     * The loss with given degrees of freedom, of two outputs.
     *
     * @param degreesOfFreedom > 2, finite
     * @throws IllegalArgumentException if they are not
     */
    public static StudentTLoss of(double degreesOfFreedom) {
        if (!(degreesOfFreedom > 2) || Double.isInfinite(degreesOfFreedom)) {
            throw new IllegalArgumentException(
                    "degreesOfFreedom must be > 2 and finite: degreesOfFreedom=" + degreesOfFreedom);
        }
        return new StudentTLoss(degreesOfFreedom);
    }

    /** The loss whose degrees of freedom are the third output. */
    public static StudentTLoss learned() {
        return new StudentTLoss(Double.NaN);
    }

    /** The scale that a raw scale stands for; the standard deviation is this times sqrt(n / (n - 2)). */
    public static double scale(float rawScale) {
        return FLOOR + SmoothMath.softplus(rawScale);
    }

    /** The degrees of freedom that a third output stands for. */
    public static double degreesOfFreedom(float raw) {
        return 2 + FLOOR + SmoothMath.softplus(raw);
    }

    @Override
    public int outputs() {
        return isLearned() ? 3 : 2;
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
        double scale = scale(outputs[offset + 1]);
        double freedom = freedom(outputs, offset);
        double z = ((double) target[0] - outputs[offset]) / scale;
        return GammaRatio.logShortfall(freedom / 2)
                + HALF_LOG_2_PI
                + StrictMath.log(scale)
                + (freedom + 1) / 2 * StrictMath.log1p(z * z / freedom);
    }

    @Override
    public double lossWithGradient(float[] gradOutputs, float[] outputs, int offset, float[] target, float weight) {
        if (Float.isNaN(target[0])) {
            Arrays.fill(gradOutputs, offset, offset + outputs(), 0f);
            return 0;
        }
        double scale = scale(outputs[offset + 1]);
        double freedom = freedom(outputs, offset);
        double z = ((double) target[0] - outputs[offset]) / scale;
        double pull = (freedom + 1) / (freedom + z * z);
        double slope = SmoothMath.sigmoid(outputs[offset + 1]);
        gradOutputs[offset] = SmoothMath.toFloat(weight * (-pull * z / scale));
        gradOutputs[offset + 1] = SmoothMath.toFloat(weight * ((1 - pull * z * z) / scale * slope));
        if (isLearned()) {
            double q = z * z / freedom;
            double grad = 0.5 * (GammaRatio.slope(freedom / 2) + StrictMath.log1p(q) - pull * q);
            gradOutputs[offset + 2] = SmoothMath.toFloat(weight * (grad * SmoothMath.sigmoid(outputs[offset + 2])));
        }
        return loss(outputs, offset, target);
    }

    private boolean isLearned() {
        return Double.isNaN(given);
    }

    private double freedom(float[] outputs, int offset) {
        return isLearned() ? degreesOfFreedom(outputs[offset + 2]) : given;
    }
}
