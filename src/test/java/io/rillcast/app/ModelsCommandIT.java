package io.rillcast.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rillcast.config.ServicePlan;
import io.rillcast.config.Settings;
import io.rillcast.config.SettingsReader;
import io.rillcast.config.SettingsSource;
import io.rillcast.forecast.ForecastModel;
import io.rillcast.forecast.ForecastPlan;
import io.rillcast.local.EmbeddedBroker;
import io.rillcast.local.RegistryServer;
import io.rillcast.process.ChildProcess;
import io.rillcast.rnn.CellKind;
import io.rillcast.rnn.Network;
import io.rillcast.rnn.NetworkShape;
import io.rillcast.rnn.NetworkStepper;
import io.rillcast.rnn.RecurrentShape;
import io.rillcast.rnn.Tensor;
import io.rillcast.serde.ModelFile;
import io.rillcast.serde.Safetensors;
import io.rillcast.serde.SchemaRegistryClient;
import io.rillcast.serde.SchemaRegistrySettings;
import io.rillcast.streams.ForecastService;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands about models beside a service that runs, and PyTorch beside both. */
@Timeout(300)
class ModelsCommandIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String PYTHON = "/usr/bin/python3";
    private static final int READINGS = 400;

    @TempDir
    private static Path dir;

    private static EmbeddedBroker broker;
    private static RegistryServer registryServer;
    private static Path config;
    private static Settings settings;
    private static SchemaRegistryClient registry;
    private static ForecastService service;
    private static int published;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void startService() throws Exception {
        broker = EmbeddedBroker.start(dir.resolve("broker"), 0, Map.of());
        registryServer = RegistryServer.start(dir.resolve("broker"), 0);
        config = Files.writeString(
                dir.resolve("r.properties"),
                "bootstrap.servers=" + broker.bootstrapServers() + "\nschema.registry.url=" + registryServer.url()
                        + "\nstate.dir=" + dir.resolve("state") + "\ntopics.partitions=2\n"
                        + "retrain.every.readings=1000000\ntraining.steps=50\n");
        settings = SettingsReader.read(List.of(SettingsSource.file(config)));
        registry = new SchemaRegistryClient(SchemaRegistrySettings.of(settings.registryProperties()));
        ServicePlan plan = new ServicePlan(settings);
        service = ForecastService.start(plan.streams(), plan.serdes(registry, System::currentTimeMillis), plan.kafka());
        assertThat(service.awaitRunning(PATIENCE)).isTrue();
        publish(READINGS);
    }

    @AfterAll
    static void stopService() {
        service.close();
        registry.close();
        registryServer.close();
        broker.close();
    }

    /** So many more hourly readings of two series, and waits until each is forecast. */
    private static void publish(int count) throws Exception {
        StringBuilder csv = new StringBuilder("series,timestamp,value\n");
        for (int i = published; i < published + count; i++) {
            long ms = 1_700_000_000_000L + i * 3_600_000L;
            csv.append("pump,")
                    .append(ms)
                    .append(',')
                    .append(10 + 3 * Math.sin(i / 4.0))
                    .append('\n');
            csv.append("fan,")
                    .append(ms)
                    .append(',')
                    .append(5 + 2 * Math.cos(i / 3.0))
                    .append('\n');
        }
        published += count;
        Path file = Files.writeString(dir.resolve("readings.csv"), csv);
        StopSignal stop = new StopSignal();
        CommandLine program = Rillcast.commandLine(stop);
        program.setOut(new PrintWriter(new StringWriter()));
        int status = program.execute("publish", file.toString(), "--config", config.toString());
        stop.finished(status);
        assertThat(status).isZero();
        assertThat(versions()).hasSize(2 * published);
    }

    /** The model's version of each forecast, once there is one a reading. */
    private static List<Long> versions() {
        List<Long> versions = new ArrayList<>();
        long begun = System.nanoTime();
        try (OutputFeed feed = new OutputFeed(settings, registry, Set.of(), true)) {
            while (versions.size() < 2 * published && System.nanoTime() - begun < PATIENCE.toNanos()) {
                feed.poll(
                        Duration.ofMillis(100),
                        new OutputFeed.Listener(
                                forecast -> versions.add(forecast.origin().modelVersion()), score -> {}, line -> {}));
            }
        }
        return versions;
    }

    private static ForecastModel random(CellKind cell, int hidden, long seed) {
        ForecastPlan plan = new ServicePlan(settings).streams().training().forecast();
        NetworkShape shape = new NetworkShape(
                new RecurrentShape(cell, plan.features().size(), hidden, 1, false),
                plan.levels().count(),
                true);
        return new ForecastModel(
                "any", 9, plan.features(), plan.levels(), Network.initialWithHead(shape, new Random(seed)));
    }

    /** Imports a model of that seed; its version. */
    private long imported(ForecastModel model) throws Exception {
        Path file = Files.write(dir.resolve("random.safetensors"), ModelFile.toBytes(model));
        out.getBuffer().setLength(0);

        int status = execute("models", "import", file.toString(), "--timeout", "120");

        assertThat(err.toString()).isEmpty();
        assertThat(status).isZero();
        assertThat(out.toString()).matches("published: group=all, version=\\d+, action=IMPORT\n");
        return Long.parseLong(out.toString().replaceAll("\\D+", ""));
    }

    @Test
    void importsServesListsAndComparesVersions() throws Exception {
        long first = imported(random(CellKind.GRU, 8, 1));
        long second = imported(random(CellKind.LSTM, 5, 2));
        publish(1);
        assertThat(versions()).filteredOn(version -> version == second).hasSize(2);

        JsonNode shown = json("models", "show", "--json");
        assertThat(shown.get("version").asLong()).isEqualTo(second);
        assertThat(shown.get("cell").asText()).isEqualTo("lstm");
        assertThat(shown.get("checksum").asText()).startsWith("sha256:");
        assertThat(shown.get("training").get("reason").asText()).isEqualTo("imported: a person's word, not judged");
        JsonNode diff = json("models", "diff", Long.toString(first), Long.toString(second), "--json");
        assertThat(diff.get("same").asBoolean()).isFalse();
        assertThat(diff.get("b").get("hidden").asInt()).isEqualTo(5);
        assertThat(diff.get("tensors").get("head.bias").get("normOfDifference").asDouble())
                .isPositive();
        List<String> rows = lines("models", "list", "--json");
        assertThat(rows).anySatisfy(row -> assertThat(row).contains("\"version\":" + second + ",\"inUse\":true"));
        assertThat(rows).anySatisfy(row -> assertThat(row).contains("\"version\":" + first + ",\"inUse\":false"));
    }

    @Test
    void listsGroupsPageByPage() throws Exception {
        Path file = Files.write(dir.resolve("group.safetensors"), ModelFile.toBytes(random(CellKind.GRU, 4, 6)));
        for (String group : List.of("page-a", "page-b", "page-c")) {
            lines("models", "import", file.toString(), "--group", group, "--timeout", "120");
        }

        int status = execute("models", "list", "--json", "--after", "page", "--limit", "2");

        assertThat(status).isZero();
        assertThat(out.toString()).contains("\"page-a\"", "\"page-b\"").doesNotContain("\"page-c\"", "\"all\"");
        assertThat(err).hasToString("more groups: go on with --after page-b\n");
        List<String> rest = lines("models", "list", "--after", "page-b");
        assertThat(rest).hasSize(2);
        assertThat(rest.get(1)).matches("page-c +1 +in use .*imported: a person's word, not judged");
        assertThat(lines("models", "list", "--group", "page-a", "--json")).hasSize(1);
    }

    @Test
    void bringsVersionsBackUnderNewNumbers() throws Exception {
        long first = imported(random(CellKind.GRU, 8, 3));
        long second = imported(random(CellKind.GRU, 8, 4));

        assertThat(lines("models", "promote", Long.toString(first)))
                .containsExactly("published: group=all, version=" + (second + 1) + ", action=PROMOTE");
        assertThat(lines("models", "rollback"))
                .containsExactly("published: group=all, version=" + (second + 2) + ", action=ROLL_BACK");

        JsonNode again = json("models", "diff", Long.toString(first), Long.toString(second + 1), "--json");
        JsonNode back = json("models", "diff", Long.toString(second), Long.toString(second + 2), "--json");
        assertThat(again.get("same").asBoolean()).isTrue();
        assertThat(back.get("same").asBoolean()).isTrue();
    }

    @Test
    void endsWithOneAndTheReasonWhereACommandIsRefused() {
        int status = execute("models", "promote", "4711", "--timeout", "120");

        assertThat(err.toString())
                .matches(
                        "rillcast: refused: promote version 4711: the version must be in the archive, with the features"
                                + " and levels of these settings: newest=\\d+; `rillcast models list` shows the archive\n");
        assertThat(status).isEqualTo(1);
    }

    @Test
    void saysWhereACommandIsThatNobodyObeysInTime() {
        String unheard = "-Dmodel.commands.topic=unheard";
        lines("topics", "--create", unheard);
        assertThat(lines("models", "train", "--no-wait", unheard))
                .containsExactly("sent: group=all, action=TRAIN_NOW, topic=unheard, partition=0, offset=0");

        int status = execute("models", "train", "--timeout", "1", unheard);

        assertThat(err)
                .hasToString("rillcast: what comes of a command must be seen in time: group=all, action=TRAIN_NOW,"
                        + " waitedSeconds=1, topic=unheard, partition=0, offset=1; it is in the topic, and `rillcast run`"
                        + " obeys it if it starts within the hour: see `rillcast models list`\n");
        assertThat(status).isEqualTo(1);
    }

    @Test
    void trainsWhenToldAndSaysWhatCameOfIt() {
        assertThat(lines("models", "train", "--timeout", "120"))
                .singleElement()
                .asString()
                .matches("trained: group=all, decision=(PROMOTED|KEPT), version=\\d+; .+");
    }

    @Test
    void exportsWhatPyTorchRunsToTheSameNumbers() throws Exception {
        requirePyTorch();
        ForecastModel model = random(CellKind.GRU, 16, 5);
        long version = imported(model);
        Path file = dir.resolve("export.safetensors");
        Path windows = dir.resolve("some.safetensors");
        Path outputs = dir.resolve("outputs.bin");
        lines("models", "export", Long.toString(version), "--out", file.toString());
        lines("models", "windows", "--limit", "3", "--out", windows.toString());

        python("src/test/golden/run_exported.py", file.toString(), windows.toString(), outputs.toString());

        Tensor inputs = Safetensors.read(Files.readAllBytes(windows)).tensors().get("inputs");
        FloatBuffer theirs = ByteBuffer.wrap(Files.readAllBytes(outputs))
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
        int width = inputs.shape()[2];
        float[] state = new float[model.network().shape().stateLength()];
        float[] out = new float[model.network().shape().outputs()];
        NetworkStepper stepper = model.network().newStepper();
        assertThat(inputs.shape()[0]).isEqualTo(3);
        assertThat(theirs.remaining()).isEqualTo(inputs.shape()[1] * out.length);
        for (int t = 0; t < inputs.shape()[1]; t++) {
            stepper.step(out, state, Arrays.copyOfRange(inputs.values(), t * width, (t + 1) * width));
            for (float own : out) {
                assertThat(theirs.get()).isEqualTo(own, within(1e-5f * Math.max(1, Math.abs(own))));
            }
        }
    }

    @Test
    void servesWhatTheReadmesScriptTrainsInPyTorch() throws Exception {
        requirePyTorch();
        String readme = Files.readString(Path.of("README.md"));
        String script = readme.replaceFirst("(?s).*?```python\n", "").replaceFirst("(?s)\n```.*", "\n");
        Path train = Files.writeString(dir.resolve("train.py"), script);
        Path windows = dir.resolve("windows.safetensors");
        Path mine = dir.resolve("mine.safetensors");
        lines("models", "windows", "--out", windows.toString());

        List<String> said = python(train.toString(), windows.toString(), mine.toString());

        assertThat(pinball(said, 29)).isLessThan(pinball(said, 0));
        String line =
                lines("models", "import", mine.toString(), "--timeout", "120").get(0);
        long version = Long.parseLong(line.replaceAll("\\D+", ""));
        publish(2);
        assertThat(versions()).filteredOn(one -> one == version).hasSize(4);
        Path back = dir.resolve("back.safetensors");
        lines("models", "export", Long.toString(version), "--out", back.toString());
        Map<String, Tensor> served = Safetensors.read(Files.readAllBytes(back)).tensors();
        Safetensors.read(Files.readAllBytes(mine))
                .tensors()
                .forEach((name, tensor) ->
                        assertThat(served.get(name).values()).as(name).containsExactly(tensor.values()));
        assertThat(served.get("skip.weight").values()).containsOnly(0f);
    }

    private static double pinball(List<String> said, int epoch) {
        return Double.parseDouble(said.get(epoch).replaceFirst("epoch " + epoch + " pinball ", ""));
    }

    private static void requirePyTorch() {
        assumeTrue(Files.isExecutable(Path.of(PYTHON)), "no " + PYTHON);
        try (ChildProcess probe = ChildProcess.startCommand(
                dir.resolve("probe.txt"), List.of(PYTHON, "-B", "-c", "import torch, numpy"))) {
            assumeTrue(probe.awaitExit(PATIENCE) == 0, "PyTorch is not installed");
        }
    }

    private static List<String> python(String... arguments) {
        List<String> command = new ArrayList<>(List.of(PYTHON, "-B"));
        command.addAll(List.of(arguments));
        try (ChildProcess python = ChildProcess.startCommand(dir.resolve("python.txt"), command)) {
            int status = python.awaitExit(PATIENCE);
            assertThat(status).as("%s", python.lines()).isZero();
            return python.lines();
        }
    }

    private JsonNode json(String... arguments) throws Exception {
        return new JsonMapper().readTree(String.join("\n", lines(arguments)));
    }

    /** What a command prints that succeeds. */
    private List<String> lines(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        int status = execute(arguments);
        assertThat(err.toString()).isEmpty();
        assertThat(status).isZero();
        return out.toString().lines().toList();
    }

    private int execute(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--config", config.toString()));
        StopSignal stop = new StopSignal();
        CommandLine program = Rillcast.commandLine(stop);
        program.setOut(new PrintWriter(out, true));
        program.setErr(new PrintWriter(err, true));
        int status = program.execute(all.toArray(String[]::new));
        stop.finished(status);
        return status;
    }
}
