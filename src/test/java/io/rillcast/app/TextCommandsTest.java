package io.rillcast.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rillcast.rnn.CellKind;
import io.rillcast.rnn.Network;
import io.rillcast.rnn.NetworkShape;
import io.rillcast.rnn.RecurrentShape;
import io.rillcast.serde.NetworkFile;
import io.rillcast.training.TextPlan;
import io.rillcast.training.TextTrainer;
import io.rillcast.training.TextUnit;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands on texts, as a person runs them; what is wrong with their use is in {@code wrong-uses}. */
class TextCommandsTest {
    private static final String VERSE = "She sells sea shells by the sea shore.\n".repeat(25);

    @TempDir
    private Path dir;

    private Path text;
    private Path model;
    private String out;
    private String err;

    @BeforeEach
    void write() throws Exception {
        text = Files.writeString(dir.resolve("verse.txt"), VERSE);
        model = dir.resolve("verse.safetensors");
    }

    @Test
    void learnsATextAndWritesItOutAgain() throws Exception {
        train("--hidden", "24", "--sequence", "40", "--batch", "4", "--steps", "150", "--rate", "0.03");

        assertThat(out)
                .contains("learning verse.txt: 975 characters, 14 different, the last 97 held out; cell=gru, hidden=24,"
                        + " layers=1; 150 steps of 4 x 40, 25.0 epochs\n")
                .containsPattern("learned after 150 steps: best held-out 0\\.\\d+ bits a character, after step \\d+; ");
        assertThat(execute(
                        "text",
                        "generate",
                        model.toString(),
                        "--seed",
                        "She s",
                        "--length",
                        "34",
                        "--temperature",
                        "0"))
                .isZero();
        assertThat(out).isEqualTo("She sells sea shells by the sea shore.\n\n");
        NetworkFile file = NetworkFile.read(Files.readAllBytes(model));
        assertThat(file.network().tensors()).containsKeys("gru.weight_ih_l0", "gru.weight_hh_l0", "head.weight");
        assertThat(file.notes()).containsEntry("text.unit", "character");
        assertThat(new JsonMapper()
                        .readTree(file.notes().get("text.symbols"))
                        .get(0)
                        .asText())
                .isEqualTo("\n");
        assertThat(dir.toFile().list()).containsExactlyInAnyOrder("verse.txt", "verse.safetensors");
    }

    @Test
    void learnsWords() throws Exception {
        train(
                "--unit",
                "word",
                "--cell",
                "lstm",
                "--hidden",
                "16",
                "--batch",
                "2",
                "--sequence",
                "20",
                "--steps",
                "120",
                "--rate",
                "0.03");

        assertThat(out).contains("learning verse.txt: 250 words, 10 different, the last 25 held out; cell=lstm");
        assertThat(execute(
                        "text",
                        "generate",
                        model.toString(),
                        "--seed",
                        "sea shells",
                        "--length",
                        "2",
                        "--temperature",
                        "0"))
                .isZero();
        assertThat(out).isEqualTo("sea shells by the\n");
    }

    @Test
    void generatesTheSameForTheSameRandomSeed() throws Exception {
        train("--hidden", "8", "--steps", "3", "--sample-every", "0");

        String first = generated("1");

        assertThat(first).isEqualTo(generated("1")).isNotEqualTo(generated("2"));
        assertThat(first.strip().codePointCount(0, first.strip().length())).isBetween(90, 100);
    }

    @Test
    void learnsWhatIsGzippedTheSame() throws Exception {
        train("--hidden", "8", "--steps", "5");
        byte[] plain = Files.readAllBytes(model);
        text = dir.resolve("verse.txt.gz");
        try (GZIPOutputStream gzip = new GZIPOutputStream(Files.newOutputStream(text))) {
            gzip.write(VERSE.getBytes(UTF_8));
        }

        train("--hidden", "8", "--steps", "5");

        assertThat(Files.readAllBytes(model)).isEqualTo(plain);
    }

    @Test
    void learnsCharactersBeyondSixteenBits() throws Exception {
        Files.writeString(text, "\uFEFF" + "\u65e5\u672c\u8a9e\uD83D\uDE00\u00e9\r\n".repeat(20));
        train("--hidden", "8", "--steps", "60", "--rate", "0.03", "--sequence", "20", "--cell", "rnn");

        assertThat(out).contains("140 characters, 7 different");
        assertThat(execute(
                        "text",
                        "generate",
                        model.toString(),
                        "--seed",
                        "\u8a9e",
                        "--length",
                        "2",
                        "--temperature",
                        "0"))
                .isZero();
        assertThat(out).startsWith("\u8a9e\uD83D\uDE00\u00e9");
    }

    @Test
    void showsSamplesAsItGoesBesideTheResult() throws Exception {
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        PrintStream realErr = System.err;
        System.setErr(new PrintStream(shown, true, UTF_8));
        try {
            train("--hidden", "8", "--steps", "4", "--sample-every", "2");
        } finally {
            System.setErr(realErr);
        }

        assertThat(shown.toString(UTF_8))
                .containsPattern(
                        "after step 2: \\d\\.\\d{3} bits a character, best held-out \\d\\.\\d{3}, [\\d,]+ characters/s\n")
                .contains("after step 4: ")
                .hasSizeGreaterThan(400);
        assertThat(out.lines()).hasSize(2);
    }

