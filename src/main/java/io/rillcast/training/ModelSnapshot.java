package io.rillcast.training;

import io.rillcast.forecast.ForecastModel;

/**
 * A published model together with the record of the training it came from.
 *
 * @param model the weights and what they need, with group and version
 * @param training how they were got
 */
public record ModelSnapshot(ForecastModel model, TrainingRecord training) {
    /**
     * A model that a person brought, which nothing is known of and nothing has judged.
     *
     * @param model with its version
     * @param incumbentVersion in use before
     */
    public static ModelSnapshot imported(ForecastModel model, long incumbentVersion, long nowMs) {
        ModelCommand command = ModelCommand.toImport(model);
        return new ModelSnapshot(
                model,
                TrainingRecord.ofCommand(
                        command, command.obeyedStart() + "not judged", model.version(), incumbentVersion, nowMs));
    }
}
