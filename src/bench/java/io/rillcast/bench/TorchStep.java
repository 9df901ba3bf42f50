package io.rillcast.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import io.rillcast.rnn.Tensor;
import java.util.Map;

/** PyTorch's step by DJL: its fused GRU operator on a sequence of one step, and a linear layer. */
final class TorchStep implements StepEngine {
    private final NDManager manager;
    private final NDList gru;
    private final NDArray headWeight;
    private final NDArray headBias;
    private NDArray state;

    /** A step of the case's weights from a state of zeros. */
    TorchStep(int hidden) {
        manager = NDManager.newBaseManager("PyTorch");
        Map<String, Tensor> weights = StepCase.weights(hidden);
        gru = TorchArrays.gru(manager, weights);
        headWeight = TorchArrays.of(manager, weights.get("head.weight"));
        headBias = TorchArrays.of(manager, weights.get("head.bias"));
        state = manager.zeros(new Shape(1, 1, hidden));
    }

    @Override
    public void step(float[] out, float[] in) {
        try (NDManager scratch = manager.newSubManager()) {
            NDArray x = scratch.create(in, new Shape(1, 1, in.length));
            NDList result = x.getNDArrayInternal().gru(x, state, gru, true, 1, 0, false, false, true);
            state.close();
            state = result.get(1);
            state.attach(manager);
            NDArray y = Linear.linear(result.get(0), headWeight, headBias).singletonOrThrow();
            System.arraycopy(y.toFloatArray(), 0, out, 0, out.length);
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
