package io.rillcast.serde;

import io.rillcast.forecast.ForecastModel;
import io.rillcast.rnn.CellKind;
import io.rillcast.rnn.NetworkShape;
import io.rillcast.rnn.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One step of a forecaster's network as the bytes of an ONNX file, for N series at once.
 *
 * <pre>
 *   in:   x [N, D]   h [L, N, H]   and for an LSTM c [L, N, H]
 *   out:  quantiles [N, Q]   h_next [L, N, H]   and for an LSTM c_next [L, N, H]
 * </pre>
 *
 * <p>x are the features of {@code model.features}, standardised, in their order; quantiles are those of {@code
 * model.levels} of what the network was trained towards, as {@link io.rillcast.forecast.WindowInputs} gives both. The
 * states are laid out as PyTorch's {@code h_0} and {@code c_0}; a series begins with zeros. What {@link ModelFile} notes
 * stands in the model's metadata under the same keys.
 *
 * <p>Operator set {@value #OPERATOR_SET}. Source: the operators GRU (with linear_before_reset = 1, PyTorch's variant;
 * gates in the order z, r, h, where PyTorch has r, z, n), LSTM (i, o, f, c for PyTorch's i, f, g, o), RNN, Split, Concat,
 * Squeeze, Unsqueeze and Gemm.
 */
public final class OnnxFile {
    /** Every operator used is in it and unchanged in what it does here since. */
    static final int OPERATOR_SET = 14;

    private final NetworkShape shape;
    private final Map<String, Tensor> weights;
    private final Protobuf graph = new Protobuf();

    private OnnxFile(NetworkShape shape, Map<String, Tensor> weights) {
        this.shape = shape;
        this.weights = weights;
    }

    /**
     * The file's bytes; equal models have equal bytes.
     *
     * @throws IllegalArgumentException if the network is bidirectional: it has no step
     */
    public static byte[] toBytes(ForecastModel model) {
        NetworkShape shape = model.network().shape();
        if (shape.directions() != 1) {
            throw new IllegalArgumentException("a bidirectional network cannot be run step by step: network=" + shape);
        }
        OnnxFile file = new OnnxFile(shape, model.network().tensors());
        file.addNodes();
        file.graph.text(2, "step");
        file.addTensors();
        file.addValues();
        return OnnxProto.model(file.graph, OPERATOR_SET, ModelFile.notes(model));
    }

    private void addNodes() {
        List<String> states = shape.cell() == CellKind.LSTM ? List.of("h", "c") : List.of("h");
        add(OnnxProto.node("Unsqueeze", List.of("x", "first_axis"), List.of("x_l0")));
        states.forEach(state -> addSplit(state));
        for (int layer = 0; layer < shape.layers(); layer++) {
            addLayer(layer);
        }
        states.forEach(state -> add(OnnxProto.node(
                "Concat", names(state + "_next_l"), List.of(state + "_next"), OnnxProto.attribute("axis", 0))));
        String top = "h_next_l" + (shape.layers() - 1);
        add(OnnxProto.node("Squeeze", List.of(top, "first_axis"), List.of("top")));
        String headOut = shape.skip() ? "head_out" : "quantiles";
        add(product("top", "head.weight", "head.bias", headOut));
        if (shape.skip()) {
            add(product("x", "skip.weight", headOut, "quantiles"));
        }
    }

    private void add(Protobuf node) {
        graph.message(1, node);
    }

    /** A state of all layers into those of each. */
    private void addSplit(String state) {
        List<String> all = names(state + "_l");
        boolean isOne = all.size() == 1;
        add(OnnxProto.node(isOne ? "Identity" : "Split", List.of(state), all));
    }

    private List<String> names(String start) {
        List<String> names = new ArrayList<>();
        for (int layer = 0; layer < shape.layers(); layer++) {
            names.add(start + layer);
        }
        return names;
    }

    private void addLayer(int layer) {
        String input = layer == 0 ? "x_l0" : "h_next_l" + (layer - 1);
        List<String> inputs = new ArrayList<>(List.of(input, "W" + layer, "R" + layer, "B" + layer, "", "h_l" + layer));
        Protobuf hidden = OnnxProto.attribute("hidden_size", shape.hidden());
        List<String> outputs = List.of("", "h_next_l" + layer);
        switch (shape.cell()) {
            case GRU ->
                add(OnnxProto.node("GRU", inputs, outputs, hidden, OnnxProto.attribute("linear_before_reset", 1)));
            case LSTM -> {
                inputs.add("c_l" + layer);
                add(OnnxProto.node("LSTM", inputs, List.of("", "h_next_l" + layer, "c_next_l" + layer), hidden));
            }
            case RNN_TANH ->
                add(OnnxProto.node("RNN", inputs, outputs, hidden, OnnxProto.attribute("activations", "Tanh")));
            case RNN_RELU ->
                add(OnnxProto.node("RNN", inputs, outputs, hidden, OnnxProto.attribute("activations", "Relu")));
        }
    }

    /** out = from weight^T + added. */
    private static Protobuf product(String from, String weight, String added, String out) {
        return OnnxProto.node("Gemm", List.of(from, weight, added), List.of(out), OnnxProto.attribute("transB", 1));
    }

    private void addTensors() {
        graph.message(5, OnnxProto.firstAxis("first_axis"));
        String prefix = shape.cell().torchName() + ".";
        int gates = shape.cell().gates() * shape.hidden();
        for (int layer = 0; layer < shape.layers(); layer++) {
            Tensor input = weights.get(prefix + "weight_ih_l" + layer);
            Tensor recurrent = weights.get(prefix + "weight_hh_l" + layer);
            float[] both = new float[2 * gates];
            System.arraycopy(moved(weights.get(prefix + "bias_ih_l" + layer)), 0, both, 0, gates);
            System.arraycopy(moved(weights.get(prefix + "bias_hh_l" + layer)), 0, both, gates, gates);
            add("W" + layer, moved(input), 1, gates, input.shape()[1]);
            add("R" + layer, moved(recurrent), 1, gates, shape.hidden());
            add("B" + layer, both, 1, 2 * gates);
        }
        for (String name : shape.skip()
                ? List.of("head.weight", "head.bias", "skip.weight")
                : List.of("head.weight", "head.bias")) {
            graph.message(5, OnnxProto.tensor(name, weights.get(name)));
        }
    }

    private void add(String name, float[] values, int... lengths) {
        graph.message(5, OnnxProto.tensor(name, Tensor.of(lengths, values)));
    }

    /** The rows of PyTorch's gates in ONNX's order. */
    private float[] moved(Tensor tensor) {
        int[] order = switch (shape.cell()) {
            case GRU -> new int[] {1, 0, 2};
            case LSTM -> new int[] {0, 3, 1, 2};
            case RNN_TANH, RNN_RELU -> new int[] {0};
        };
        float[] values = tensor.values();
        int gate = values.length / order.length;
        float[] moved = new float[values.length];
        for (int i = 0; i < order.length; i++) {
            System.arraycopy(values, order[i] * gate, moved, i * gate, gate);
        }
        return moved;
    }

    private void addValues() {
        graph.message(11, OnnxProto.value("x", 0, shape.inputs()));
        graph.message(12, OnnxProto.value("quantiles", 0, shape.outputs()));
        for (String state : shape.cell() == CellKind.LSTM ? List.of("h", "c") : List.of("h")) {
            graph.message(11, OnnxProto.value(state, shape.layers(), 0, shape.hidden()));
            graph.message(12, OnnxProto.value(state + "_next", shape.layers(), 0, shape.hidden()));
        }
    }
}
