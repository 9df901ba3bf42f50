/**
 * How better parameters are got. Pure: no Kafka, file, clock, logger or thread; whoever runs a training says when to
 * stop through a {@code BooleanSupplier}.
 *
 * <p>The network's part, for any cell and any {@link io.rillcast.rnn.Loss}: {@code TruncatedBptt} walks batches of
 * {@code TrainingSequence}s of unequal length, a {@code Stretch} of steps at a time, {@code GradientClipping} bounds each
 * gradient, and an {@link io.rillcast.training.Optimiser} turns it into a step whose length a {@link
 * io.rillcast.training.LearningRate} says. Plans are records, the random order comes from a seed, and equal seeds give
 * equal bits.
 *
 * <h2>Truncation</h2>
 *
 * The textbook's gradient is a sum over all time steps t of what loss t gives to the weights through each step s &lt;= t.
 * Two numbers cut it. k1 ({@code stepsBetweenUpdates}) new steps are seen between optimiser steps; a gradient flows back
 * over a window of k2 ({@code truncationLength}) steps that ends with them:
 *
 * <pre>
 * update j    loss of steps        window run                      a loss reaches back
 * k1 = k2     [j k1, (j+1) k1)     the same                        0 to k1 - 1 steps
 * k1 &lt; k2     [j k1, (j+1) k1)     [(j+1) k1 - k2, (j+1) k1)       k2 - k1 to k2 - 1 steps
 * whole       the sequence         the sequence                    to its beginning: nothing is cut
 * </pre>
 *
 * The window's states begin where an earlier window left them, so the state is never cut; its steps are run again under
 * the present weights, k2 / k1 times each. Every loss counts once. The sum over time steps and sequences is divided by
 * the number of targets in it, so that rates and bounds mean the same for all lengths; masks (NaN) and the steps after a
 * sequence's end are in neither.
 *
 * <h2>Steps</h2>
 *
 * <pre>
 * Adam(W)    m = 0.9 m + 0.1 g    v = 0.999 v + 0.001 g^2    w = (1 - rate decay) w - rate m^ / (sqrt(v^) + 1e-8)
 * SGD        v = momentum v + g                              w = w - rate v
 * constant   rate
 * cosine     floor + (first - floor) (1 + cos(pi step / steps)) / 2
 * one cycle  from peak / 25 up to the peak in 30 % of the steps, down to peak / 250000, along cosines
 * by value   each g cut to [-bound, bound]
 * by norm    g bound / (|g| + 1e-6) where |g| is longer than the bound
 * </pre>
 *
 * m^ and v^ are m and v over 1 - 0.9^step and 1 - 0.999^step. All are PyTorch's: ten steps in each of the 27
 * combinations stay within 1e-6 of its weights. {@code EarlyStopping} ends a descent whose watched loss has not become
 * strictly lower for a number of checks.
 *
 * <h2>The product</h2>
 *
 * {@link io.rillcast.training.Trainer} turns a group's windows into a candidate. {@code HeldOut}
 * cuts each series in time, {@code Sequences} makes what is trained on and what is watched for early stopping, {@code
 * Judge} runs candidate and incumbent over the last part, {@code PromotionRule} decides, what is promoted is trained once
 * more on everything, and a {@link
 * io.rillcast.training.TrainingOutcome} says what and why. Version numbers, clocks and topics are not known here: the
 * group's task gives them, and publishes {@link io.rillcast.training.ModelSnapshot} and {@link
 * io.rillcast.training.TrainingRecord}.
 *
 * <p>{@link io.rillcast.training.Replay} is the service without Kafka: the same forecaster, the same choice of windows
 * ({@link io.rillcast.training.GroupLedger}), the same {@link io.rillcast.training.TrainingSchedule} and trainer, in
 * memory and on one thread, watched and rolled back by the same rules. What it gives is what the topology gives under the same models; when a new one comes into
 * use is the only difference, and can be told it.
 *
 * <p>Texts: {@link io.rillcast.training.TextIntake} makes a {@link io.rillcast.training.Vocabulary} and numbers of a
 * text, {@link io.rillcast.training.TextTrainer} teaches a network the next symbol, {@link
 * io.rillcast.training.TextGenerator} lets it go on by itself. {@link io.rillcast.training.GradientFlow} shows what is
 * left of a gradient by its distance in time.
 *
 * <h2>Decisions</h2>
 *
 * <p>2026-11-21, cuts are by reading numbers within a series, not by one time for the group: a group may hold series
 * years apart, and each must have something to train on. So what is trained on in one series may be later than what is
 * judged in another; series that move together can leak a little of each other's future.
 *
 * <p>2026-11-21, judging carries the calibration from window to window. When each window began with a neutral one, naive
 * was judged with quantiles from a prior, and a network was promoted on every random walk, 0.2 to 1 % worse than naive
 * afterwards; carried, on one walk in eight.
 *
 * <p>2026-11-21, an incumbent of other levels, or of inputs that are no longer made, cannot be served, so it is no
 * incumbent: the candidate must then beat naive. One of another size, or of fewer inputs, is judged.
 *
 * <p>2026-11-21, the network is judged alone, on the inputs that were recorded. What a blend makes of it depends on experts
 * whose states no window has; running only the network takes 1.5 us a reading where the forecaster takes 20 or more.
 *
 * <h2>What was measured</h2>
 *
 * <p>2026-11-21. Nine shared data sets (49 series of weather, prices, electricity, servers, traffic, rain), each one group;
 * their test parts were never read. Of what is before a series' test part the first 70 % was trained on once, the rest
 * forecast one step ahead by the network alone. A figure is mean scaled pinball loss over that of the last value with
 * empirical quantiles, as the geometric mean over the sets, two seeds; seeds differ by 0.003.
 *
 * <pre>
 * the experts' hints as plain inputs, rate 3e-3, decay 0.01             0.706      for comparison: regression alone 0.675
 *   rate 1e-3 0.751   rate 1e-2 0.743   200 steps 0.738   800 steps 0.708   weight averaging 0.98 0.708, 0.99 0.711
 *   decay 0.1 0.707, 1 0.702   truncation 16 0.712, 96 0.703   batch 16 0.702, 64 0.705   hidden 16 0.722, 64 0.700
 *   patience 4 of 10: 0.707   checks every 10 steps: 0.706
 * hints of series with many zeros in levels                             0.695
 *   a rate 3 times higher for the skip connection 0.690, 10 times 0.701; it begun at the regression 0.699
 * outputs counted from the regression, in its usual error               0.674
 *   half the regression 0.728   volatility alone 0.715   the regression alone, no spread 0.686
 * followed as far as it is better of late                               0.665
 * the same, better measured over as many readings on both sides         0.661
 * rate 5e-3, decay 0.1                                                  0.658
 *   hidden 16 0.658, 48 0.666   250 steps 0.660   truncation 96 0.665
 * trained once more on everything, as many steps as were best           0.651      in the product 0.651
 *   instead 100 steps more at a lower rate 0.659   from an incumbent's weights 0.655   800 steps 0.652   hidden 24 0.652
 * </pre>
 *
 * <pre>
 *                 weather d  weather h  energy   vix    load   streams  classic  rain   stocks
 * hints as inputs   0.888      0.848    0.978   0.914   0.173   0.695    0.785   0.753   0.918
 * now               0.870      0.771    0.977   0.904   0.157   0.680    0.486   0.733   0.929
 * best expert       0.877      0.841    0.975   0.950   0.170   0.670    0.463   0.723   0.950
 * no hints          0.911      0.855    0.977   0.914   0.267   0.817    1.142   0.768   0.930    all: 0.793
 * replay, network   0.874      0.773    0.975   0.912   0.159   0.672    0.640   0.729   none     all: 0.677
 * replay, blend     0.855      0.738    0.977   0.907   0.157   0.650    0.487   0.724   0.951    all: 0.644
 * </pre>
 *
 * The last two rows are {@code Replay} with its 52 trainings on schedule, on the same readings: the stocks are too few for
 * a first training, and the monthly classics begin one after the other. On each of the other 44 series the network alone
 * is better than naive. 158,792 readings took 112 s on one of two shared cores, a training of 960 windows 1 to 2 s.
 *
 * <p>So: every descent begins afresh, at the base that the experts told ({@code forecast.Hints}); an incumbent's weights
 * gain nothing, and it has seen what would be watched. What the judge promoted is trained again with the held-out part,
 * because the latest readings are worth more than any setting above; it is published only if it is no worse on the judged
 * part, which it has now seen, so that a descent that went astray is never served. An incumbent has seen those judged
 * readings that were there at its own training, in a large group all but a tenth, and the candidate not yet the last 30 %:
 * judged so, hardly any would be replaced once a group has some 20,000 readings. So a candidate that beats naive but not
 * the incumbent is judged again when it too has seen everything. Of 49
 * series the network alone is better than each expert on 21. Changes of less than half a percent were left.
 *
 * <p>2026-11-22, a change of the readings is looked for in the skill of the network in use, not in the readings ({@link
 * io.rillcast.training.SkillDrift}): only what the network does worse or better than it did is a reason to train it. In
 * both directions: a sine that grew threefold made the network better against naive, and yet a fifth worse than one trained
 * on the grown one. Page-Hinkley rather than ADWIN, for its state is five numbers.
 *
 * <p>2026-11-22, since a change was noticed only the windows since then are trained and judged on ({@link
 * io.rillcast.training.TrainingSample}). The loss two intervals after a change over that of a network which never knew the
 * readings before it, on one hourly series with a period of 24, hidden 12, without hints:
 *
 * <pre>
 *                            period 17   amplitude x 3   noise x 3   noise x 0.3
 * not trained any more          2.05          1.32          1.28         1.29
 * with as many from before      1.06          0.98          1.14         0.96       two series, hidden 8
 * only those since              0.96          1.07          1.00         1.01
 * </pre>
 *
 * With the experts' hints and the blend all are within 1.06 even without training: the experts follow.
 *
 * <p>2026-11-22, a promoted model is compared with its predecessor once, at the end of its probation ({@link
 * io.rillcast.training.Probation}): a look after every window would find chance significant sooner or later. A promotion
 * that comes sooner begins a new probation.
 *
 * <p>2026-11-21, an optimiser step a chunk: the state that a chunk leaves was made with the weights before the step and
 * is carried on under those after it. That is a little stale, by one step of AdamW, and it is what makes three steps of
 * a window of 96 instead of one. Served states are never stale: they are rebuilt.
 *
 * <p>2026-11-21, a chunk's loss is the mean over its targets, so a chunk of which few steps are scored (the warm-up)
 * counts as much as any other. Clipping bounds what a few targets can do.
 *
 * <p>2026-11-21, as PyTorch where there is a choice (weight decay of biases too, one-cycle's divisors, clipping's
 * guard), so that golden files can follow whole trainings.
 *
 * <p>2026-11-21, a gradient that is not finite skips the optimiser step and is counted; it does not end the training.
 *
 * <p>2026-11-21, a text's vocabulary is that of all of it, the held-out part too, as is usual for characters: a character
 * that is never learned costs its bits all the same. Of words the most frequent are kept, again of all.
 *
 * <p>2026-11-21, in the comparison of gradients the gated cells begin with open gates. Begun as PyTorch draws them they
 * keep for two steps, and in a few hundred steps nothing reaches them from fifty steps away: their curves fall like the
 * plain unit's. What the picture shows is that a gate can hold a gradient, not that it does so by itself.
 *
 * <p>2026-11-21, windows longer than their updates are run again instead of kept: activations of k2 steps of every cell
 * would have to be copied aside, and would be of weights k2 / k1 updates old. The forecaster keeps k1 = k2.
 */
package io.rillcast.training;
