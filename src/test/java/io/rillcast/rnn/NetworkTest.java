package io.rillcast.rnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class NetworkTest {
    private static final NetworkShape SHAPE = new NetworkShape(2, 3, 2, 1);

    @Test
    void bearsPyTorchsNamesAndShapes() {
        Map<String, Tensor> tensors = Network.initial(SHAPE, new Random(1)).tensors();

        assertThat(tensors.keySet())
                .containsExactly(
                        "gru.weight_ih_l0",
                        "gru.weight_hh_l0",
                        "gru.bias_ih_l0",
                        "gru.bias_hh_l0",
                        "gru.weight_ih_l1",
                        "gru.weight_hh_l1",
                        "gru.bias_ih_l1",
                        "gru.bias_hh_l1",
                        "head.weight",
                        "head.bias",
                        "skip.weight");
        assertThat(tensors.get("gru.weight_ih_l0").shape()).containsExactly(9, 2);
        assertThat(tensors.get("gru.weight_ih_l1").shape()).containsExactly(9, 3);
        assertThat(tensors.get("gru.bias_hh_l1").shape()).containsExactly(9);
        assertThat(tensors.get("head.weight").shape()).containsExactly(1, 3);
        assertThat(tensors.get("skip.weight").shape()).containsExactly(1, 2);
    }

    @Test
    void returnsTheTensorsItWasMadeOf() {
        Map<String, Tensor> tensors = Network.initial(SHAPE, new Random(1)).tensors();

        Map<String, Tensor> returned = Network.of(SHAPE, tensors).tensors();

        tensors.forEach((name, tensor) ->
                assertThat(returned.get(name).values()).as(name).isEqualTo(tensor.values()));
    }

    @Test
    void takesAStepByHand() {
        // One unit, r = sigmoid(0) = 1/2, z = sigmoid(ln 3) = 3/4, n = tanh(1/2 * 2 * 0.5 + 0.5) = tanh 1.
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("gru.weight_ih_l0", Tensor.of(new int[] {3, 1}, new float[] {0, (float) Math.log(3), 0.5f}));
        tensors.put("gru.weight_hh_l0", Tensor.of(new int[] {3, 1}, new float[] {0, 0, 2}));
        tensors.put("gru.bias_ih_l0", Tensor.of(new int[] {3}, new float[3]));
        tensors.put("gru.bias_hh_l0", Tensor.of(new int[] {3}, new float[3]));
        tensors.put("head.weight", Tensor.of(new int[] {1, 1}, new float[] {10}));
        tensors.put("head.bias", Tensor.of(new int[] {1}, new float[] {100}));
        tensors.put("skip.weight", Tensor.of(new int[] {1, 1}, new float[] {1000}));
        float[] hidden = {0.5f};
        float[] out = new float[1];

        Network.of(new NetworkShape(1, 1, 1, 1), tensors).newStepper().step(out, hidden, new float[] {1});

        // (1 - 3/4) tanh 1 + 3/4 * 0.5 with tanh 1 = 0.7615942
        assertThat(hidden[0]).isCloseTo(0.5653986f, Offset.offset(1e-6f));
        assertThat(out[0]).isCloseTo(1105.654f, Offset.offset(1e-3f));
    }

    @Test
    void startsWithTheHeadsBiasAsOutput() {
        Network network =
                Network.initial(new NetworkShape(2, 4, 1, 3), new Random(3)).withHeadBias(-1, 0, 1);
        float[] out = new float[3];

        network.newStepper().step(out, new float[4], new float[] {5, -7});

        assertThat(out).containsExactly(-1, 0, 1);
    }

    @Test
    void drawsInitialWeightsWithinPyTorchsBound() {
        Tensor weights = Network.initial(new NetworkShape(4, 16, 1, 1), new Random(3))
                .tensors()
                .get("gru.weight_hh_l0");

        for (float weight : weights.values()) {
            assertThat(Math.abs(weight)).isLessThanOrEqualTo(0.25f);
        }
        assertThat(weights.values()).doesNotHaveDuplicates();
    }

    @Test
    void keepsItsWeightsWhenATrainersCopyChanges() {
        Network network = Network.initial(SHAPE, new Random(1));

        network.parameters().clear();

        assertThat(network.tensors().get("gru.weight_ih_l0").values()).doesNotContain(0f);
    }

    @Test
    void refusesMissingAndUnknownNames() {
        Map<String, Tensor> tensors =
                new LinkedHashMap<>(Network.initial(SHAPE, new Random(1)).tensors());
        tensors.put("head.wait", tensors.remove("head.weight"));

        assertThatThrownBy(() -> Network.of(SHAPE, tensors))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "a network's tensors must bear exactly PyTorch's names: missing=[head.weight],"
                                + " unknown=[head.wait], network=NetworkShape[cell=gru, inputs=2, hidden=3, layers=2, directions=1, outputs=1, skip=true]");
    }

    @Test
    void refusesTensorOfAnotherShape() {
        Map<String, Tensor> tensors =
                new LinkedHashMap<>(Network.initial(SHAPE, new Random(1)).tensors());
        tensors.put("gru.weight_ih_l0", Tensor.of(new int[] {2, 9}, new float[18]));

        assertThatThrownBy(() -> Network.of(SHAPE, tensors))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "a tensor must have the shape that the network's sizes give: tensor=gru.weight_ih_l0,"
                                + " expected=[9, 2], found=[2, 9],"
                                + " network=NetworkShape[cell=gru, inputs=2, hidden=3, layers=2, directions=1, outputs=1, skip=true]");
    }

    @Test
    void refusesWeightThatIsNotFinite() {
        Map<String, Tensor> tensors =
                new LinkedHashMap<>(Network.initial(SHAPE, new Random(1)).tensors());
        tensors.put("skip.weight", Tensor.of(new int[] {1, 2}, new float[] {0, Float.NaN}));

        assertThatThrownBy(() -> Network.of(SHAPE, tensors))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("weights must be finite: tensor=skip.weight, index=1, value=NaN");
    }

    @Test
    void refusesHeadBiasOfAnotherLength() {
        Network network = Network.initial(SHAPE, new Random(1));

        assertThatThrownBy(() -> network.withHeadBias(1, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the head's bias must have one value an output: outputs=1, bias=[1.0, 2.0]");
    }
}
