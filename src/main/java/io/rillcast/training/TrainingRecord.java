package io.rillcast.training;

/**
 * What one training was made on, how it ended and why; published whether or not the candidate was promoted.
 *
 * @param group the model group
 * @param decision what became of the candidate
 * @param reason one sentence that says why, with the losses
 * @param candidateVersion the version the candidate got, 0 if it was not promoted
 * @param incumbentVersion the version in use before, 0 if there was none
 * @param losses mean scaled pinball on the judged hold-out
 * @param data what it was trained on
 * @param effort how much work it was
 */
public record TrainingRecord(
        String group,
        Decision decision,
        String reason,
        long candidateVersion,
        long incumbentVersion,
        Losses losses,
        Data data,
        Effort effort) {
    /**
     * Of what was decided without a training: a person's word obeyed or refused.
     *
     * @param command the word
     * @param published the version that came of it, 0 for none
     * @param incumbentVersion in use before
     */
    public static TrainingRecord ofCommand(
            ModelCommand command, String reason, long published, long incumbentVersion, long nowMs) {
        Decision obeyed = command.action() == ModelCommand.Action.ROLL_BACK ? Decision.ROLLED_BACK : Decision.PROMOTED;
        return new TrainingRecord(
                command.group(),
                published > 0 ? obeyed : Decision.KEPT,
                reason,
                published,
                incumbentVersion,
                new Losses(Double.NaN, Double.NaN, Double.NaN),
                new Data(0, 0, 0, 0, 0, 0),
                new Effort(0, 0, 0, nowMs, 0, 0));
    }

    /** What became of a candidate. */
    public enum Decision {
        /** It is the new incumbent, after a training or by a person's word. */
        PROMOTED,
        /** The incumbent, or naive where there was none, was as good or better. */
        KEPT,
        /** It took longer than allowed or was interrupted; nothing was judged. */
        ABORTED,
        /**
         * The weights before the incumbent are in use again: it was worse than they are on what came after its promotion,
         * or a person wanted it so.
         */
        ROLLED_BACK
    }

    /**
     * Mean scaled pinball losses on the judged hold-out, NaN where there is none.
     *
     * @param candidate of the newly trained network before it saw these readings; where that is better than naive but not
     *     than the incumbent, after it did, as the incumbent may have; of the one before where it is in use again
     * @param incumbent of the network in use until then
     * @param naive of the last value with empirical quantiles
     */
    public record Losses(double candidate, double incumbent, double naive) {}

    /**
     * What a training saw.
     *
     * @param readings targets trained on
     * @param series series among the windows
     * @param windows windows in the reservoir
     * @param heldOut targets judged on
     * @param fromMs time of the oldest reading, epoch ms
     * @param toMs time of the newest reading, epoch ms
     */
    public record Data(long readings, int series, int windows, long heldOut, long fromMs, long toMs) {}

    /**
     * How much work a training was.
     *
     * @param steps optimiser steps taken
     * @param epochs passes over the windows, in part counts as its share
     * @param seed of the random choices
     * @param startedMs when it began, epoch ms, wall clock
     * @param tookMs from begin to end
     * @param cpuMs time on the processor
     */
    public record Effort(int steps, double epochs, long seed, long startedMs, long tookMs, long cpuMs) {}
}
