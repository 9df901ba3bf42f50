/**
 * What the network computes, and its exact gradient. Pure: no Kafka, file, clock, logger or thread.
 *
 * <h2>Notation</h2>
 *
 * <table>
 * <caption>Letters of the equations and what they are called in the code</caption>
 * <tr><th>letter</th><th>in the code</th><th>shape</th><th>means</th></tr>
 * <tr><td>D, H, L, Q</td><td>{@code inputs, hidden, layers, outputs}</td><td></td><td>{@link
 * io.rillcast.rnn.NetworkShape}</td></tr>
 * <tr><td>T</td><td>{@code capacity, steps}</td><td></td><td>steps of a stretch</td></tr>
 * <tr><td>x</td><td>{@code x}</td><td>D, above the first layer H</td><td>a layer's input</td></tr>
 * <tr><td>h, h'</td><td>{@code hiddenBefore, hiddenAfter}</td><td>H</td><td>hidden state before and after the
 * step</td></tr>
 * <tr><td>r, z, n</td><td>{@code gates}, in this order</td><td>3H</td><td>reset, update and new gate</td></tr>
 * <tr><td>W, b</td><td>{@code inputRows, inputBias}</td><td>D rows of 3H; 3H</td><td>{@code weight_ih,
 * bias_ih}</td></tr>
 * <tr><td>U, c</td><td>{@code hiddenRows, hiddenBias}</td><td>H rows of 3H; 3H</td><td>{@code weight_hh,
 * bias_hh}</td></tr>
 * <tr><td>A, S, a</td><td>{@code LinearHead.hiddenRows, inputRows, bias}</td><td>H rows of Q; D rows of Q; Q</td>
 * <td>{@code head.weight, skip.weight, head.bias}</td></tr>
 * <tr><td>g_v</td><td>{@code gradV}</td><td>as v</td><td>gradient of the loss with respect to v</td></tr>
 * </table>
 *
 * <h2>Equations</h2>
 *
 * One layer ({@code *} by element, {@code s} the logistic function), PyTorch's GRU:
 *
 * <pre>
 * r  = s(W_r x + b_r + U_r h + c_r)
 * z  = s(W_z x + b_z + U_z h + c_z)
 * n  = tanh(W_n x + b_n + r * (U_n h + c_n))
 * h' = (1 - z) * n + z * h                     computed as n + z * (h - n)
 * y  = A h'_top + S x + a
 * </pre>
 *
 * Backward, with p = W x + b and q = U h + c, from the last step to the first, the top layer first:
 *
 * <pre>
 * g_p_n = g_h' * (1 - z) * (1 - n * n)         g_q_n = g_p_n * r
 * g_p_r = g_p_n * q_n * r * (1 - r)            g_q_r = g_p_r
 * g_p_z = g_h' * (h - n) * z * (1 - z)         g_q_z = g_p_z
 * g_h   = g_h' * z + U^T g_q                   g_x   = W^T g_p
 * g_W   = sum over steps of g_p x^T            g_b   = sum over steps of g_p
 * g_U   = sum over steps of g_q h^T            g_c   = sum over steps of g_q
 * </pre>
 *
 * <h2>What is kept for the backward pass</h2>
 *
 * Per step and layer: the state (H), r, z, n (3H) and q (3H), because each appears above. q_n could be had back from n
 * and r only where r is not 0. The gradients g_p and g_q of all steps are kept too, so that each row of g_W and g_U is
 * one sum of scaled rows over the steps instead of T small updates. That is about 14 H floats a step and layer: 57 KB
 * for 32 steps of 32 units.
 *
 * <h2>What is not here</h2>
 *
 * Features, units of a series, standardising, sorting of quantiles ({@code forecast}); optimisers, batches and learning
 * rates ({@code training}); bytes ({@code serde}). No other cell than the GRU, no dropout, no matrix-matrix products,
 * no Vector API yet.
 *
 * <h2>Decisions</h2>
 *
 * <p>2026-11-21, PyTorch's variant: two bias vectors and r after the product. It is what cuDNN, Keras ({@code
 * reset_after}) and ONNX ({@code linear_before_reset}) compute, so that weights travel untouched. {@link
 * io.rillcast.rnn.Tensor} holds PyTorch's layout, {@link io.rillcast.rnn.Parameters} ours.
 *
 * <p>2026-11-21, one weight row per input: a product is a sum of scaled rows, each output a chain of fused
 * multiply-adds of its own. There is no reduction, so the compiler vectorises it and the bits depend on no vector
 * width. Four rows a pass of the loop change nothing in that chain. The backward pass reads a transposed copy for the
 * same reason; {@link io.rillcast.rnn.SequenceBatch#refresh()} renews it after each change to the weights.
 *
 * <p>2026-11-21, one place for a step: {@link io.rillcast.rnn.NetworkStepper} and the training's forward pass call the same
 * {@code GruCell.step} and {@code LinearHead.apply}. What is trained is what is served, to the bit.
 *
 * <p>2026-11-21, own tanh: a rational function of degrees 9 and 8 that the compiler vectorises, with an error of 4e-7;
 * the logistic function is made from it. {@code exp} is for others; it is exact to 1.5 units in the last place.
 *
 * <p>2026-11-21, one sequence after another in a batch: the weights of one layer stay in the nearest cache while a
 * stretch passes, and each sequence keeps its own length. Products of matrices by matrices come with the batched
 * kernels.
 *
 * <p>2026-11-21, the skip connection lets inputs reach the outputs without passing the bounded state, so that a network
 * whose head starts at zero learns a linear autoregression at once.
 */
package io.rillcast.rnn;
