package io.rillcast.training;

import io.rillcast.forecast.ForecastModel;
import java.util.Optional;

/**
 * How one training ended.
 *
 * @param decision what is to become of the candidate
 * @param reason one sentence that says why
 * @param candidate the model to publish, present exactly if it is to be promoted; its version is 0
 * @param losses on the judged hold-out
 * @param data what it was trained on
 * @param steps optimiser steps taken
 * @param epochs passes over the windows
 */
public record TrainingOutcome(
        TrainingRecord.Decision decision,
        String reason,
        Optional<ForecastModel> candidate,
        TrainingRecord.Losses losses,
        TrainingRecord.Data data,
        int steps,
        double epochs) {
    /** A training that threw; nothing is known of it but why. */
    public static TrainingOutcome failed(String reason) {
        return new TrainingOutcome(
                TrainingRecord.Decision.ABORTED,
                reason,
                Optional.empty(),
                new TrainingRecord.Losses(Double.NaN, Double.NaN, Double.NaN),
                new TrainingRecord.Data(0, 0, 0, 0, 0, 0),
                0,
                0);
    }

    /** The same, with the cause of a training that came earlier than its turn. */
    public TrainingOutcome because(String cause) {
        return new TrainingOutcome(decision, reason + "; " + cause, candidate, losses, data, steps, epochs);
    }

    /** The same, not to be published because another model was while it was trained. */
    public TrainingOutcome overtaken() {
        if (candidate.isEmpty()) {
            return this;
        }
        return new TrainingOutcome(
                TrainingRecord.Decision.KEPT,
                "kept: another model was published while this one was trained, so it was not judged against it",
                Optional.empty(),
                losses,
                data,
                steps,
                epochs);
    }
}
