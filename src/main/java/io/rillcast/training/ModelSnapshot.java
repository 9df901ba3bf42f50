package io.rillcast.training;

import io.rillcast.forecast.ForecastModel;

/**
 * A published model together with the record of the training it came from.
 *
 * @param model the weights and what they need, with group and version
 * @param training how they were got
 */
public record ModelSnapshot(ForecastModel model, TrainingRecord training) {}
