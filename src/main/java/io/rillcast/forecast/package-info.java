/**
 * What do we know about one series, and what comes next? Pure: no Kafka, file, clock, logger or thread.
 *
 * <p>One reading's way through {@link io.rillcast.forecast.OnlineForecaster#step}: admit ({@code Cadence}), score the
 * forecast that was pending, learn from it ({@code Calibration}, {@code OnlineAggregation}, {@code Experts}), standardise
 * ({@code Standardizer}, {@code CovariateScales}, {@code FeatureEncoder}, together {@code Intake}), have the experts speak
 * ({@code Blend}) and tell the network ({@link io.rillcast.forecast.Hints}), recur ({@code Recurrence}), read out, blend,
 * correct, widen after a gap, keep.
 *
 * <h2>The bytes of a series' state, format 1</h2>
 *
 * <p>{@link io.rillcast.forecast.SeriesState} has the header. Q is the number of quantile levels (7), L and H are the
 * layers (1) and hidden units (32) of the model in use; in brackets what that comes to at the defaults. Later formats
 * fill the spare parts; none moves.
 *
 * <table border="1">
 * <caption>Parts, in order</caption>
 * <tr><th>part</th><th>bytes</th><th>holds</th></tr>
 * <tr><td>header</td><td>80</td><td>magic, format, lengths, checksum, where each part ends</td></tr>
 * <tr><td>clock</td><td>64</td><td>readings seen, first and last time, last value, cadence</td></tr>
 * <tr><td>standardizer</td><td>80</td><td>running statistics</td></tr>
 * <tr><td>network</td><td>16 + 4 L H (144)</td><td>model version, fingerprint of the model group, hidden state;
 *   16 before the first model</td></tr>
 * <tr><td>checkpoints</td><td>2 x 144</td><td>clock and standardizer as they were twice, W readings apart</td></tr>
 * <tr><td>pending</td><td>32 + 24 Q (200)</td><td>version, revision, target and fingerprint of the levels of the
 *   forecast that waits, its quantiles, the network's and the last value's</td></tr>
 * <tr><td>calibration</td><td>4 Q, to a multiple of 8, + 96 (128)</td><td>corrections of the levels; histogram of
 *   steps</td></tr>
 * <tr><td>rolling</td><td>32; 24 in earlier releases</td><td>rolling errors and coverage; widening after a gap</td></tr>
 * <tr><td>experts</td><td>1,888; 0 without a blend</td><td>{@code Experts}: 520 errors of five of them, 1,040 the
 *   regression, 192 what follows zeros, the rest points, levels and seasons</td></tr>
 * <tr><td>blend</td><td>128 Q + 40 (936); 0 without a blend</td><td>{@code OnlineAggregation}: regrets,
 *   their squares and what was said, for ten experts and each level; shares above the levels</td></tr>
 * <tr><td>first season</td><td>16 + 4 x 8, doubled as it fills, at most 16 + 4 x 402</td><td>{@code ValueRing}: the last
 *   values</td></tr>
 * <tr><td>second season</td><td>0; 4 m for a season of m readings, at most 4 x 400</td><td>{@code SeasonalSmoothing}:
 *   the season's shape</td></tr>
 * <tr><td>late repair</td><td>0, or 16 + the state before, but for the checkpoints unless the step made one</td><td>{@link io.rillcast.forecast.LastStep}: what the last step was taken from, where {@code
 *   readings.same.time} is last or mean</td></tr>
 * <tr><td>covariates</td><td>0; 16 + 72 C for C covariates, at most 16</td><td>fingerprint of their names, when they
 *   began; their scales now and as of the two checkpoints</td></tr>
 * <tr><td>arrival</td><td>0 or 8</td><td>when the last reading came, where {@code series.idle.ms} is set</td></tr>
 * <tr><td>two spare</td><td>0</td><td>unassigned</td></tr>
 * </table>
 *
 * <p>At the defaults a state is 3,840 bytes beside the two seasons' parts, and 1,016 bytes where {@code blend} is false. A
 * checkpoint outside the state (of a window) is clock and standardizer and,
 * with covariates, the fingerprint and 24 C bytes.
 *
 * <h2>Several readings in one millisecond</h2>
 *
 * <p>What they are is the operator's to say ({@link io.rillcast.forecast.SameTime}); the order in which they arrive
 * decides, and each has a forecast or a counted reason:
 *
 * <table border="1">
 * <caption>The reading b after a, of one series and millisecond</caption>
 * <tr><th>readings.same.time</th><th>b equal to a</th><th>another value</th></tr>
 * <tr><td>correct</td><td>skipped, {@code duplicate}</td><td>skipped, {@code correction}</td></tr>
 * <tr><td>last</td><td>skipped, {@code duplicate}</td><td>a's step is taken again, with b</td></tr>
 * <tr><td>mean</td><td colspan="2">a's step is taken again, with the mean of all that came</td></tr>
 * <tr><td>sequence</td><td colspan="2">a step of its own, no time later; it does not count for the cadence</td></tr>
 * </table>
 *
 * <p>A step taken again starts from the state before a, so that nothing of a is left: state, forecast and score have the
 * bits that they would have had if b (or the mean) had come instead. The history's slot of a is written again, {@code
 * readingsSeen} stays, forecast and score bear a revision one higher. No training window is sent for it. Under a model
 * that came between a and b the step is taken with that model. A state of a release that kept no step, or kept under
 * another rule, has no way back: b is then skipped as a correction or duplicate.
 *
 * <h2>Revisions</h2>
 *
 * <p>A forecast or score that another reading of its millisecond changes is sent again with a {@code revision} one
 * higher, under the same series and origin. It is kept in the late-repair part; the pending part's place for it (offset
 * 20) is 0 until readings later than the last can be repaired.
 *
 * <h2>Decisions</h2>
 *
 * <p>2026-11-21. <em>Experts are blended by Bernstein online aggregation</em>, level by level on the linearised pinball
 * loss: each has a learning rate of its own that follows the size of its regrets, nothing has to be set, an expert that was
 * bad for long costs nothing, and what it promises over any readings whatever can be written down ({@code
 * OnlineAggregation}). Fading sums of regret were tried on the readings before the test parts, keeping 0.999 or 0.995 of
 * them with each reading: pinball loss rose by 1 and 3 %. Larger learning rates than the theory allows gained half a percent,
 * and the promise is worth more.
 *
 * <p>2026-11-21. <em>What an expert counts before anything is known</em> is not equal: the last value with the volatility of
 * late counts four times as much as a mean step, a seasonal last value a third. That is worth one percent over all sets
 * and five on series of a hundred readings.
 *
 * <p>2026-11-21. <em>An expert is a point and a histogram of its errors</em> over their mean size of late, 104 bytes: its
 * quantiles are honest by themselves, so that the blend need only weigh them. Climatology and what follows zeros are
 * distributions outright.
 *
 * <p>2026-11-21. <em>The regression is learnt through a factored covariance</em> in 32 bits: 20 inputs need 1 KB a series, and
 * the usual update loses definiteness in that precision. Its forgetting (a third after 670 readings) and its ridge were
 * chosen on the readings before the test parts. Of a nonnegative series with large steps it is one of log levels: monthly
 * rain gained three percent.
 *
 * <p>2026-11-21. <em>The network is told what the experts say</em> (the regression's step, the season's, the volatility),
 * as numbers of 16 bits kept with each reading in its history. So a rebuild and a training see the served bits without the
 * experts' states, seasons may be revised at any time, and the network learns what the regression cannot say.
 *
 * <p>2026-11-21. <em>The correction comes after the blend and is outside its promise</em>: it is what holds the coverage. It
 * moves by 0.01 normal scores a reading; 0.03 cost half a percent of pinball loss. Where an actual equals a quantile it
 * returns towards none instead of drifting: with many zeros the drift lifted quantiles off a zero that was right.
 *
 * <p>2026-11-21. <em>With many zeros a quantile is zero where experts of more than half the weight say so</em>, and not the
 * small number that the average is: an interval from a hundredth of a millimetre would not hold a dry day. Errors are then
 * counted in mean values above zero: steps pause for so long that their mean vanishes.
 *
 * <p>2026-11-21. <em>A way back keeps the whole state before a step</em>, because parts grow with the first readings and with
 * a season that is found.
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
 * <p>2026-11-21. <em>The default rule for one millisecond goes no way back.</em> To keep what the last step was taken
 * from made a state 1,664 bytes of 1,008, and every changelog record and restore with it; on a shared machine of two
 * cores, in turns, readings a second fell by 12 to 35 %. That is too dear for all who never correct a reading: they are
 * told by a count that a correction came, and who wants it to count sets {@code last}.
 *
 * <p>2026-11-21. <em>A missing covariate is masked, never zero</em>: each becomes two inputs, its number on its own scale
 * and whether it is there. The scale holds the number that it scales, unlike the value's: there is no target that it could
 * give away, and so the inputs depend on no guess and on no unit.
 *
 * <p>2026-11-21. <em>Covariates know their list by a fingerprint</em> of its names, in readings on their way, in states and
 * in windows. Where the operator changes the list it begins anew in each series with the next reading: scales start from
 * nothing and earlier covariates count as missing, so that a rebuild still arrives at the served bits, and so that no
 * number is ever taken for another's. Learning a scale again takes a few dozen readings.
 *
 * <p>2026-11-21. <em>A model fits if each of its inputs is one that the plan makes</em>, in whatever order: one that was
 * trained before a covariate was added serves on until another has been trained, and is judged against it. One that needs
 * a covariate which is no longer read does not fit: a mask that it never saw in training would bias it.
 *
 * <p>2026-11-21. <em>A gap is what the cadence says is missing</em>, counted in readings, not a ratio of times: a weekend
 * that is always free is none, a holiday is one reading, and where steps vary (readings sent when something happens) a pause
 * must be longer than chance gives. The network is told the logarithm of the steps that a reading stands for; the mean step
 * takes a step across a gap as a random walk's; and what follows is widened for a few readings ({@code GapWidening}).
 *
 * <p>2026-11-21. <em>Cadence and statistics carry a mark of the rules that made them</em>: a state that an earlier rule made
 * is read and goes on, and a replay of its history is held to its last reading alone, never to bits that it cannot arrive
 * at.
 *
 * <p>2026-11-21. <em>Calendar seasons are always taken, others on much evidence</em> ({@code SeasonFinder}): what follows
 * weighs a season itself, and one that came and went with the evidence cost prices half a percent; but of a hundred lags
 * that are looked at chance alone would offer some. At most two are followed, of at most 400 readings, because each value looked back at is
 * kept; longer ones are harmonics of the calendar.
 *
 * <p>2026-11-21. <em>Hours that are never read (nights of trading) are gaps</em>, filled with what they lack: to learn them
 * would take a byte for each hour of the week, and after a night the first price is less certain indeed.
 *
 * <p>2026-11-21. <em>Positions in the year, week and day are given only once they have been repeated</em> within the
 * series' span, so that a network never extrapolates along them.
 */
package io.rillcast.forecast;
