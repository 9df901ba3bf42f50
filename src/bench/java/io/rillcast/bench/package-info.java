/**
 * Benchmarks of the network core, beside peers that compute the same: {@code mvn -q -Pbench verify} runs them all.
 *
 * <p>Ours, ONNX Runtime (its Java API), PyTorch (by DJL, and by Debian's python3-torch where that is installed) and a
 * loop that does nothing but load and multiply-add are measured in the same run, on one thread each, in turns: every
 * round forks one JVM after the other for each of them, so that a slow minute of the machine is shared by all. What is
 * reported is the median over the rounds with the lowest and the highest, and ratios are taken within a round first.
 *
 * <p>Every peer gets the same weights and inputs, and is compared with ours before it is measured: outputs of fifty
 * steps, losses of some optimiser steps. One that differs fails its benchmark.
 *
 * <p>Not for: a part of the product. Nothing here is compiled or downloaded by an ordinary build.
 */
package io.rillcast.bench;
