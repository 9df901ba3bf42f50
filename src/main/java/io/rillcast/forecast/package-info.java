/**
 * What do we know about one series, and what comes next? Pure: no Kafka, file, clock, logger or thread.
 *
 * <p>One reading's way through {@link io.rillcast.forecast.OnlineForecaster#step}: admit ({@code Cadence}), score the
 * forecast that was pending, calibrate ({@code IntervalCalibrator}, {@code EmpiricalSteps}), standardise ({@code
 * Standardizer}, {@code FeatureEncoder}), recur ({@code Recurrence}), read out, correct, keep.
 *
 * <h2>The bytes of a series' state, format 1</h2>
 *
 * <p>{@link io.rillcast.forecast.SeriesState} has the header. Q is the number of quantile levels (7), L and H are the
 * layers (1) and hidden units (32) of the model in use; in brackets what that comes to at the defaults. Later formats
 * fill the reserved parts; none moves.
 *
 * <table border="1">
 * <caption>Parts, in order</caption>
 * <tr><th>part</th><th>bytes</th><th>holds</th></tr>
 * <tr><td>header</td><td>80</td><td>magic, format, lengths, checksum, where each part ends</td></tr>
 * <tr><td>clock</td><td>64</td><td>readings seen, first and last time, last value, cadence</td></tr>
 * <tr><td>standardizer</td><td>80</td><td>running statistics</td></tr>
 * <tr><td>network</td><td>16 + 4 L H (144)</td><td>model version, fingerprint of the model group, hidden state;
 *   16 before the first model</td></tr>
 * <tr><td>checkpoints</td><td>2 x 144</td><td>clock and standardizer as of the last two multiples of W readings</td></tr>
 * <tr><td>pending</td><td>32 + 24 Q (200)</td><td>version, revision, target and fingerprint of the levels of the
 *   forecast that waits, its quantiles, the network's and the last value's</td></tr>
 * <tr><td>calibration</td><td>4 Q, to a multiple of 8, + 96 (128)</td><td>corrections of the levels; histogram of
 *   steps</td></tr>
 * <tr><td>rolling</td><td>24</td><td>rolling errors and coverage</td></tr>
 * <tr><td>experts</td><td>0; at most 2,048</td><td>reserved: the experts beside the network</td></tr>
 * <tr><td>blend</td><td>0; at most 1,024</td><td>reserved: their weights and regrets</td></tr>
 * <tr><td>first season</td><td>0; at most 16 + 4 x 400</td><td>reserved: season buffer of at most 400 slots</td></tr>
 * <tr><td>second season</td><td>0; at most 16 + 4 x 400</td><td>reserved: season buffer of at most 400 slots</td></tr>
 * <tr><td>late repair</td><td>0; at most a whole state without this part</td><td>reserved: the state as of
 *   {@code late.grace.readings} ago</td></tr>
 * <tr><td>four spare</td><td>0</td><td>unassigned</td></tr>
 * </table>
 *
 * <p>At the defaults a state is 1,008 bytes.
 *
 * <h2>Revisions</h2>
 *
 * <p>A forecast or score that a late reading changes is sent again with a {@code revision} one higher, under the same
 * series and origin. The field is in the records and in the pending part (offset 20); it is 0 until late repair exists.
 *
 * <h2>Decisions</h2>
 *
 * <p>2026-11-21. <em>The state is one array with a directory of parts</em>, not an object graph: it is read where it
 * lies, copied once a reading, and a part that is not used costs four bytes.
 *
 * <p>2026-11-21. <em>Adaptive conformal inference works on the normal score of the level</em>, not on a window of
 * residuals: one float a level, no window to keep, and the tails can widen past the outermost level that the network
 * knows.
 *
 * <p>2026-11-21. <em>Empirical quantiles come from a histogram</em> of steps over the mean step, 96 bytes, rather than
 * from the last 500 residuals, 2,000 bytes; they follow volatility through the mean step.
 *
 * <p>2026-11-21. <em>Positions in the year, week and day are given only once they have been repeated</em> within the
 * series' span, so that a network never extrapolates along them.
 */
package io.rillcast.forecast;
