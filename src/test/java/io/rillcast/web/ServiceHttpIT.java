package io.rillcast.web;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.rillcast.forecast.Reading;
import io.rillcast.local.EmbeddedBroker;
import io.rillcast.local.RegistryServer;
import io.rillcast.serde.ReadingSerializer;
import io.rillcast.serde.SchemaRegistryClient;
import io.rillcast.serde.SchemaRegistrySettings;
import io.rillcast.streams.ForecastService;
import io.rillcast.streams.RunnableService;
import io.rillcast.streams.Topics;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two instances of a real service on a broker, asked as people and programs ask them. */
@Timeout(240)
class ServiceHttpIT {
    private static final int SERIES = 30;
    private static final int EACH = 40;
    private static final long HOUR_MS = 3_600_000;
    private static final String TOKEN = "a-token-of-some-length";
    private static final String HOSTILE = "series/<script>alert(1)</script> ä 30";
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    private static Path dir;

    private static EmbeddedBroker broker;
    private static RegistryServer registryServer;
    private static SchemaRegistryClient schemas;
    private static Producer<byte[], byte[]> producer;
    private static Instance one;
    private static Instance two;
    private static int published;

    private final OpenApi api = new OpenApi();
    private final HttpClient client = HttpClient.newHttpClient();

    /** A service and its website. */
    private record Instance(Website website, ForecastService service) {
        static Instance start(String name) throws Exception {
            PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
            Map<String, String> clients = Map.of(
                    "bootstrap.servers", broker.bootstrapServers(), "max.in.flight.requests.per.connection", "1");
            Website website = Website.start(
                    new HttpPlan("127.0.0.1", 0, Optional.of(TOKEN), "1"),
                    new FeedPlan(clients, clients, Topics.DEFAULT, schemas),
                    meters);
            Map<String, Object> settings = new HashMap<>();
            settings.put("bootstrap.servers", broker.bootstrapServers());
            settings.put("application.id", "seen");
            settings.put("state.dir", dir.resolve(name).toString());
            settings.put("num.stream.threads", "1");
            settings.put("commit.interval.ms", "100");
            settings.put("num.standby.replicas", "1");
            settings.put("acceptable.recovery.lag", "1000000");
            settings.put("application.server", website.applicationServer());
            ForecastService service = RunnableService.start(schemas, settings, meters);
            website.show(service);
            return new Instance(website, service);
        }

        void stop() {
            website.stopping();
            service.close(Duration.ofSeconds(30));
            website.close();
        }
    }

