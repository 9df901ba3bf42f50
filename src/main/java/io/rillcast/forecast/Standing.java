package io.rillcast.forecast;

/**
 * Where a series stands between two readings, read from its state.
 *
 * @param forecast for the next reading, as it was told when it was made
 * @param rolling how good the last readings' forecasts were; a coverage of 0 and a MASE of 1 before the first score
 * @param firstMs time of the first reading, epoch ms
 */
public record Standing(Forecast forecast, Score.Rolling rolling, long firstMs) {}
