package io.rillcast.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Map;

/** ONNX Runtime with the model of a step, on one thread; its exceptions turned into unchecked ones. */
final class OnnxSession implements AutoCloseable {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    private final OrtSession session;

    /** A session with the case's weights. */
    OnnxSession(int hidden) {
        try {
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.setExecutionMode(OrtSession.SessionOptions.ExecutionMode.SEQUENTIAL);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            session = environment.createSession(OnnxModel.ofStep(StepCase.weights(hidden)), options);
        } catch (OrtException failure) {
            throw new IllegalStateException("ONNX Runtime must take the model of a step: hidden=" + hidden, failure);
        }
    }

    /** Runs the model; the caller closes the result. */
    OrtSession.Result run(Map<String, OnnxTensor> inputs) {
        try {
            return session.run(inputs);
        } catch (OrtException failure) {
            throw new IllegalStateException("ONNX Runtime must take a step", failure);
        }
    }

    /** Runs the model into tensors that are there already; the caller closes the result. */
    OrtSession.Result run(Map<String, OnnxTensor> inputs, Map<String, OnnxTensor> outputs) {
        try {
            return session.run(inputs, outputs);
        } catch (OrtException failure) {
            throw new IllegalStateException("ONNX Runtime must take a step", failure);
        }
    }

    /** A tensor over a direct buffer: what is written to the buffer is in the tensor. */
    OnnxTensor tensor(FloatBuffer buffer, long... shape) {
        try {
            return OnnxTensor.createTensor(environment, buffer, shape);
        } catch (OrtException failure) {
            throw new IllegalStateException("ONNX Runtime must take a direct buffer as a tensor", failure);
        }
    }

    /** A direct buffer of zeros. */
    static FloatBuffer buffer(int length) {
        return ByteBuffer.allocateDirect(Float.BYTES * length)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    @Override
    public void close() {
        try {
            session.close();
            options.close();
        } catch (OrtException failure) {
            throw new IllegalStateException("ONNX Runtime must close its session", failure);
        }
    }
}
