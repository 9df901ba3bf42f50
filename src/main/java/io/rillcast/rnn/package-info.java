/**
 * What the networks compute, and their exact gradients: a small library of recurrent networks that stands by itself.
 * Pure: no Kafka, file, clock, logger or thread.
 *
 * <h2>Use</h2>
 *
 * A {@link io.rillcast.rnn.NetworkShape} says the cell, the layers, the directions and the head; a {@link
 * io.rillcast.rnn.Network} is such a network with weights, under PyTorch's names. {@link
 * io.rillcast.rnn.NetworkStepper} runs it one step at a time, with the state in the caller's hands: that is inference.
 * {@link io.rillcast.rnn.SequenceBatch} runs it over a batch of sequences and back: that is training. A {@link
 * io.rillcast.rnn.Loss} reads the head's outputs as a forecast and says how bad it was. Optimisers are in {@code
 * training}, files in {@code serde}.
 *
 * <h2>Notation</h2>
 *
 * <table>
 * <caption>Letters of the equations and what they are called in the code</caption>
 * <tr><th>letter</th><th>in the code</th><th>shape</th><th>means</th></tr>
 * <tr><td>D, H, L, Q</td><td>{@code inputs, hidden, layers, outputs}</td><td></td><td>{@link
 * io.rillcast.rnn.NetworkShape}</td></tr>
 * <tr><td>G</td><td>{@code gates}</td><td></td><td>gates of the cell: 1, LSTM 4, GRU 3</td></tr>
 * <tr><td>T, B</td><td>{@code steps, slots}</td><td></td><td>steps and sequences of a batch</td></tr>
 * <tr><td>x</td><td>{@code x}</td><td>D, above the first layer H or 2H</td><td>a layer's input</td></tr>
 * <tr><td>h, h'</td><td>{@code states} before, after</td><td>H</td><td>hidden state before and after the step</td></tr>
 * <tr><td>c, c'</td><td>{@code states}, behind h</td><td>H</td><td>an LSTM's cell state before and after the step</td></tr>
 * <tr><td>r, z, n</td><td>{@code gates}, in this order</td><td>3H</td><td>GRU: reset, update and new gate</td></tr>
 * <tr><td>i, f, g, o</td><td>{@code gates}, in this order</td><td>4H</td><td>LSTM: input, forget, new and output
 * gate</td></tr>
 * <tr><td>W, b</td><td>{@code input, inputBias}</td><td>D rows of G*H; G*H</td><td>{@code weight_ih, bias_ih}</td></tr>
 * <tr><td>U, c_b</td><td>{@code recurrent, recurrentBias}</td><td>H rows of G*H; G*H</td><td>{@code weight_hh,
 * bias_hh}</td></tr>
 * <tr><td>p, q</td><td>{@code gates, hiddenGates}</td><td>G*H</td><td>W x + b, U h + c_b</td></tr>
 * <tr><td>A, S, a</td><td>{@code LinearHead.weight, skip, bias}</td><td>H or 2H rows of Q; D rows of Q; Q</td>
 * <td>{@code head.weight, skip.weight, head.bias}</td></tr>
 * <tr><td>g_v</td><td>{@code gradV}</td><td>as v</td><td>gradient of the loss with respect to v</td></tr>
 * </table>
 *
 * <h2>Equations</h2>
 *
 * One layer ({@code *} by element, {@code s} the logistic function), all as PyTorch:
 *
 * <pre>
 * plain   h' = f(p + q)                        f: tanh, or max(0, .)
 *
 * LSTM    i, f, o = s(p + q)    g = tanh(p_g + q_g)
 *         c' = f * c + i * g
 *         h' = o * tanh(c')
 *
 * GRU     r, z = s(p + q)       n = tanh(p_n + r * q_n)
 *         h' = (1 - z) * n + z * h             computed as n + z * (h - n)
 *
 * head    y = A h'_top + S x + a
 * </pre>
 *
 * The plain unit is often written with one matrix, f([U | W] [h; x] + b): the same sum in one product. Two matrices let
 * the inputs' share of all steps be one product before the first step. In both directions each layer is two of these,
 * one from the first step to the last and one back, and the layer above reads their hidden states side by side.
 *
 * <p>Backward, from the last step to the first, the top layer first; g_h' is what comes from above plus what comes from
 * the step after:
 *
 * <pre>
 * plain   g_p = g_h' * (1 - h' * h')           rectifier: g_h' where h' &gt; 0, else 0;     g_q = g_p
 *         g_h = U^T g_q
 *
 * LSTM    t = g_c' + g_h' * o * (1 - tanh(c')^2)
 *         g_p_i = t * g * i * (1 - i)          g_p_f = t * c * f * (1 - f)
 *         g_p_g = t * i * (1 - g * g)          g_p_o = g_h' * tanh(c') * o * (1 - o)          g_q = g_p
 *         g_c = t * f                          g_h = U^T g_q
 *
 * GRU     g_p_n = g_h' * (1 - z) * (1 - n * n)         g_q_n = g_p_n * r
 *         g_p_r = g_p_n * q_n * r * (1 - r)            g_q_r = g_p_r
 *         g_p_z = g_h' * (h - n) * z * (1 - z)         g_q_z = g_p_z
 *         g_h   = g_h' * z + U^T g_q
 *
 * all     g_x = W^T g_p
 *         g_W = sum over steps of g_p x^T      g_b   = sum over steps of g_p
 *         g_U = sum over steps of g_q h^T      g_c_b = sum over steps of g_q
 * </pre>
 *
 * <p>g_h is a product of one factor a step. For the plain unit the factor is U^T times a slope of at most 1, so it
 * vanishes or explodes with the size of U; the gated units have a path beside it (z, f) whose factor learns to be near 1
 * (Hochreiter and Schmidhuber 1997; Pascanu, Mikolov and Bengio, arXiv 1211.5063). {@link
 * io.rillcast.rnn.SequenceBatch#gradHidden} makes it visible, clipping bounds it, truncation cuts it.
 *
 * <h2>Losses</h2>
 *
 * Each reads Q outputs y of one step and a target t, in nats where it is a likelihood; a target NaN is masked. {@code s}
 * is the logistic function, sp(a) = log(1 + e^a):
 *
 * <pre>
 * SquaredError         mean (y - t)^2                               g = 2 (y - t) / Q
 * PinballLoss          mean max(l (t - y), (l - 1) (t - y))         g = ([t &lt; y] - l) / Q, the middle at a tie
 * GaussianLoss         log sd + z^2/2 + log(2 pi)/2                 sd = 1e-6 + sp(a), z = (t - m) / sd
 *                      g_m = -z / sd    g_a = (1 - z^2) / sd s(a)
 * StudentTLoss         g(n/2) + log(2 pi)/2 + log sc + (n+1)/2 log(1 + z^2/n)    n given, or 2 + 1e-6 + sp(b)
 *                      w = (n+1)/(n+z^2)   g_m = -w z / sc    g_a = (1 - w z^2) / sc s(a)
 * BinaryCrossEntropy   mean max(x, 0) - x t + log(1 + e^-|x|)       g = (s(x) - t) / Q
 * SoftmaxCrossEntropy  log sum e^(x_i - max) - (x_k - max)          g_i = p_i - [i = k]
 * </pre>
 *
 * Softmax and logistic function are fused with their logarithms, so that logits of any size give finite losses and the
 * tails keep their digits; a gradient beyond float is its largest number. The t-distribution's g is log(sqrt(x)
 * Gamma(x) / Gamma(x + 1/2)), by a series of its own ({@code GammaRatio}, error below 1e-14), because differences of
 * log-gammas lose all digits.
 *
 * <h2>What is kept for the backward pass</h2>
 *
 * Per step, slot and layer: the state (H, LSTM 2H), p and q (G*H each). The forward pass writes the gates over p, because
 * every equation above needs gates and none needs p; q stays for the GRU's q_n (which could be had back from n and r
 * only where r is not 0), and where a cell does not need q it keeps what else it needs there (LSTM: tanh(c')). The
 * backward pass writes g_p over the gates and g_q over q, so it can be run once. With all steps' g_p at hand, g_W and g_U
 * are one product each over all steps and slots instead of T small ones.
 *
 * <h2>What is not here</h2>
 *
 * Features, units of a series, standardising, sorting of quantiles ({@code forecast}); optimisers, schedules, clipping,
 * the order of sequences ({@code training}); bytes ({@code serde}). No attention, convolution or embedding layer (a
 * one-hot input's product is a look-up already), no peepholes or projections in the LSTM, no layer normalisation, no
 * double precision, no more than one thread.
 *
 * <h2>Decisions</h2>
 *
 * <p>2026-11-21, PyTorch's variants: two bias vectors, the GRU's r after the product, gate orders r, z, n and i, f, g, o.
 * They are what cuDNN, Keras ({@code reset_after}) and ONNX ({@code linear_before_reset}) compute, so that weights travel
 * untouched. {@link io.rillcast.rnn.Tensor} holds PyTorch's layout, {@link io.rillcast.rnn.Parameters} ours.
 *
 * <p>2026-11-21, one weight row per input: a product is a sum of scaled rows, each output a chain of fused
 * multiply-adds of its own, in the order of the inner index. There is no reduction, so the bits depend neither on the
 * width of vectors nor on blocking, nor on how many rows are multiplied at once: a step alone, a batch and a batch of
 * batches give equal bits. The backward pass reads a transposed copy for the same reason; {@link
 * io.rillcast.rnn.SequenceBatch#refresh()} renews it after each change to the weights.
 *
 * <p>2026-11-21, rows of gates and outputs are padded with zeros to whole vectors of sixteen, so that kernels have no
 * ends to treat and the five quantiles of the head are one vector.
 *
 * <p>2026-11-21, one place for a step: inference and training call the same {@code Cell.forward} on rows that the same
 * kernels made. What is trained is what is served, to the bit.
 *
 * <p>2026-11-21, a sealed interface for what cells differ in, which is arithmetic on one row; layers, time, directions,
 * masks and products are written once. A slot that is shorter than its batch keeps its state from its end on, which also
 * lets the reverse direction start at each sequence's own end.
 *
 * <p>2026-11-21, two sets of kernels with equal bits: {@code VectorKernels} with {@code VectorRows} and {@code
 * VectorActivations}, the only files with the JDK's Vector API, and {@code ScalarKernels}, the definition. Every element is one chain of fused
 * multiply-adds, lanes never meet, so neither the width nor the set shows. Chosen once, by whether the JVM was started
 * with the module. The scalar set is several times slower: Java 17 does not vectorise its loops over flat arrays with
 * offsets. It is a way to run, not a way to run fast.
 *
 * <p>2026-11-21, one vector width per JVM, no masks, and a flat loop for each function: with a second float species, or
 * when inlining stops in the middle of a chain, C2 on Java 17 puts each vector on the heap (2 instead of 90 GFLOP/s, and
 * up to 70 KB a step). What does not fill a vector is covered by one that begins earlier within the same block; all are
 * loaded before any is stored.
 *
 * <p>2026-11-21, tiles of four rows by three vectors, 128 inner rows a pass: twelve chains hide the latency and fit
 * sixteen registers. A single row takes six or twelve vectors at constant offsets: weights are then read in long stretches,
 * and offsets in variables would cost a check of bounds each.
 *
 * <p>2026-11-21, own exp, tanh and logistic function, because {@code Math}'s may differ between JVMs in the last bit and
 * cost more than the product: from one reduction x = n ln 2 + r, without branches, within 1.1, 2.5 and 2.5 units in the
 * last place. The logistic function goes through e^-|x|, so small results keep their digits; tanh is m / (m + 2) with m
 * = e^(2|x|) - 1.
 *
 * <p>2026-11-21, scales are softplus plus a floor of a millionth, not e^a: a grows like the scale, so no optimiser step
 * throws it out of range, and a series that repeats itself is not infinitely likely.
 *
 * <p>2026-11-21, losses are computed in double with StrictMath, the softmax's exponentials in float with our own exp:
 * equal bits on every JVM, and classes are many where everything else is a few numbers a step.
 *
 * <p>2026-11-21, the skip connection lets inputs reach the outputs without passing the bounded state, so that a network
 * whose head starts at zero learns a linear autoregression at once.
 */
package io.rillcast.rnn;
