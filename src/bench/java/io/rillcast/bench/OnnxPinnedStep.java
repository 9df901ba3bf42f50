package io.rillcast.bench;

import ai.onnxruntime.OnnxTensor;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;

/**
 * ONNX Runtime's step as fast as its Java API lets it be: all tensors are made once over direct buffers, outputs are
 * written where they belong, and the state goes to and fro between two tensors.
 */
final class OnnxPinnedStep implements StepEngine {
    private final OnnxSession session;
    private final FloatBuffer x = OnnxSession.buffer(StepCase.INPUTS);
    private final FloatBuffer y = OnnxSession.buffer(StepCase.OUTPUTS);
    private final List<OnnxTensor> tensors;

    /** What is read by an even step, and by an odd one. */
    private final List<Map<String, OnnxTensor>> inputs;

    /** What is written by an even step, and by an odd one. */
    private final List<Map<String, OnnxTensor>> outputs;

    private int turn;

    /** A step of the case's weights from a state of zeros. */
    OnnxPinnedStep(int hidden) {
        session = new OnnxSession(hidden);
        OnnxTensor input = session.tensor(x, 1, 1, StepCase.INPUTS);
        OnnxTensor output = session.tensor(y, 1, StepCase.OUTPUTS);
        OnnxTensor even = session.tensor(OnnxSession.buffer(hidden), 1, 1, hidden);
        OnnxTensor odd = session.tensor(OnnxSession.buffer(hidden), 1, 1, hidden);
        tensors = List.of(input, output, even, odd);
        inputs = List.of(Map.of("x", input, "h", even), Map.of("x", input, "h", odd));
        outputs = List.of(Map.of("y", output, "h_after", odd), Map.of("y", output, "h_after", even));
    }

    @Override
    public void step(float[] out, float[] in) {
        x.put(0, in);
        session.run(inputs.get(turn), outputs.get(turn)).close();
        turn ^= 1;
        y.get(0, out);
    }

    @Override
    public void close() {
        tensors.forEach(OnnxTensor::close);
        session.close();
    }
}
