/**
 * How Rillcast is started, asked and stopped: its commands, what they print and what they end with.
 *
 * <p>A command parses its arguments, lets {@code config} read the settings, hands records to the rooms to the left, and
 * says in one sentence what went wrong. It is not for deciding anything about forecasts or records.
 *
 * <p>2026-11-21, picocli reads annotations at run time: the one place where annotations have behaviour, because the
 * alternative, parsing arguments by hand, is longer than all commands together.
 *
 * <p>2026-11-21, a signal: a JVM that is told to stop ends with 143 or 130 whatever it did; {@link
 * io.rillcast.app.StopSignal} halts with the command's own status once the command has ended in order.
 *
 * <p>2026-11-21, a backtest: {@code BacktestInput} brings the files' readings into a {@code ReadingSort}, an external
 * merge sort by time, since a forecaster that met the series one after another would have trained on the future of the
 * others. They are gone through twice: which readings are the last ones of their series is not known before the end.
 * {@code Backtest} listens to {@link io.rillcast.training.Replay}, {@code SeriesTrack} joins each forecast with the
 * reading it was for, {@code BacktestFiles} writes. Memory is bounded by the number of series and by constants: 131,072
 * readings of the sort, the reservoirs of windows, and the readings that the page draws, which are read again from the
 * file of forecasts.
 */
package io.rillcast.app;
