/**
 * How good was it? Figures over scores and forecasts, in double precision. Pure: no Kafka, file, clock, logger or thread.
 *
 * <p>A single forecast is scored where it was made, in {@code forecast}; this room only adds up. It is not for deciding
 * which model serves: that is {@code training}.
 *
 * <p>{@link io.rillcast.evaluation.SeriesMetrics} adds up the scores of a stream. {@link
 * io.rillcast.evaluation.SeriesEvaluation} is the protocol of backtests: a {@link io.rillcast.evaluation.TestPart} of each
 * series, any number of forecasters by name, and the {@link io.rillcast.evaluation.Measure}s of each, in constant memory.
 * A mean over series counts every series once, however long it is.
 */
package io.rillcast.evaluation;
