package io.rillcast.rnn;

import java.util.List;
import java.util.Random;
import java.util.function.Function;

/**
 * A loss of ours and the same in double from its formula alone.
 *
 * @param name what a test calls it
 * @param loss ours; null for the sum of two outputs times the target
 * @param target draws one
 * @param formula of outputs and target
 */
record DoubleLoss(String name, Loss loss, Function<Random, float[]> target, Formula formula) {
    private static final float[] LEVELS = {0.1f, 0.5f, 0.9f};

    /** The loss of one step. */
    interface Formula {
        double of(double[] outputs, float[] target);
    }

    /** Every loss there is, and a sum of weighted outputs. */
    static List<DoubleLoss> all() {
        return List.of(
                new DoubleLoss(
                        "weighted sum", null, random -> RandomNetworks.normal(2, 1, random), DoubleLoss::weightedSum),
                new DoubleLoss(
                        "squared error",
                        SquaredError.of(2),
                        random -> RandomNetworks.normal(2, 1, random),
                        DoubleLoss::squaredError),
                new DoubleLoss(
                        "pinball",
                        PinballLoss.of(0.1, 0.5, 0.9),
                        random -> RandomNetworks.normal(1, 1, random),
                        DoubleLoss::pinball),
                new DoubleLoss(
                        "gaussian",
                        GaussianLoss.of(),
                        random -> RandomNetworks.normal(1, 1, random),
                        DoubleLoss::gaussian),
                new DoubleLoss(
                        "student-t of 5",
                        StudentTLoss.of(5),
                        random -> RandomNetworks.normal(1, 1, random),
                        (outputs, target) -> studentT(outputs, target, 5)),
                new DoubleLoss(
                        "student-t",
                        StudentTLoss.learned(),
                        random -> RandomNetworks.normal(1, 1, random),
                        (outputs, target) -> studentT(outputs, target, 2 + 1e-6 + softplus(outputs[2]))),
                new DoubleLoss(
                        "binary cross-entropy",
                        BinaryCrossEntropy.of(2),
                        random -> new float[] {random.nextInt(2), random.nextFloat()},
                        DoubleLoss::binaryCrossEntropy),
                new DoubleLoss(
                        "softmax cross-entropy",
                        SoftmaxCrossEntropy.of(4),
                        random -> new float[] {random.nextInt(4)},
                        DoubleLoss::softmaxCrossEntropy));
    }

    /** How many outputs it reads. */
    int outputs() {
        return loss == null ? 2 : loss.outputs();
    }

    /** Ours, with its gradient. */
    double lossWithGradient(float[] gradOutputs, float[] outputs, int offset, float[] wanted) {
        if (loss != null) {
            return loss.lossWithGradient(gradOutputs, outputs, offset, wanted, 1);
        }
        System.arraycopy(wanted, 0, gradOutputs, offset, 2);
        return (double) outputs[offset] * wanted[0] + (double) outputs[offset + 1] * wanted[1];
    }

    @Override
    public String toString() {
        return name;
    }

    private static double weightedSum(double[] outputs, float[] target) {
        return outputs[0] * target[0] + outputs[1] * target[1];
    }

    private static double squaredError(double[] outputs, float[] target) {
        double first = outputs[0] - target[0];
        double second = outputs[1] - target[1];
        return (first * first + second * second) / 2;
    }

    private static double pinball(double[] outputs, float[] target) {
        double sum = 0;
        for (int i = 0; i < LEVELS.length; i++) {
            double above = target[0] - outputs[i];
            sum += Math.max(LEVELS[i] * above, (LEVELS[i] - 1.0) * above);
        }
        return sum / LEVELS.length;
    }

    private static double gaussian(double[] outputs, float[] target) {
        double deviation = 1e-6 + softplus(outputs[1]);
        double z = (target[0] - outputs[0]) / deviation;
        return Math.log(deviation * Math.sqrt(2 * Math.PI)) + z * z / 2;
    }

    private static double studentT(double[] outputs, float[] target, double freedom) {
        double scale = 1e-6 + softplus(outputs[1]);
        double z = (target[0] - outputs[0]) / scale;
        return logGamma(freedom / 2)
                - logGamma((freedom + 1) / 2)
                + Math.log(scale * Math.sqrt(freedom * Math.PI))
                + (freedom + 1) / 2 * Math.log(1 + z * z / freedom);
    }

    private static double binaryCrossEntropy(double[] outputs, float[] target) {
        double sum = 0;
        for (int i = 0; i < 2; i++) {
            double p = 1 / (1 + Math.exp(-outputs[i]));
            sum -= target[i] * Math.log(p) + (1 - target[i]) * Math.log(1 - p);
        }
        return sum / 2;
    }

    private static double softmaxCrossEntropy(double[] outputs, float[] target) {
        double sum = 0;
        for (double logit : outputs) {
            sum += Math.exp(logit);
        }
        return Math.log(sum) - outputs[(int) target[0]];
    }

    private static double softplus(double x) {
        return Math.log(1 + Math.exp(x));
    }

    /** By the recurrence up to where Stirling's series with three terms is exact to 1e-13. */
    private static double logGamma(double x) {
        double shift = 0;
        double y = x;
        for (; y < 30; y++) {
            shift += Math.log(y);
        }
        double inverse = 1 / (y * y);
        return (y - 0.5) * Math.log(y)
                - y
                + 0.5 * Math.log(2 * Math.PI)
                + (1.0 / 12 - inverse * (1.0 / 360 - inverse / 1260)) / y
                - shift;
    }
}
