package io.rillcast.app;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rillcast.forecast.Explanation;
import io.rillcast.forecast.Forecast;
import io.rillcast.forecast.QuantileLevels;
import io.rillcast.forecast.Score;
import io.rillcast.local.EmbeddedBroker;
import io.rillcast.local.RegistryServer;
import io.rillcast.process.ChildProcess;
import io.rillcast.serde.ForecastSerializer;
import io.rillcast.serde.SchemaRegistryClient;
import io.rillcast.serde.SchemaRegistrySettings;
import io.rillcast.serde.ScoreSerializer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code topics} makes the topics that {@code watch} then reads. */
@Timeout(180)
class WatchCommandIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    private static Path directory;

    private static EmbeddedBroker broker;
    private static RegistryServer server;
    private static SchemaRegistryClient registry;
    private static Producer<String, byte[]> producer;
    private static Path config;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void startCluster() throws Exception {
        broker = EmbeddedBroker.start(directory, 0, Map.of());
        server = RegistryServer.start(directory, 0);
        registry = new SchemaRegistryClient(SchemaRegistrySettings.of(Map.of("schema.registry.url", server.url())));
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "max.in.flight.requests.per.connection", 1),
                new StringSerializer(),
                new ByteArraySerializer());
        config = Files.writeString(
                directory.resolve("r.properties"),
                "bootstrap.servers=" + broker.bootstrapServers() + "\nschema.registry.url=" + server.url() + "\n");
    }

    @AfterAll
    static void stopCluster() {
        producer.close();
        registry.close();
        server.close();
        broker.close();
    }

    @Test
    void createsTheTopicsAndThenFindsThemAsTheyShouldBe() throws Exception {
        String[] named = topics("made");

        int creating = execute("topics", "--config", config.toString(), named[0], named[1], "--create");
        String created = out.toString();
        out.getBuffer().setLength(0);
        int looking = execute("topics", "--config", config.toString(), named[0], named[1], "--json");

        assertThat(creating).isZero();
        assertThat(created).containsPattern("made.forecasts +4 +delete +created\n");
        assertThat(looking).isZero();
        assertThat(err.toString()).isEmpty();
        JsonNode report = new JsonMapper().readTree(out.toString());
        assertThat(report.get("usable").booleanValue()).isTrue();
        assertThat(report.get("topics")).hasSize(7).allSatisfy(one -> {
            assertThat(one.get("found")).isEqualTo(one.get("planned"));
            assertThat(one.get("created").booleanValue()).isFalse();
        });
    }

    @Test
    void printsWhatIsThereOfOneSeriesAndNamesWhatCannotBeRead() throws Exception {
        String[] named = create("there");
        send("there.forecasts", "pump-7", forecast("pump-7", 3.5));
        send("there.forecasts", "pump-8", forecast("pump-8", 4.5));
        send("there.forecasts", "pump-7", "not Avro".getBytes(StandardCharsets.UTF_8));
        send("there.forecasts", "pump-7", forecast("pump-7", 5.25));

        int status = execute(
                "watch",
                "--config",
                config.toString(),
                named[0],
                named[1],
                "--from-beginning",
                "--series=pump-7",
                "--limit=2");

        assertThat(status).isZero();
        assertThat(out.toString().lines()).hasSize(15);
        assertThat(out.toString().lines().skip(8))
                .satisfiesExactly(
                        line -> assertThat(line)
                                .matches("forecast +1970-01-01T00:00:02Z +5.2500 +5.2400 to 5.2600 +v3 +pump-7"),
                        line -> assertThat(line).matches(" +network +5.2500 +weight 1.000"),
                        line -> assertThat(line).matches(" +scale +0.12500 +mean step"),
                        line -> assertThat(line).matches(" +seasons +24 +readings"),
                        line -> assertThat(line).matches(" +cadence +1 h +between readings"),
                        line -> assertThat(line).matches(" +support +real"),
                        line -> assertThat(line).matches(" +correction +1.0000 +times the blend's width"));
        assertThat(err.toString().lines())
                .hasSize(2)
                .first()
                .asString()
                .startsWith("unreadable: topic=there.forecasts, partition=")
                .contains("found=value must begin with magic byte 0 and a schema id");
        assertThat(err.toString()).endsWith("unreadable records: 1\n");
    }

    @Test
    void followsFromNowOnUntilToldToStop() throws Exception {
        String[] named = create("now");
        send("now.scores", "old", score("old"));
        List<String> arguments = List.of("watch", "--config", config.toString(), named[0], named[1]);
        try (ChildProcess watch =
                ChildProcess.start(directory.resolve("watch.txt"), "io.rillcast.app.Rillcast", arguments)) {
            watch.awaitLine("time \\(UTC\\)", PATIENCE);

            send("now.scores", "new", score("new"));
            watch.awaitLine("^score .* 2.0000 +2.5000 +within +v3 +new$", PATIENCE);
            watch.sigterm();

            assertThat(watch.awaitExit(PATIENCE)).isZero();
            assertThat(watch.lines()).hasSize(2);
        }
    }

    @Test
    void keepsToOneLineAForecastWhereSeriesAreMany() throws Exception {
        String[] named = create("many");
        send("many.forecasts", "a", forecast("a", 1));
        send("many.forecasts", "b", forecast("b", 2));

        int status =
                execute("watch", "--config", config.toString(), named[0], named[1], "--from-beginning", "--limit=2");

        assertThat(status).isZero();
        assertThat(out.toString().lines().skip(1)).hasSize(2).allMatch(line -> line.startsWith("forecast"));
    }

    @Test
    void printsJsonLinesWithTheNamesOfTheSchemas() throws Exception {
        String[] named = create("json");
        send("json.forecasts", "a\nb", forecast("a\nb", 1));

        int status = execute(
                "watch", "--config", config.toString(), named[0], named[1], "--from-beginning", "--json", "--limit=1");

        assertThat(status).isZero();
        JsonNode line = new JsonMapper().readTree(out.toString());
        assertThat(out.toString().lines()).hasSize(1);
        assertThat(line.get("kind").textValue()).isEqualTo("forecast");
        assertThat(line.get("series").textValue()).isEqualTo("a\nb");
        assertThat(line.get("target").textValue()).isEqualTo("1970-01-01T00:00:02Z");
        assertThat(line.get("experts").get("network").doubleValue()).isEqualTo(1);
        assertThat(line.get("correction").doubleValue()).isEqualTo(1);
        assertThat(line.get("quantiles")).hasSize(3);
        assertThat(line.get("quantiles").get(0).get("value").doubleValue()).isEqualTo(0.99);
    }

    /** Other names for two topics, as arguments, so that tests do not meet. */
    private static String[] topics(String test) {
        return new String[] {"-Dforecasts.topic=" + test + ".forecasts", "-Dscores.topic=" + test + ".scores"};
    }

    private String[] create(String test) {
        String[] named = topics(test);
        assertThat(execute("topics", "--config", config.toString(), named[0], named[1], "--create"))
                .isZero();
        out.getBuffer().setLength(0);
        return named;
    }

    private static void send(String topic, String key, byte[] value) throws Exception {
        producer.send(new ProducerRecord<>(topic, 0, key, value)).get(60, SECONDS);
    }

    private static byte[] forecast(String series, double point) {
        Forecast.Origin origin = new Forecast.Origin(series, 1000, 2000, 0, "all", 3, 10, true);
        Explanation why = new Explanation(Map.of("network", point), 0.125, List.of(24), 3_600_000, 0, "real", 1);
        Forecast forecast = new Forecast(
                origin,
                QuantileLevels.of(0.1, 0.5, 0.9),
                new double[] {point - 0.01, point, point + 0.01},
                new Forecast.Parts(point, point, point, Map.of("network", 1.0), why));
        try (ForecastSerializer serializer = new ForecastSerializer(registry)) {
            return serializer.serialize("any.forecasts", forecast);
        }
    }

    private static byte[] score(String series) {
        Score score = new Score(
                series,
                2000,
                new Score.Values(2.5, 2, 1),
                new Score.Losses(0.1, 0.1, 0.1, 0.1),
                true,
                true,
                false,
                new Score.ModelUsed("all", 3, 0),
                new Score.Rolling(0.5, 0.8));
        try (ScoreSerializer serializer = new ScoreSerializer(registry)) {
            return serializer.serialize("any.scores", score);
        }
    }

    private int execute(String... arguments) {
        StopSignal stop = new StopSignal();
        CommandLine program = Rillcast.commandLine(stop);
        program.setOut(new PrintWriter(out, true));
        program.setErr(new PrintWriter(err, true));
        int status = program.execute(arguments);
        stop.finished(status);
        return status;
    }
}