    @BeforeAll
    static void startAll() throws Exception {
        broker = EmbeddedBroker.start(dir.resolve("cluster"), 0, Map.of());
        registryServer = RegistryServer.start(dir.resolve("cluster"), 0);
        schemas = new SchemaRegistryClient(
                SchemaRegistrySettings.of(Map.of("schema.registry.url", registryServer.url())));
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "max.in.flight.requests.per.connection", 1),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        one = Instance.start("one");
        two = Instance.start("two");
        assertThat(one.service().awaitRunning(PATIENCE)).isTrue();
        assertThat(two.service().awaitRunning(PATIENCE)).isTrue();
        publish(EACH);
    }

    @AfterAll
    static void stopAll() {
        two.stop();
        one.stop();
        producer.close();
        schemas.close();
        registryServer.close();
        broker.close();
    }

    private static String name(int series) {
        return series == SERIES ? HOSTILE : "series/" + (char) ('a' + series % 3) + "-" + series;
    }

    private static synchronized void publish(int each) throws Exception {
        try (ReadingSerializer serializer = new ReadingSerializer(schemas)) {
            for (int i = published; i < published + each; i++) {
                for (int series = 0; series <= SERIES; series++) {
                    Reading reading = new Reading(name(series), i * HOUR_MS, 20 + series + 5 * Math.sin(i / 4.0));
                    byte[] key = reading.seriesId().getBytes(StandardCharsets.UTF_8);
                    String topic = Topics.DEFAULT.readings();
                    producer.send(new ProducerRecord<>(topic, key, serializer.serialize(topic, reading)));
                }
            }
        }
        producer.flush();
        published += each;
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private HttpResponse<String> get(Instance instance, String target) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + instance.website().port() + target))
                .timeout(Duration.ofSeconds(30))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private JsonNode json(Instance instance, String target, String schema) throws Exception {
        HttpResponse<String> response = get(instance, target);
        assertThat(response.statusCode()).as(target + ": " + response.body()).isEqualTo(200);
        assertThat(api.problems(schema, response.body())).as(target).isEmpty();
        return MAPPER.readTree(response.body());
    }

    /** Until both instances have their share, and every reading is forecast. */
    private void awaitAll() {
        await().atMost(PATIENCE).ignoreExceptions().until(() -> {
            for (int series = 0; series <= SERIES; series++) {
                HttpResponse<String> found = get(one, "/api/series/" + encoded(name(series)));
                if (found.statusCode() != 200
                        || MAPPER.readTree(found.body()).path("readings").asInt() != published) {
                    return false;
                }
            }
            return get(one, "/health/ready").statusCode() == 200
                    && get(two, "/health/ready").statusCode() == 200;
        });
    }

    @Test
    void answersAboutAnySeriesFromEitherInstance() throws Exception {
        awaitAll();
        for (Instance instance : List.of(one, two)) {
            for (int series = 0; series <= SERIES; series++) {
                JsonNode found = json(instance, "/api/series/" + encoded(name(series)), "Series");

                assertThat(found.path("series").asText()).isEqualTo(name(series));
                assertThat(found.path("readings").asInt()).isEqualTo(published);
                assertThat(found.path("stale").asBoolean()).isFalse();
                assertThat(found.at("/forecast/origin")).isEqualTo(found.at("/last/timestamp"));
                assertThat(found.at("/forecast/quantiles")).hasSize(7);
                assertThat(found.at("/why/experts").size()).isPositive();
            }
        }
        assertThat(get(two, "/api/series/unknown").statusCode()).isEqualTo(404);
        assertThat(json(two, "/api/status", "Status").path("instances")).hasSize(2);
    }

    @Test
    void listsTheSeriesOfAllInstancesInOrderPageByPage() throws Exception {
        awaitAll();
        TreeSet<String> wanted = new TreeSet<>();
        for (int series = 0; series <= SERIES; series++) {
            wanted.add(name(series));
        }
        for (Instance instance : List.of(one, two)) {
            List<String> found = new ArrayList<>();
            String after = "";
            do {
                JsonNode page = json(instance, "/api/series?limit=7&after=" + encoded(after), "SeriesPage");
                page.path("series")
                        .forEach(line -> found.add(line.path("series").asText()));
                after = page.path("next").isNull() ? "" : page.path("next").asText();
            } while (!after.isEmpty());

            assertThat(found).containsExactlyElementsOf(wanted);
        }
        JsonNode some = json(one, "/api/series?prefix=series%2Fb", "SeriesPage");
        assertThat(some.path("series"))
                .hasSize(SERIES / 3)
                .allMatch(line -> line.path("series").asText().startsWith("series/b"))
                .allMatch(line -> line.path("spark").size() == 24);
        assertThat(some.path("partial").asBoolean()).isFalse();
    }

    @Test
    void showsTheLastReadingsBesideWhatWasForecastOfThem() throws Exception {
        awaitAll();
        String target = "/api/series/" + encoded(name(1)) + "/history?limit=10";
        await().atMost(PATIENCE)
                .until(() -> !json(two, target, "History").at("/points/9/point").isNull());

        JsonNode history = json(two, target, "History");

        assertThat(history.path("points")).hasSize(10);
        for (JsonNode point : history.path("points")) {
            assertThat(point.path("lower95").asDouble())
                    .isLessThanOrEqualTo(point.path("lower80").asDouble());
            assertThat(point.path("upper95").asDouble())
                    .isGreaterThanOrEqualTo(point.path("point").asDouble());
        }
        assertThat(history.at("/points/9/timestamp").asText()).isEqualTo(Json.time((published - 1) * HOUR_MS));
        assertThat(history.at("/next/target").asText()).isEqualTo(Json.time(published * HOUR_MS));
    }

    @Test
    void tellsWhatWasRefusedAndHowModelsAre() throws Exception {
        String topic = Topics.DEFAULT.readings();
        producer.send(new ProducerRecord<>(topic, "k".getBytes(StandardCharsets.UTF_8), new byte[] {1, 2}))
                .get(60, SECONDS);

        await().atMost(PATIENCE)
                .until(() -> json(one, "/api/refused", "Refused").path("recent").size() == 1);

        JsonNode letter = json(one, "/api/refused", "Refused").at("/recent/0");
        assertThat(letter.path("topic").asText()).isEqualTo(topic);
        assertThat(letter.path("cause").asText()).isEqualTo("no-wire-header");
        assertThat(json(one, "/api/models", "ModelPage").path("groups")).isEmpty();
        assertThat(get(one, "/api/models/all").statusCode()).isEqualTo(404);
    }

    @Test
    void sendsACommandOfThoseWhoShowTheToken() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + one.website().port() + "/api/models/all/commands"))
                .header("Authorization", "Bearer " + TOKEN)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"action\":\"train-now\"}"))
                .build();

        HttpResponse<String> taken = client.send(request, HttpResponse.BodyHandlers.ofString());

        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(202);
        assertThat(api.problems("CommandTaken", taken.body())).isEmpty();
    }

    @Test
    void namesEachOfItsMetrics() throws Exception {
        awaitAll();

        List<String> names = get(one, "/metrics")
                .body()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.replaceFirst("[{ ].*", ""))
                .distinct()
                .toList();

        assertThat(names)
                .contains(
                        "rillcast_readings_total",
                        "rillcast_forecast_latency_seconds_bucket",
                        "rillcast_forecast_latency_seconds_count",
                        "rillcast_rolling_mase",
                        "rillcast_rolling_coverage80",
                        "rillcast_rolling_pinball_ratio",
                        "rillcast_model_version",
                        "rillcast_trainings_total",
                        "rillcast_training_duration_seconds_count",
                        "rillcast_state_bytes",
                        "rillcast_restoring_records",
                        "rillcast_restoring_partitions",
                        "rillcast_lag_records",
                        "rillcast_ready",
                        "rillcast_series",
                        "rillcast_http_requests_seconds_count")
                .anyMatch(name -> name.startsWith("kafka_stream_thread_"))
                .anyMatch(name -> name.startsWith("kafka_consumer_"));
    }

    @Test
    void followsASeriesLiveAndResumesWhereItWas() throws Exception {
        awaitAll();
        String target = "/api/stream?series=" + encoded(HOSTILE);
        String lastId;
        try (Events events = new Events(one, target, "")) {
            assertThat(events.next("status")).isNotEmpty();
            await().atMost(PATIENCE).until(() -> get(one, "/api/refused").statusCode() == 200);
            publish(1);
            String forecast = events.next("forecast");

            assertThat(api.problems("ForecastEvent", forecast)).isEmpty();
            assertThat(MAPPER.readTree(forecast).path("series").asText()).isEqualTo(HOSTILE);
            assertThat(MAPPER.readTree(forecast).path("origin").asText())
                    .isEqualTo(Json.time((published - 1) * HOUR_MS));
            assertThat(api.problems("ScoreEvent", events.next("score"))).isEmpty();
            lastId = events.lastId();
        }
        publish(1);
        awaitAll();
        for (Instance instance : List.of(one, two)) {
            try (Events resumed = new Events(instance, target, "Last-Event-ID: " + lastId + "\r\n")) {
                String missed;
                do {
                    missed = MAPPER.readTree(resumed.next("forecast"))
                            .path("origin")
                            .asText();
                } while (!missed.equals(Json.time((published - 1) * HOUR_MS)));
            }
        }
    }

    @Test
    void answersStaleOrNotNowWhileAnInstanceLeavesAndRightAfterwards() throws Exception {
        Instance leaving = Instance.start("three");
        assertThat(leaving.service().awaitRunning(PATIENCE)).isTrue();
        awaitAll();
        Thread stop = new Thread(leaving::stop, "leaving");
        List<String> wrong = new ArrayList<>();

        stop.start();
        boolean isOver = false;
        while (!isOver) {
            isOver = !stop.isAlive();
            for (int series = 0; series <= SERIES; series++) {
                HttpResponse<String> answer = get(one, "/api/series/" + encoded(name(series)));
                boolean isLater = answer.statusCode() == 503
                        && answer.headers().firstValue("Retry-After").isPresent();
                boolean isKnown = answer.statusCode() == 200
                        && MAPPER.readTree(answer.body())
                                .path("series")
                                .asText()
                                .equals(name(series));
                if (!isLater && !isKnown) {
                    wrong.add(answer.statusCode() + " " + answer.body());
                }
            }
        }
        stop.join();

        assertThat(wrong).isEmpty();
        await().atMost(PATIENCE).ignoreExceptions().untilAsserted(this::assertAllFresh);
    }

    private void assertAllFresh() throws Exception {
        awaitAll();
        for (int series = 0; series <= SERIES; series++) {
            JsonNode found = json(two, "/api/series/" + encoded(name(series)), "Series");
            assertThat(found.path("stale").asBoolean()).isFalse();
            assertThat(found.path("readings").asInt()).isEqualTo(published);
        }
    }

    /** An event stream as a browser reads it. */
    private static final class Events implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader lines;
        private String id = "";

        Events(Instance instance, String target, String headers) throws IOException {
            socket = new Socket("127.0.0.1", instance.website().port());
            socket.setSoTimeout((int) PATIENCE.toMillis());
            String request = "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        }

        /** The data of the next event of a kind. */
        String next(String kind) throws IOException {
            String event = "";
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("event: ")) {
                    event = line.substring(7);
                } else if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("data: ") && event.equals(kind)) {
                    return line.substring(6);
                }
            }
            throw new IOException("the stream has ended");
        }

        String lastId() {
            return id;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