    @Test
    void keepsTheBestSoFarWhenToldToStop() throws Exception {
        StopSignal stop = new StopSignal();
        TextFile read = TextFile.read(text, TextUnit.CHARACTER, 1, stop::isRequested);
        TextPlan plan = new TextPlan(10, 4, 1000, 0.01, 0, 1, 0);
        NetworkShape shape = new NetworkShape(
                new RecurrentShape(CellKind.GRU, read.vocabulary().size(), 8, 1, false),
                read.vocabulary().size(),
                false);
        TextTrainer trainer =
                new TextTrainer(Network.initialWithHead(shape, new Random(1)), read.training(), plan, new Random(2));
        int[] asked = {0};

        TextTraining.Outcome outcome = new TextTraining(read, trainer, new TextTraining.Plan(model, 1000, 0, 1))
                .run(Progress.start(new Progress.Task("learning", "steps", 1000)), () -> asked[0]++ == 7);

        assertThat(outcome.steps()).isEqualTo(7);
        assertThat(outcome.best().step()).isEqualTo(7);
        assertThat(TextModel.read(model).vocabulary().symbols())
                .isEqualTo(read.vocabulary().symbols());
    }

    @Test
    void saysThatATrainingHasDiverged() {
        int status = execute(
                "text",
                "train",
                text.toString(),
                "--out",
                model.toString(),
                "--cell",
                "rnn-relu",
                "--rate",
                "1e30",
                "--steps",
                "50",
                "--sample-every",
                "1");

        assertThat(status).isEqualTo(1);
        assertThat(err).matches("rillcast: training must stay finite: step=\\d+; lower --rate.*\\R");
    }

    @Test
    void neverWritesTheModelOverTheText() throws Exception {
        int status = execute("text", "train", text.toString(), "--out", text.toString(), "--steps", "1");

        assertThat(status).isEqualTo(1);
        assertThat(err)
                .isEqualTo(
                        "rillcast: model file must not be the text itself: file=" + text + "; name another by --out\n");
        assertThat(Files.readString(text)).isEqualTo(VERSE);
    }

    @Test
    void drawsAndPrintsWhatIsLeftOfGradients() throws Exception {
        Path drawing = dir.resolve("g.svg");

        int status = execute(
                "text", "gradients", "--out", drawing.toString(), "--length", "20", "--hidden", "8", "--steps", "5");

        assertThat(status).isZero();
        assertThat(out.lines().map(String::strip))
                .anyMatch(line -> line.matches("distance +rnn +lstm +gru +rnn, weights x 4"))
                .anyMatch(line -> line.matches("0( +1\\.0e\\+00){4}"))
                .anyMatch(line -> line.startsWith("19 "));
        String svg = Files.readString(drawing);
        assertThat(DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new ByteArrayInputStream(svg.getBytes(UTF_8)))
                        .getElementsByTagName("polyline")
                        .getLength())
                .isEqualTo(4);
        assertThat(svg.replace("http://www.w3.org/2000/svg", ""))
                .contains("<title", "prefers-color-scheme: dark", "distance from the loss")
                .doesNotContain("http", "<script", "NaN", "Infinity");
    }

    @Test
    void printsGradientsForPrograms() throws Exception {
        int status = execute(
                "text",
                "gradients",
                "--out",
                dir.resolve("g.svg").toString(),
                "--length",
                "9",
                "--hidden",
                "4",
                "--steps",
                "0",
                "--json");

        assertThat(status).isZero();
        JsonNode json = new JsonMapper().readTree(out);
        assertThat(json.get("curves")).hasSize(4);
        assertThat(json.get("curves").get(0).get("normByDistance")).hasSize(9);
        assertThat(json.get("chance").asDouble()).isCloseTo(0.125, within(1e-9));
    }

    private String generated(String randomSeed) {
        assertThat(execute("text", "generate", model.toString(), "--length", "100", "--random-seed", randomSeed))
                .isZero();
        return out;
    }

    private void train(String... options) {
        String[] words = new String[options.length + 5];
        System.arraycopy(new String[] {"text", "train", text.toString(), "--out", model.toString()}, 0, words, 0, 5);
        System.arraycopy(options, 0, words, 5, options.length);
        assertThat(execute(words)).as(err).isZero();
    }

    private int execute(String... arguments) {
        StringWriter written = new StringWriter();
        StringWriter failed = new StringWriter();
        StopSignal stop = new StopSignal();
        CommandLine program = Rillcast.commandLine(stop);
        program.setOut(new PrintWriter(written, true));
        program.setErr(new PrintWriter(failed, true));
        int status = program.execute(arguments);
        stop.finished(status);
        out = written.toString();
        err = failed.toString();
        return status;
    }
}
