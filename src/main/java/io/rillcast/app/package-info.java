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
 */
package io.rillcast.app;
