package io.rillcast.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.rillcast.rnn.Tensor;
import java.util.Arrays;
import java.util.Map;

/** Our tensors as PyTorch's. */
final class TorchArrays {
    private TorchArrays() {}

    /** A copy of a tensor. */
    static NDArray of(NDManager manager, Tensor tensor) {
        long[] shape = Arrays.stream(tensor.shape()).asLongStream().toArray();
        return manager.create(tensor.values(), new Shape(shape));
    }

    /** The weights of a GRU of one layer in the order in which PyTorch's operator takes them. */
    static NDList gru(NDManager manager, Map<String, Tensor> weights) {
        return new NDList(
                of(manager, weights.get("gru.weight_ih_l0")),
                of(manager, weights.get("gru.weight_hh_l0")),
                of(manager, weights.get("gru.bias_ih_l0")),
                of(manager, weights.get("gru.bias_hh_l0")));
    }
}
