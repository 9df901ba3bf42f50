package io.rillcast.bench;

import io.rillcast.rnn.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;

/**
 * Writes one GRU step with its head as an ONNX model: inputs x [1,1,D] and h [1,1,H], outputs y [1,Q] and h_after
 * [1,1,H].
 *
 * <p>Source: onnx.proto3 for the field numbers; the operator GRU of version 14 with linear_before_reset = 1, which is
 * PyTorch's variant, and whose gates stand in the order z, r, h where PyTorch has r, z, n.
 */
final class OnnxModel {
    private static final int FLOAT = 1;
    private static final int INT64 = 7;
    private static final int ATTRIBUTE_INT = 2;

    private OnnxModel() {}

    /**
     * The bytes of the model.
     *
     * @param weights of one layer without a skip connection, under PyTorch's names
     */
    static byte[] ofStep(Map<String, Tensor> weights) {
        int inputs = weights.get("gru.weight_ih_l0").shape()[1];
        int hidden = weights.get("gru.weight_hh_l0").shape()[1];
        int outputs = weights.get("head.bias").size();
        Protobuf gru = node("GRU", List.of("x", "W", "R", "B", "", "h"), List.of("", "h_after"));
        gru.message(5, attribute("hidden_size", hidden)).message(5, attribute("linear_before_reset", 1));
        Protobuf gemm = node("Gemm", List.of("h_top", "head.weight", "head.bias"), List.of("y"));
        gemm.message(5, attribute("transB", 1));
        Protobuf graph = new Protobuf()
                .message(1, gru)
                .message(1, node("Squeeze", List.of("h_after", "axes"), List.of("h_top")))
                .message(1, gemm)
                .text(2, "step")
                .message(5, floats("W", inZrh(weights.get("gru.weight_ih_l0").values()), 1, 3 * hidden, inputs))
                .message(5, floats("R", inZrh(weights.get("gru.weight_hh_l0").values()), 1, 3 * hidden, hidden))
                .message(5, floats("B", biases(weights, hidden), 1, 6 * hidden))
                .message(5, floats("head.weight", weights.get("head.weight").values(), outputs, hidden))
                .message(5, floats("head.bias", weights.get("head.bias").values(), outputs))
                .message(5, firstAxis())
                .message(11, value("x", 1, 1, inputs))
                .message(11, value("h", 1, 1, hidden))
                .message(12, value("y", 1, outputs))
                .message(12, value("h_after", 1, 1, hidden));
        return new Protobuf()
                .integer(1, 8)
                .text(2, "rillcast")
                .message(7, graph)
                .message(8, new Protobuf().text(1, "").integer(2, 14))
                .toByteArray();
    }

    /** Moves the rows of gates r, z, n to the order z, r, n. */
    private static float[] inZrh(float[] values) {
        int gate = values.length / 3;
        float[] moved = new float[values.length];
        System.arraycopy(values, gate, moved, 0, gate);
        System.arraycopy(values, 0, moved, gate, gate);
        System.arraycopy(values, 2 * gate, moved, 2 * gate, gate);
        return moved;
    }

    private static float[] biases(Map<String, Tensor> weights, int hidden) {
        float[] both = new float[6 * hidden];
        System.arraycopy(inZrh(weights.get("gru.bias_ih_l0").values()), 0, both, 0, 3 * hidden);
        System.arraycopy(inZrh(weights.get("gru.bias_hh_l0").values()), 0, both, 3 * hidden, 3 * hidden);
        return both;
    }

    private static Protobuf node(String operator, List<String> inputs, List<String> outputs) {
        Protobuf node = new Protobuf();
        inputs.forEach(name -> node.text(1, name));
        outputs.forEach(name -> node.text(2, name));
        return node.text(3, operator).text(4, operator);
    }

    private static Protobuf attribute(String name, long value) {
        return new Protobuf().text(1, name).integer(3, value).integer(20, ATTRIBUTE_INT);
    }

    private static Protobuf floats(String name, float[] values, int... shape) {
        ByteBuffer raw = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        return tensor(FLOAT, name, raw.array(), shape);
    }

    private static Protobuf firstAxis() {
        return tensor(INT64, "axes", new byte[Long.BYTES], 1);
    }

    private static Protobuf tensor(int type, String name, byte[] raw, int... shape) {
        Protobuf tensor = new Protobuf();
        for (int length : shape) {
            tensor.integer(1, length);
        }
        return tensor.integer(2, type).text(8, name).bytes(9, raw);
    }

    private static Protobuf value(String name, int... shape) {
        Protobuf dimensions = new Protobuf();
        for (int length : shape) {
            dimensions.message(1, new Protobuf().integer(1, length));
        }
        Protobuf tensorType = new Protobuf().integer(1, FLOAT).message(2, dimensions);
        return new Protobuf().text(1, name).message(2, new Protobuf().message(1, tensorType));
    }
}
