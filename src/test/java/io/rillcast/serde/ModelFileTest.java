package io.rillcast.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rillcast.forecast.ForecastModel;
import io.rillcast.forecast.QuantileLevels;
import io.rillcast.rnn.CellKind;
import io.rillcast.rnn.Network;
import io.rillcast.rnn.NetworkShape;
import io.rillcast.rnn.RecurrentShape;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelFileTest {
    private static final Network NETWORK = Network.initialWithHead(
            new NetworkShape(new RecurrentShape(CellKind.GRU, 2, 5, 1, false), 3, true), new Random(1));
    private static final ForecastModel MODEL = new ForecastModel(
            "caf\u00e9 \"1\"", 1L << 40, List.of("step", "covariate:a,b"), QuantileLevels.of(0.1, 0.5, 0.9), NETWORK);

    @Test
    void readsTheVeryModelBack() throws Exception {
        ForecastModel read = ModelFile.read(ModelFile.toBytes(MODEL));

        assertThat(read.group()).isEqualTo(MODEL.group());
        assertThat(read.version()).isEqualTo(MODEL.version());
        assertThat(read.features()).isEqualTo(MODEL.features());
        assertThat(read.levels()).isEqualTo(MODEL.levels());
        assertThat(ModelFile.toBytes(read)).isEqualTo(ModelFile.toBytes(MODEL));
        NETWORK.tensors()
                .forEach((name, tensor) ->
                        assertThat(read.network().tensors().get(name).values()).containsExactly(tensor.values()));
    }

    @Test
    void refusesANetworkOfSomethingElse() {
        byte[] text = NetworkFile.of(NETWORK, Map.of("text.unit", "character")).toBytes();

        assertThatThrownBy(() -> ModelFile.read(text))
                .isInstanceOf(MalformedFile.class)
                .hasMessage("a model's file must say what the model needs: missing=model.group; was it written by"
                        + " `rillcast`?");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    model.version  | two             | a model's version must be a whole number
                    model.features | step,gap        | a model's notes must be JSON arrays
                    model.features | ["step"]        | a network must have one input a feature and one output a level
                    model.levels   | [0.9, 0.5, 0.1] | quantile levels must increase strictly
                    """)
    void refusesNotesThatDoNotFit(String note, String text, String sentence) throws Exception {
        Map<String, String> notes = new java.util.HashMap<>(
                NetworkFile.read(ModelFile.toBytes(MODEL)).notes());
        notes.put(note, text);
        byte[] bytes = NetworkFile.of(NETWORK, notes).toBytes();

        assertThatThrownBy(() -> ModelFile.read(bytes))
                .isInstanceOf(MalformedFile.class)
                .hasMessageStartingWith(sentence);
    }
}
