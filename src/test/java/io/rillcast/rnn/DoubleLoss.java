package io.rillcast.rnn;

import java.util.List;
import java.util.Random;

/** What the outputs of a step cost: ours in float with its gradient, and the same from its formula alone in double. */
interface DoubleLoss {
    /** How many outputs it reads. */
    int outputs();

    /** A target. */
    float[] target(Random random);

    /** In double, from the formula. */
    double loss(double[] outputs, float[] target);

    /** Ours. */
    double lossWithGradient(float[] gradOutputs, float[] outputs, int offset, float[] target);

    /** Every loss there is, and a sum of weighted outputs. */
    static List<DoubleLoss> all() {
        return List.of(new WeightedSum());
    }

    /** The outputs times the target. */
    record WeightedSum() implements DoubleLoss {
        @Override
        public int outputs() {
            return 2;
        }

        @Override
        public float[] target(Random random) {
            return RandomNetworks.normal(2, 1, random);
        }

        @Override
        public double loss(double[] outputs, float[] target) {
            return outputs[0] * target[0] + outputs[1] * target[1];
        }

        @Override
        public double lossWithGradient(float[] gradOutputs, float[] outputs, int offset, float[] target) {
            gradOutputs[offset] = target[0];
            gradOutputs[offset + 1] = target[1];
            return (double) outputs[offset] * target[0] + (double) outputs[offset + 1] * target[1];
        }
    }
}
