package io.rillcast.serde;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rillcast.forecast.ForecastModel;
import io.rillcast.forecast.QuantileLevels;
import io.rillcast.rnn.CellKind;
import io.rillcast.rnn.Network;
import io.rillcast.rnn.NetworkShape;
import io.rillcast.rnn.RecurrentShape;
import io.rillcast.rnn.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A forecaster's model out of a safetensors file that another program may have written, PyTorch say.
 *
 * <p>Needed are the tensors of one {@code gru}, {@code lstm} or {@code rnn} under PyTorch's names, {@code head.weight},
 * {@code head.bias} and the notes {@code model.features} and {@code model.levels}. The sizes are those of the tensors; a
 * missing {@code skip.weight} counts as zeros, which is the same. An {@code rnn} is one of tanh unless the note {@code
 * network.cell} says {@code rnn-relu}. Further notes are passed over, further tensors are refused.
 */
public final class ModelImport {
    private static final List<CellKind> KINDS = List.of(CellKind.GRU, CellKind.LSTM, CellKind.RNN_TANH);
    /** Beyond what any topic takes; before room is made for what a few bytes say. */
    private static final long MOST_WEIGHTS = 16L << 20;

    private static final String CELL = "network.cell";
    private static final JsonMapper JSON = new JsonMapper();

    private ModelImport() {}

    /**
     * Reads a file's bytes into a model of a group, whose version is 0.
     *
     * @throws MalformedFile if they are no file of tensors, lack a tensor or a note, or hold what is no such network
     */
    public static ForecastModel read(byte[] bytes, String group) throws MalformedFile {
        Safetensors file = Safetensors.read(bytes);
        Map<String, Tensor> tensors = new TreeMap<>(file.tensors());
        try {
            String[] features = note(file, ModelFile.FEATURES, String[].class);
            double[] levels = note(file, ModelFile.LEVELS, double[].class);
            NetworkShape shape = shape(file.metadata(), tensors);
            if (shape.weightCount() > MOST_WEIGHTS) {
                throw new IllegalArgumentException("a network must be small enough to import: weights="
                        + shape.weightCount() + ", most=" + MOST_WEIGHTS + ", network=" + shape);
            }
            tensors.putIfAbsent("skip.weight", zeros(shape.outputs(), shape.inputs()));
            return new ForecastModel(
                    group, 0, List.of(features), QuantileLevels.of(levels), Network.of(shape, tensors));
        } catch (IllegalArgumentException e) {
            throw new MalformedFile(e.getMessage(), e);
        }
    }

    private static <T> T note(Safetensors file, String key, Class<T> type) {
        String text = file.metadata().get(key);
        if (text == null) {
            throw new IllegalArgumentException("a model's file must say what the model needs: missing=" + key
                    + "; copy the metadata of the file that `rillcast models windows` wrote");
        }
        try {
            return JSON.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "a model's notes must be JSON arrays: note=" + key + ", found=" + e.getOriginalMessage(), e);
        }
    }

    private static NetworkShape shape(Map<String, String> metadata, Map<String, Tensor> tensors) {
        CellKind cell = cell(metadata, tensors);
        String prefix = cell.torchName() + ".";
        int layers = 0;
        while (tensors.containsKey(prefix + "weight_ih_l" + layers)) {
            layers++;
        }
        int inputs = length(tensors, prefix + "weight_ih_l0", 1);
        int hidden = length(tensors, prefix + "weight_hh_l0", 1);
        int outputs = length(tensors, "head.weight", 0);
        return new NetworkShape(new RecurrentShape(cell, inputs, hidden, layers, false), outputs, true);
    }

    private static CellKind cell(Map<String, String> metadata, Map<String, Tensor> tensors) {
        List<CellKind> found = new ArrayList<>();
        for (CellKind kind : KINDS) {
            if (tensors.keySet().stream().anyMatch(name -> name.startsWith(kind.torchName() + "."))) {
                found.add(kind);
            }
        }
        if (found.size() != 1) {
            throw new IllegalArgumentException(
                    "a model's file must hold the tensors of one gru, lstm or rnn: tensors=" + tensors.keySet());
        }
        CellKind stated = CellKind.of(metadata.getOrDefault(CELL, found.get(0).text()));
        if (!stated.torchName().equals(found.get(0).torchName())) {
            throw new IllegalArgumentException("the tensors must be those of the cell that the notes state: " + CELL
                    + "=" + stated.text() + ", tensors=" + tensors.keySet());
        }
        return stated;
    }

    private static int length(Map<String, Tensor> tensors, String name, int axis) {
        Tensor tensor = tensors.get(name);
        if (tensor == null || tensor.shape().length != 2) {
            throw new IllegalArgumentException("a model's file must hold a matrix under each name: missing=" + name
                    + ", tensors=" + tensors.keySet());
        }
        return tensor.shape()[axis];
    }

    private static Tensor zeros(int rows, int columns) {
        return Tensor.of(new int[] {rows, columns}, new float[Math.multiplyExact(rows, columns)]);
    }
}
