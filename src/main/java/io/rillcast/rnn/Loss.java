package io.rillcast.rnn;

/**
 * What the outputs of one step cost against what should have come, and the gradient of that; immutable.
 *
 * <p>Each implementation reads {@link #outputs()} floats of the linear head from an offset on and one target. A target
 * whose first element is NaN is masked: it costs 0 and gives zeros. Losses are natural logarithms where they are
 * likelihoods (nats), computed in double, and with functions that give equal bits on every JVM. Finite outputs and
 * targets, however extreme, give a finite loss and a finite gradient: one beyond the range of float is its largest
 * number, with its sign. An output that is NaN gives a loss that is NaN. Nothing is allocated.
 */
public sealed interface Loss
        permits SquaredError, PinballLoss, GaussianLoss, StudentTLoss, BinaryCrossEntropy, SoftmaxCrossEntropy {
    /** How many outputs it reads, Q. */
    int outputs();

    /** The length of one target: 1, or Q where each output has its own. */
    int targets();

    /**
     * The loss of one step.
     *
     * @param outputs read at [offset, offset + Q)
     * @param offset where the step's outputs begin
     * @param target float[targets()]; masked if its first element is NaN
     * @return 0 if masked
     */
    double loss(float[] outputs, int offset, float[] target);

    /**
     * The loss of one step and its gradient.
     *
     * @param gradOutputs written at [offset, offset + Q): the weight times the gradient, zeros if masked; another array
     *     than the outputs
     * @param outputs read at [offset, offset + Q)
     * @param offset where the step begins in both
     * @param target float[targets()]; masked if its first element is NaN
     * @param weight what the step counts in the loss that is minimised, such as 1 over the number of targets
     * @return the loss without the weight
     */
    double lossWithGradient(float[] gradOutputs, float[] outputs, int offset, float[] target, float weight);
}
