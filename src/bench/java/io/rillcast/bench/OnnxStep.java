package io.rillcast.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.util.Map;

/** ONNX Runtime's step as one usually writes it: the state that comes out of a run is handed to the next one. */
final class OnnxStep implements StepEngine {
    private final OnnxSession session;
    private final FloatBuffer x = OnnxSession.buffer(StepCase.INPUTS);
    private final OnnxTensor input;
    private final OnnxTensor zeros;
    private OnnxTensor state;
    private OrtSession.Result last;

    /** A step of the case's weights from a state of zeros. */
    OnnxStep(int hidden) {
        session = new OnnxSession(hidden);
        input = session.tensor(x, 1, 1, StepCase.INPUTS);
        zeros = session.tensor(OnnxSession.buffer(hidden), 1, 1, hidden);
        state = zeros;
    }

    @Override
    public void step(float[] out, float[] in) {
        x.put(0, in);
        OrtSession.Result result = session.run(Map.of("x", input, "h", state));
        if (last != null) {
            last.close();
        }
        last = result;
        state = (OnnxTensor) result.get(1);
        ((OnnxTensor) result.get(0)).getFloatBuffer().get(out);
    }

    @Override
    public void close() {
        if (last != null) {
            last.close();
        }
        input.close();
        zeros.close();
        session.close();
    }
}
