package io.rillcast.training;

/**
 * How a network learns a text.
 *
 * @param sequence steps of a chunk, which are the most that a gradient flows back, >= 1
 * @param batch most streams of the text side by side, >= 1; a short text has fewer, see {@link TextStreams}
 * @param steps optimiser steps in all, >= 1
 * @param rate the learning rate of the first step, > 0; it falls along a cosine to 0
 * @param weightDecay see {@link AdamW}, >= 0
 * @param maxGradientNorm the longest gradient over all weights, > 0
 * @param dropout share of a layer's outputs that the layer above does not see in a step, in [0, 1)
 */
public record TextPlan(
        int sequence, int batch, int steps, double rate, double weightDecay, double maxGradientNorm, double dropout) {
    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if one is left
     */
    public TextPlan {
        require(sequence >= 1, "sequence must be >= 1: sequence=" + sequence);
        require(batch >= 1, "batch must be >= 1: batch=" + batch);
        require(steps >= 1, "steps must be >= 1: steps=" + steps);
        require(rate > 0 && rate < Double.POSITIVE_INFINITY, "rate must be > 0 and finite: rate=" + rate);
        require(
                weightDecay >= 0 && weightDecay < Double.POSITIVE_INFINITY,
                "weightDecay must be >= 0 and finite: weightDecay=" + weightDecay);
        require(maxGradientNorm > 0, "maxGradientNorm must be > 0: maxGradientNorm=" + maxGradientNorm);
        require(dropout >= 0 && dropout < 1, "dropout must be in [0, 1): dropout=" + dropout);
    }

    private static void require(boolean isKept, String sentence) {
        if (!isKept) {
            throw new IllegalArgumentException(sentence);
        }
    }
}
