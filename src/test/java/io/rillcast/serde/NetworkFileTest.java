package io.rillcast.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rillcast.rnn.CellKind;
import io.rillcast.rnn.Network;
import io.rillcast.rnn.NetworkShape;
import io.rillcast.rnn.RecurrentShape;
import io.rillcast.rnn.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class NetworkFileTest {
    private static final NetworkShape SHAPE = new NetworkShape(2, 3, 1, 1);
    private static final String NAMED =
            "network=NetworkShape[cell=gru, inputs=2, hidden=3, layers=1, directions=1, outputs=1, skip=true]";

    /** Every cell, one layer and three, one direction and two, with and without skip connection. */
    static List<NetworkShape> shapes() {
        List<NetworkShape> shapes = new ArrayList<>();
        for (CellKind cell : CellKind.values()) {
            for (int layers : new int[] {1, 3}) {
                for (boolean bidirectional : new boolean[] {false, true}) {
                    RecurrentShape recurrent = new RecurrentShape(cell, 3, 4, layers, bidirectional);
                    shapes.add(new NetworkShape(recurrent, 2, false));
                    shapes.add(new NetworkShape(recurrent, 2, true));
                }
            }
        }
        return shapes;
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void returnsTheNetworkAndItsNotes(NetworkShape shape) throws MalformedFile {
        Network network = Network.initialWithHead(shape, new Random(4));
        Map<String, String> notes = Map.of("vocabulary", "ab\n\u00e9", "unit", "character");

        NetworkFile returned = NetworkFile.read(NetworkFile.of(network, notes).toBytes());

        assertThat(returned.network().shape()).isEqualTo(shape);
        assertThat(returned.notes()).containsExactlyInAnyOrderEntriesOf(notes);
        network.tensors()
                .forEach((name, tensor) -> assertThat(
                                returned.network().tensors().get(name).values())
                        .as(name)
                        .isEqualTo(tensor.values()));
    }

    @Test
    void statesTheSizesInItsMetadata() throws MalformedFile {
        assertThat(Safetensors.read(bytes()).metadata())
                .containsExactly(
                        Map.entry("network.cell", "gru"),
                        Map.entry("network.directions", "1"),
                        Map.entry("network.format", "1"),
                        Map.entry("network.hidden", "3"),
                        Map.entry("network.inputs", "2"),
                        Map.entry("network.layers", "1"),
                        Map.entry("network.outputs", "1"),
                        Map.entry("network.skip", "true"),
                        Map.entry("note", "text"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "network.format|2|unsupported network file: network.format=2, supported=[1]; upgrade to the writer's"
                        + " release",
                "network.cell|elman|cell must be one of rnn, rnn-relu, lstm, gru: cell=elman",
                "network.directions|3|directions must be 1 or 2: network.directions=3",
                "network.skip|yes|skip must be true or false: network.skip=yes",
                "network.hidden|3.0|a size must be a whole number: network.hidden=3.0",
                "network.hidden|0|hidden must be between 1 and 1024: hidden=0",
                "network.layers|99999999999|a size must be a whole number: network.layers=99999999999"
            })
    void refusesMetadataThatStateNoSizes(String key, String text, String sentence) throws MalformedFile {
        assertRefused(with(key, text), sentence);
    }

    @ParameterizedTest
    @CsvSource({
        "network.format",
        "network.cell",
        "network.inputs",
        "network.hidden",
        "network.layers",
        "network.directions",
        "network.outputs",
        "network.skip"
    })
    void refusesFileWithoutOneOfTheSizes(String key) throws MalformedFile {
        assertRefused(
                with(key, null),
                "a network file's metadata must state its sizes: missing=" + key
                        + "; was this file written by another program?");
    }

    /** Room for these sizes would be 6 GB. */
    @Test
    void refusesLargeSizesOfFewTensorsBeforeMakingRoom() throws MalformedFile {
        Safetensors file = Safetensors.read(bytes());
        Map<String, String> metadata = new TreeMap<>(file.metadata());
        metadata.put("network.cell", "lstm");
        metadata.put("network.inputs", "16384");
        metadata.put("network.hidden", "1024");
        metadata.put("network.layers", "8");
        metadata.put("network.directions", "2");
        metadata.put("network.outputs", "65536");

        assertRefused(
                Safetensors.of(file.tensors(), metadata).toBytes(),
                "the tensors must have as many values as the network's sizes give: expected=1526923264, found=69,"
                        + " network=NetworkShape[cell=lstm, inputs=16384, hidden=1024, layers=8, directions=2,"
                        + " outputs=65536, skip=true]");
    }

    @Test
    void refusesSizesOfAnotherNetwork() throws MalformedFile {
        assertRefused(
                with("network.hidden", "4"),
                "the tensors must have as many values as the network's sizes give: expected=103, found=69, "
                        + NAMED.replace("hidden=3", "hidden=4"));
    }

    @Test
    void refusesTensorOfAnotherShape() throws MalformedFile {
        Map<String, Tensor> tensors = new TreeMap<>(Safetensors.read(bytes()).tensors());
        tensors.put("gru.weight_ih_l0", Tensor.of(new int[] {2, 9}, new float[18]));

        assertRefused(
                Safetensors.of(tensors, Safetensors.read(bytes()).metadata()).toBytes(),
                "a tensor must have the shape that the network's sizes give: tensor=gru.weight_ih_l0,"
                        + " expected=[9, 2], found=[2, 9], " + NAMED);
    }

    @Test
    void refusesTensorOfAnotherName() throws MalformedFile {
        Map<String, Tensor> tensors = new TreeMap<>(Safetensors.read(bytes()).tensors());
        tensors.put("head.wait", tensors.remove("head.weight"));

        assertRefused(
                Safetensors.of(tensors, Safetensors.read(bytes()).metadata()).toBytes(),
                "a network's tensors must bear exactly PyTorch's names: missing=[head.weight], unknown=[head.wait], "
                        + NAMED);
    }

    @Test
    void refusesWeightThatIsNotFinite() throws MalformedFile {
        Map<String, Tensor> tensors = new TreeMap<>(Safetensors.read(bytes()).tensors());
        tensors.put("head.bias", Tensor.of(new int[] {1}, new float[] {Float.NaN}));

        assertRefused(
                Safetensors.of(tensors, Safetensors.read(bytes()).metadata()).toBytes(),
                "weights must be finite: tensor=head.bias, index=0, value=NaN");
    }

    @Test
    void refusesNoteUnderAReservedKey() {
        Network network = Network.initial(SHAPE, new Random(4));

        assertThatThrownBy(() -> NetworkFile.of(network, Map.of("network.cell", "lstm")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a note's key must not begin with network.: key=network.cell; name it otherwise");
    }

    private static byte[] bytes() {
        return NetworkFile.of(Network.initial(SHAPE, new Random(4)), Map.of("note", "text"))
                .toBytes();
    }

    /** A file with another text of the metadata, or without it if null. */
    private static byte[] with(String key, String text) throws MalformedFile {
        Safetensors file = Safetensors.read(bytes());
        Map<String, String> metadata = new TreeMap<>(file.metadata());
        metadata.remove(key);
        if (text != null) {
            metadata.put(key, text);
        }
        return Safetensors.of(file.tensors(), metadata).toBytes();
    }

    private static void assertRefused(byte[] bytes, String sentence) {
        assertThatThrownBy(() -> NetworkFile.read(bytes))
                .isInstanceOf(MalformedFile.class)
                .hasMessage(sentence);
    }
}
