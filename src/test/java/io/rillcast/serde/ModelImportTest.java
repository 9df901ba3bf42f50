package io.rillcast.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rillcast.forecast.ForecastModel;
import io.rillcast.forecast.QuantileLevels;
import io.rillcast.rnn.CellKind;
import io.rillcast.rnn.Network;
import io.rillcast.rnn.NetworkShape;
import io.rillcast.rnn.NetworkStepper;
import io.rillcast.rnn.RecurrentShape;
import io.rillcast.rnn.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ModelImportTest {
    private static final Map<String, String> NOTES =
            Map.of("model.features", "[\"a\",\"b\",\"c\"]", "model.levels", "[0.1,0.5]", "by", "another program");

    static List<NetworkShape> shapes() {
        List<NetworkShape> shapes = new ArrayList<>();
        for (CellKind cell : List.of(CellKind.GRU, CellKind.LSTM, CellKind.RNN_TANH)) {
            for (int layers : new int[] {1, 3}) {
                for (boolean skip : new boolean[] {true, false}) {
                    shapes.add(new NetworkShape(new RecurrentShape(cell, 3, 4, layers, false), 2, skip));
                }
            }
        }
        return shapes;
    }

    private static Map<String, Tensor> tensors(NetworkShape shape) {
        return new TreeMap<>(Network.initialWithHead(shape, new Random(2)).tensors());
    }

    private static ForecastModel read(Map<String, Tensor> tensors, Map<String, String> notes) throws MalformedFile {
        return ModelImport.read(Safetensors.of(tensors, notes).toBytes(), "mine");
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void takesTheSizesFromTheTensorsAndComputesTheSame(NetworkShape shape) throws MalformedFile {
        Network given = Network.initialWithHead(shape, new Random(2));

        ForecastModel model = read(tensors(shape), NOTES);

        assertThat(model.group()).isEqualTo("mine");
        assertThat(model.version()).isZero();
        assertThat(model.features()).containsExactly("a", "b", "c");
        assertThat(model.levels()).isEqualTo(QuantileLevels.of(0.1, 0.5));
        assertThat(model.network().shape().recurrent()).isEqualTo(shape.recurrent());
        assertThat(model.network().shape().skip()).isTrue();
        assertThat(outputs(model.network())).containsExactly(outputs(given));
    }

    private static float[] outputs(Network network) {
        NetworkStepper stepper = network.newStepper();
        float[] state = new float[network.shape().stateLength()];
        float[] out = new float[2];
        for (int step = 0; step < 5; step++) {
            stepper.step(out, state, new float[] {0.5f, -1 + step, 2});
        }
        return out;
    }

    @Test
    void takesARectifierWhereTheNotesSaySo() throws MalformedFile {
        NetworkShape relu = new NetworkShape(new RecurrentShape(CellKind.RNN_RELU, 3, 4, 1, false), 2, true);
        Map<String, String> notes = new HashMap<>(NOTES);
        notes.put("network.cell", "rnn-relu");

        assertThat(read(tensors(relu), notes).network().shape().cell()).isEqualTo(CellKind.RNN_RELU);
        assertThat(read(tensors(relu), NOTES).network().shape().cell()).isEqualTo(CellKind.RNN_TANH);
    }

    @Test
    void readsWhatAnExportWrote() throws MalformedFile {
        ForecastModel model = read(tensors(shapes().get(4)), NOTES);

        ForecastModel again = ModelImport.read(ModelFile.toBytes(model), "mine");

        assertThat(ModelFile.toBytes(again)).isEqualTo(ModelFile.toBytes(model));
    }

    @Test
    void refusesWhatIsNoSuchNetwork() {
        NetworkShape gru = shapes().get(0);
        NetworkShape both = new NetworkShape(new RecurrentShape(CellKind.GRU, 3, 4, 1, true), 2, false);
        Map<String, Tensor> headless = tensors(gru);
        headless.remove("head.bias");
        Map<String, Tensor> unbiased = tensors(gru);
        unbiased.remove("gru.bias_hh_l0");
        Map<String, Tensor> huge = tensors(gru);
        huge.put("gru.weight_ih_l0", Tensor.of(new int[] {0, 60_000}, new float[0]));
        huge.put("gru.weight_hh_l0", Tensor.of(new int[] {0, 1024}, new float[0]));

        assertRefused(headless, NOTES, "a network's tensors must bear exactly PyTorch's names: missing=[head.bias]");
        assertRefused(
                unbiased, NOTES, "a network's tensors must bear exactly PyTorch's names: missing=[gru.bias_hh_l0]");
        assertRefused(
                tensors(both), NOTES, "a network's tensors must bear exactly PyTorch's names: missing=[], unknown=[");
        assertRefused(huge, NOTES, "a network must be small enough to import: weights=187");
        assertRefused(Map.of(), NOTES, "a model's file must hold the tensors of one gru, lstm or rnn: tensors=[]");
        assertRefused(
                tensors(gru),
                Map.of("model.levels", "[0.5]"),
                "a model's file must say what the model needs: missing=");
        Map<String, String> lstm = new HashMap<>(NOTES);
        lstm.put("network.cell", "lstm");
        assertRefused(
                tensors(gru), lstm, "the tensors must be those of the cell that the notes state: network.cell=lstm");
        Map<String, String> falling = new HashMap<>(NOTES);
        falling.put("model.levels", "[0.5,0.1]");
        assertRefused(tensors(gru), falling, "quantile levels must increase strictly");
    }

    private static void assertRefused(Map<String, Tensor> tensors, Map<String, String> notes, String start) {
        assertThatThrownBy(() -> read(tensors, notes))
                .isInstanceOf(MalformedFile.class)
                .hasMessageStartingWith(start);
    }
}
