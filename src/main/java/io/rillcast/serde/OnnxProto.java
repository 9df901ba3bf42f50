package io.rillcast.serde;

import io.rillcast.rnn.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;

/** The messages of ONNX that a step needs. Source: onnx.proto3 of ONNX 1.9 for the numbers of the fields. */
final class OnnxProto {
    private static final int FLOAT = 1;
    private static final int INT64 = 7;
    private static final int ATTRIBUTE_INT = 2;
    private static final int ATTRIBUTE_STRINGS = 8;
    /** ONNX 1.9's, which came with operator set 14. */
    private static final int IR_VERSION = 7;

    private OnnxProto() {}

    /** A ModelProto of one graph, with texts by key. */
    static byte[] model(Protobuf graph, int operatorSet, Map<String, String> metadata) {
        Protobuf model = new Protobuf()
                .integer(1, IR_VERSION)
                .text(2, "rillcast")
                .message(7, graph)
                .message(8, new Protobuf().text(1, "").integer(2, operatorSet));
        metadata.forEach(
                (key, text) -> model.message(14, new Protobuf().text(1, key).text(2, text)));
        return model.toByteArray();
    }

    /** A NodeProto; an empty name stands for an input or output that is not used. */
    static Protobuf node(String operator, List<String> inputs, List<String> outputs, Protobuf... attributes) {
        Protobuf node = new Protobuf();
        inputs.forEach(name -> node.text(1, name));
        outputs.forEach(name -> node.text(2, name));
        node.text(3, operator + ":" + String.join(",", outputs)).text(4, operator);
        for (Protobuf attribute : attributes) {
            node.message(5, attribute);
        }
        return node;
    }

    /** An AttributeProto of a whole number. */
    static Protobuf attribute(String name, long value) {
        return new Protobuf().text(1, name).integer(3, value).integer(20, ATTRIBUTE_INT);
    }

    /** An AttributeProto of one text in a list. */
    static Protobuf attribute(String name, String value) {
        return new Protobuf().text(1, name).text(9, value).integer(20, ATTRIBUTE_STRINGS);
    }

    /** A TensorProto of float32. */
    static Protobuf tensor(String name, Tensor tensor) {
        float[] values = tensor.values();
        ByteBuffer raw = ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        return tensor(FLOAT, name, raw.array(), tensor.shape());
    }

    /** A TensorProto that names the first axis. */
    static Protobuf firstAxis(String name) {
        return tensor(INT64, name, new byte[Long.BYTES], new int[] {1});
    }

    private static Protobuf tensor(int type, String name, byte[] raw, int[] shape) {
        Protobuf tensor = new Protobuf();
        for (int length : shape) {
            tensor.integer(1, length);
        }
        return tensor.integer(2, type).text(8, name).bytes(9, raw);
    }

    /** A ValueInfoProto of float32; a length of 0 stands for the batch, N. */
    static Protobuf value(String name, int... shape) {
        Protobuf dimensions = new Protobuf();
        for (int length : shape) {
            dimensions.message(1, length == 0 ? new Protobuf().text(2, "N") : new Protobuf().integer(1, length));
        }
        Protobuf tensorType = new Protobuf().integer(1, FLOAT).message(2, dimensions);
        return new Protobuf().text(1, name).message(2, new Protobuf().message(1, tensorType));
    }
}
