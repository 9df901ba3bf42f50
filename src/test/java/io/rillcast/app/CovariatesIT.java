package io.rillcast.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.rillcast.config.ServicePlan;
import io.rillcast.config.Settings;
import io.rillcast.config.SettingsReader;
import io.rillcast.config.SettingsSource;
import io.rillcast.forecast.Forecast;
import io.rillcast.forecast.Score;
import io.rillcast.local.EmbeddedBroker;
import io.rillcast.local.RegistryServer;
import io.rillcast.serde.ForecastDeserializer;
import io.rillcast.serde.ModelSnapshotDeserializer;
import io.rillcast.serde.SchemaRegistryClient;
import io.rillcast.serde.SchemaRegistrySettings;
import io.rillcast.serde.ScoreDeserializer;
import io.rillcast.streams.ForecastService;
import io.rillcast.training.ModelSnapshot;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** From the columns of a file to a network that listens to them, through a real broker. */
@Timeout(240)
class CovariatesIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int BEFORE = 900;
    private static final int AFTER = 200;
    private static final int ADDED = 20;

    @TempDir
    private Path directory;

    private final Random random = new Random(2);
    private double next = 50;

    @Test
    void forecastsPublishedColumnsAndRetrainsWithThem() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("cluster"), 0, Map.of());
                RegistryServer server = RegistryServer.start(directory.resolve("cluster"), 0)) {
            Map<String, String> chosen = chosen(broker, server);
            forecastFirst(chosen);

            forecastAfterRestart(chosen);

            chosen.put("readings.covariate.fields", "planned, gone, added");
            forecastWithAnAddedOne(chosen);
        }
    }

    private void forecastFirst(Map<String, String> chosen) throws Exception {
        try (Running running = new Running(chosen)) {
            publish(chosen, 0, BEFORE);

            ModelSnapshot model = running.await("rillcast.models", new ModelSnapshotDeserializer(running.registry), 1)
                    .get(0);
            assertThat(model.model().features())
                    .hasSize(30)
                    .endsWith(
                            "covariate:planned",
                            "covariate-present:planned",
                            "covariate:gone",
                            "covariate-present:gone");
            running.awaitForecasts(BEFORE);
        }
    }

    private void forecastAfterRestart(Map<String, String> chosen) throws Exception {
        try (Running running = new Running(chosen)) {
            publish(chosen, BEFORE, AFTER);

            List<Forecast> forecasts = running.awaitForecasts(BEFORE + AFTER);
            List<Score> scores =
                    running.await("rillcast.scores", new ScoreDeserializer(running.registry), BEFORE + AFTER - 1);
            assertThat(forecasts.subList(BEFORE, BEFORE + AFTER))
                    .allMatch(forecast -> forecast.origin().modelVersion() >= 1);
            List<Score> last = scores.subList(BEFORE, scores.size());
            // All that the last values tell is the mean; the plan tells all but a tenth of the deviation.
            assertThat(mean(last, true)).isLessThan(0.6 * mean(last, false));
            assertThat(running.service.totals()).containsEntry("readings-admitted", (long) AFTER);
        }
    }

    /** The versions from before serve on. */
    private void forecastWithAnAddedOne(Map<String, String> chosen) throws Exception {
        try (Running running = new Running(chosen)) {
            publish(chosen, BEFORE + AFTER, ADDED);

            List<Forecast> forecasts = running.awaitForecasts(BEFORE + AFTER + ADDED);
            assertThat(forecasts.subList(BEFORE + AFTER, forecasts.size()))
                    .allMatch(forecast -> forecast.origin().modelVersion() >= 1)
                    .allMatch(forecast -> forecast.origin().warm());
        }
    }

    /** A service until it is closed. */
    private static final class Running implements AutoCloseable {
        private final Settings settings;
        private final SchemaRegistryClient registry;
        private final ForecastService service;

        Running(Map<String, String> chosen) throws Exception {
            settings = SettingsReader.read(List.of(SettingsSource.commandLine(chosen)));
            ServicePlan plan = new ServicePlan(settings);
            registry = new SchemaRegistryClient(SchemaRegistrySettings.of(settings.registryProperties()));
            service = ForecastService.start(
                    plan.streams(), plan.serdes(registry, System::currentTimeMillis), plan.kafka());
            assertThat(service.awaitRunning(PATIENCE)).isTrue();
        }

        List<Forecast> awaitForecasts(int count) {
            return await("rillcast.forecasts", new ForecastDeserializer(registry), count);
        }

        <T> List<T> await(String topic, Deserializer<T> deserializer, int count) {
            return awaitRecords(settings, topic, deserializer, count);
        }

        @Override
        public void close() {
            service.close();
            registry.close();
        }
    }

    private static double mean(List<Score> scores, boolean isOfNetwork) {
        return scores.stream()
                .mapToDouble(score -> isOfNetwork
                        ? score.losses().networkPinball()
                        : score.losses().naivePinball())
                .average()
                .orElseThrow();
    }

    private Map<String, String> chosen(EmbeddedBroker broker, RegistryServer server) {
        Map<String, String> chosen = new TreeMap<>();
        chosen.put("bootstrap.servers", broker.bootstrapServers());
        chosen.put("schema.registry.url", server.url());
        chosen.put("readings.covariate.fields", "planned, gone");
        chosen.put("topics.partitions", "1");
        chosen.put("network.hidden", "8");
        chosen.put("training.steps", "200");
        chosen.put("training.batch", "8");
        chosen.put("training.cpu.share", "1.0");
        chosen.put("state.dir", directory.resolve("state").toString());
        return chosen;
    }

    /** Each value is what was planned for it one reading before, and some noise; a tenth of the plans is missing. */
    private void publish(Map<String, String> chosen, int from, int count) throws Exception {
        StringBuilder text = new StringBuilder("timestamp,planned,series,remark,value\n");
        for (int t = from; t < from + count; t++) {
            double value = next + 0.5 * random.nextGaussian();
            next = 50 + 5 * random.nextGaussian();
            String planned = random.nextInt(10) == 0 ? "" : Double.toString(4e6 + 3e5 * next);
            text.append(t * 3_600_000L + "," + planned + ",shop,none," + value + "\n");
        }
        Path file = Files.writeString(directory.resolve("from-" + from + ".csv"), text);
        List<String> lines = new ArrayList<>();
        chosen.forEach((key, setting) -> lines.add(key + "=" + setting));
        Path config = Files.write(directory.resolve("r.properties"), lines);
        StringWriter err = new StringWriter();
        StopSignal stop = new StopSignal();
        CommandLine program = Rillcast.commandLine(stop);
        StringWriter out = new StringWriter();
        program.setOut(new PrintWriter(out, true));
        program.setErr(new PrintWriter(err, true));
        int status = program.execute("publish", file.toString(), "--config", config.toString());
        stop.finished(status);
        assertThat(err.toString())
                .startsWith("note: covariates without a column in the file will be missing:"
                        + " readings.covariate.fields=gone")
                .endsWith("columns=planned,remark\n")
                .containsOnlyOnce("note: ");
        assertThat(status).isZero();
        assertThat(out.toString()).contains("published " + count + " readings of 1 series");
    }

    /** All values of a topic of one partition, once there are so many. */
    private static <T> List<T> awaitRecords(Settings settings, String topic, Deserializer<T> deserializer, int count) {
        Map<String, Object> properties = new HashMap<>(settings.consumerProperties());
        properties.put("isolation.level", "read_committed");
        List<T> values = new ArrayList<>();
        try (KafkaConsumer<String, T> consumer =
                new KafkaConsumer<>(properties, new StringDeserializer(), deserializer)) {
            List<TopicPartition> partitions = List.of(new TopicPartition(topic, 0));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            await().atMost(PATIENCE).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
                return values.size() >= count;
            });
        }
        return values;
    }
}
