package io.rillcast.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.sun.net.httpserver.HttpServer;
import io.rillcast.rnn.CellKind;
import io.rillcast.rnn.Network;
import io.rillcast.rnn.NetworkShape;
import io.rillcast.rnn.RecurrentShape;
import io.rillcast.rnn.Tensor;
import io.rillcast.serde.NetworkFile;
import io.rillcast.serde.Safetensors;
import io.rillcast.training.TextUnit;
import io.rillcast.training.Vocabulary;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What a person types wrong where there is no broker: in {@code wrong-uses/without-broker.txt}, word for word. */
class WrongUsesTest {
    private static final String FILE = "without-broker";

    @TempDir
    private static Path dir;

    private static HttpServer web;
    private static WrongUses uses;

    @BeforeAll
    static void begin() throws Exception {
        web = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
        web.createContext("/", exchange -> {
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        web.start();
        Files.writeString(
                dir.resolve("good.properties"),
                "bootstrap.servers=127.0.0.1:1\nschema.registry.url=http://127.0.0.1:1\nmax.retries=0\n");
        Files.write(
                dir.resolve("latin1.properties"), "application.id=caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
        Files.writeString(dir.resolve("escape.properties"), "application.id=\\u00zz\n");
        Files.writeString(dir.resolve("one.csv"), "series,timestamp,value\na,0,1\n");
        Files.writeString(dir.resolve("bad.csv"), "series,timestamp,value\na,0,1\na,tomorrow,2\n");
        Files.writeString(dir.resolve("empty.csv"), "");
        Files.writeString(dir.resolve("other.csv"), "station,day,rain\na,2020-01-01,2\n");
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(dir.resolve("whole.csv.gz")))) {
            out.write("series,timestamp,value\n".repeat(2000).getBytes(StandardCharsets.UTF_8));
        }
        byte[] whole = Files.readAllBytes(dir.resolve("whole.csv.gz"));
        Files.write(dir.resolve("cut.csv.gz"), java.util.Arrays.copyOf(whole, 12));
        Files.createDirectory(dir.resolve("folder.csv"));
        writeTexts();
        writeModels();
        uses = new WrongUses(
                FILE,
                Map.of(
                        "dir",
                        dir.toString(),
                        "web-port",
                        Integer.toString(web.getAddress().getPort())));
    }

    private static void writeTexts() throws Exception {
        Files.writeString(dir.resolve("good.txt"), "to be or not to be ".repeat(10));
        Files.writeString(dir.resolve("letter.txt"), "a");
        Files.writeString(dir.resolve("same.txt"), "a".repeat(40));
        Files.write(dir.resolve("latin1.txt"), "a b\nc caf\u00e9 d\n".getBytes(StandardCharsets.ISO_8859_1));
        Files.write(dir.resolve("cut.txt"), new byte[] {'a', (byte) 0xe2, (byte) 0x82});
        Network network = Network.initial(
                new NetworkShape(new RecurrentShape(CellKind.GRU, 2, 3, 1, false), 2, false), new Random(1));
        new TextModel(Vocabulary.of(TextUnit.CHARACTER, List.of("a", "b")), network)
                .write(dir.resolve("letters.safetensors"), Map.of());
        new TextModel(Vocabulary.of(TextUnit.WORD, List.of("", " be")), network)
                .write(dir.resolve("words.safetensors"), Map.of());
        Files.write(
                dir.resolve("forecaster.safetensors"),
                NetworkFile.of(network, Map.of()).toBytes());
        Files.write(
                dir.resolve("syllables.safetensors"),
                NetworkFile.of(network, Map.of("text.unit", "syllable", "text.symbols", "[\"a\",\"b\"]"))
                        .toBytes());
        Files.write(
                dir.resolve("three.safetensors"),
                NetworkFile.of(network, Map.of("text.unit", "character", "text.symbols", "[\"a\",\"b\",\"c\"]"))
                        .toBytes());
        Files.write(
                dir.resolve("garbled.safetensors"),
                NetworkFile.of(network, Map.of("text.unit", "character", "text.symbols", "a,b"))
                        .toBytes());
    }

    private static void writeModels() throws Exception {
        Network network = Network.initialWithHead(
                new NetworkShape(new RecurrentShape(CellKind.GRU, 2, 3, 1, false), 1, false), new Random(1));
        Map<String, String> notes =
                Map.of("model.features", "[\"sun\",\"moon\"]", "model.levels", "[0.5]", "model.group", "all");
        Map<String, Tensor> tensors = new TreeMap<>(network.tensors());
        write("sun", tensors, notes);
        write("noted", tensors, Map.of("model.features", "sun, moon", "model.levels", "[0.5]"));
        write("one", tensors, Map.of("model.features", "[\"sun\"]", "model.levels", "[0.5]"));
        tensors.put("head.bias", Tensor.of(new int[] {1}, new float[] {Float.NaN}));
        write("nan", tensors, notes);
        tensors.put("head.bias", Tensor.of(new int[] {3}, new float[3]));
        write("biased", tensors, notes);
        tensors.remove("head.bias");
        write("headless", tensors, notes);
        tensors.put("lstm.weight_ih_l0", Tensor.of(new int[] {1, 1}, new float[1]));
        write("two", tensors, notes);
    }

    private static void write(String name, Map<String, Tensor> tensors, Map<String, String> notes) throws Exception {
        Path models = Files.createDirectories(dir.resolve("imports"));
        Files.write(
                models.resolve(name + ".safetensors"),
                Safetensors.of(tensors, notes).toBytes());
    }

    @AfterAll
    static void end() throws Exception {
        web.stop(0);
        uses.close();
    }

    @TestFactory
    Stream<DynamicTest> saysWhatIsWrong() throws Exception {
        return WrongUses.read(FILE).stream()
                .map(use -> dynamicTest(
                        "rillcast " + use.arguments(),
                        () -> assertThat(uses.run(use.arguments())).isEqualTo(use.expected())));
    }

    @Test
    void listsAtLeastFortyWithoutAStackTrace() throws Exception {
        assertThat(WrongUses.read(FILE)).hasSizeGreaterThanOrEqualTo(40).allSatisfy(use -> {
            assertThat(use.expected().status()).isIn(1, 2);
            assertThat(use.expected().err()).contains("rillcast: ").doesNotContain("\tat ");
        });
    }
}
