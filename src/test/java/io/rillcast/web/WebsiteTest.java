package io.rillcast.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.rillcast.serde.SchemaRegistryClient;
import io.rillcast.serde.SchemaRegistrySettings;
import io.rillcast.streams.Topics;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the server does by itself, before any service has started and without a broker. */
@Timeout(120)
class WebsiteTest {
    private static final String TOKEN = "a-token-of-some-length";

    private final OpenApi api = new OpenApi();
    private final HttpClient client = HttpClient.newHttpClient();
    private SchemaRegistryClient schemas;
    private Website website;

    @BeforeEach
    void start() {
        schemas = new SchemaRegistryClient(
                SchemaRegistrySettings.of(Map.of("schema.registry.url", "http://127.0.0.1:1", "max.retries", "0")));
        website = start(0, Optional.of(TOKEN));
    }

    private Website start(int port, Optional<String> token) {
        Map<String, String> nobody = Map.of("bootstrap.servers", "127.0.0.1:1");
        return Website.start(
                new HttpPlan("127.0.0.1", port, token, "1"),
                new FeedPlan(nobody, nobody, Topics.DEFAULT, schemas),
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
    }

    @AfterEach
    void stop() {
        website.close();
        schemas.close();
    }

    private HttpRequest.Builder request(String target) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + website.port() + target))
                .timeout(Duration.ofSeconds(30));
    }

    private HttpResponse<String> get(String target) throws Exception {
        return client.send(request(target).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String target, String type, String body, String... headers) throws Exception {
        HttpRequest.Builder builder =
                request(target).header("Content-Type", type).POST(BodyPublishers.ofString(body));
        if (headers.length > 0) {
            builder.headers(headers);
        }
        return client.send(builder.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** What comes back for bytes that no client of ours would send. */
    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), website.port())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private void assertProblem(HttpResponse<String> response, int status) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(api.problems("Problem", response.body())).isEmpty();
        assertThat(response.body()).contains("\"status\":" + status);
    }

    @Test
    void hasADescriptionOfEachRouteAndARouteForEachDescription() {
        TreeSet<String> described = new TreeSet<>();
        api.document()
                .path("paths")
                .fieldNames()
                .forEachRemaining(path -> api.document()
                        .path("paths")
                        .path(path)
                        .fieldNames()
                        .forEachRemaining(method -> described.add(method + " " + path)));
        TreeSet<String> routes = new TreeSet<>(List.of("get /api/stream", "get /openapi.json"));
        website.routes()
                .forEach(route ->
                        routes.add(route.method().toLowerCase(java.util.Locale.ROOT) + " " + route.template()));

        assertThat(described).isEqualTo(routes);
    }

    @Test
    void saysThatItStartsUntilThereIsAService() throws Exception {
        HttpResponse<String> status = get("/api/status");

        assertThat(api.problems("Status", status.body())).isEmpty();
        assertThat(status.body()).contains("\"state\":\"starting\"").contains("\"ready\":false");
        assertProblem(get("/health/ready"), 503);
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertProblem(get("/api/series"), 503);
        assertThat(get("/api/series").headers().firstValue("Retry-After")).contains("1");
    }

    @Test
    void showsAPageAndTellsBrowsersToBeCareful() throws Exception {
        HttpResponse<String> page = get("/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).containsIgnoringCase("<!doctype html>").contains("Rillcast");
        assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .startsWith("default-src 'none'; script-src 'self'; style-src 'self'")
                .doesNotContain("unsafe");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(page.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
        assertThat(page.headers().firstValue("Server")).isEmpty();
    }

    @Test
    void answersAgainOnlyWhatHasChanged() throws Exception {
        String tag = get("/openapi.json").headers().firstValue("ETag").orElseThrow();

        HttpResponse<String> again = client.send(
                request("/openapi.json").header("If-None-Match", tag).build(), HttpResponse.BodyHandlers.ofString());

        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.body()).isEmpty();
    }

    @Test
    void compressesForThoseWhoTakeIt() throws Exception {
        HttpResponse<byte[]> zipped = client.send(
                request("/openapi.json").header("Accept-Encoding", "gzip").build(),
                HttpResponse.BodyHandlers.ofByteArray());

        assertThat(zipped.headers().firstValue("Content-Encoding")).contains("gzip");
        try (InputStream plain = new GZIPInputStream(new ByteArrayInputStream(zipped.body()))) {
            assertThat(new String(plain.readAllBytes(), StandardCharsets.UTF_8))
                    .isEqualTo(get("/openapi.json").body());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/nothing, 404",
        "/web/files.txt, 404",
        "/files.txt, 404",
        "/api/series/%ff, 400",
        "/api/series?limit=0, 400",
        "/..%2f..%2fetc%2fpasswd, 404",
        "/%2e%2e/rillcast-version.properties, 400"
    })
    void saysWhatIsWrongAsAProblem(String target, int status) throws Exception {
        assertProblem(get(target), status);
    }

    @Test
    void answersToNoNameButItsOwn() throws Exception {
        String answer = raw(
                "GET /api/status HTTP/1.1\r\nHost: evil.example:" + website.port() + "\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 421 ").contains("host=evil.example");
        assertThat(raw("GET /health/live HTTP/1.1\r\nHost: LOCALHOST\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void refusesWhatIsTooLargeOrIsNoHttp() throws Exception {
        assertThat(raw("GET / HTTP/1.1\r\nHost: localhost\r\nX: " + "y".repeat(20_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431 ");
        assertThat(raw("GET /" + "y".repeat(20_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .startsWith("HTTP/1.1 414 ");
        assertThat(raw("GET /api/series/a%2 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400 ");
        assertThat(raw("nonsense\r\n\r\n")).startsWith("HTTP/1.1 400 ");
        // Its head alone: what is sent after the answer would have the connection reset.
        assertThat(raw("POST /api/models/all/commands HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + TOKEN
                        + "\r\nContent-Type: application/json\r\nContent-Length: 20000\r\n\r\n"))
                .startsWith("HTTP/1.1 413 ");
        assertProblem(post("/api/series", "application/json", "{}"), 405);
    }

    @Test
    void asksForTheTokenBeforeAnythingIsChanged() throws Exception {
        String target = "/api/models/all/commands";
        String body = "{\"action\":\"train-now\"}";

        assertProblem(post(target, "application/json", body), 401);
        assertProblem(post(target, "application/json", body, "Authorization", "Bearer " + TOKEN + "x"), 401);
        assertProblem(post(target, "text/plain", body, "Authorization", "Bearer " + TOKEN), 415);
        assertProblem(post(target, "application/json", "{}", "Authorization", "Bearer " + TOKEN), 400);
        assertProblem(
                post(target, "application/json", "{\"action\":\"promote\"}", "Authorization", "Bearer " + TOKEN), 400);
    }

    @Test
    void changesNothingForAnybodyWhereThereIsNoToken() throws Exception {
        website.close();
        website = start(0, Optional.empty());

        assertProblem(post("/api/models/all/commands", "application/json", "{}"), 403);
    }

    @Test
    void saysInOneSentenceThatItsPortIsTaken() {
        assertThatThrownBy(() -> start(website.port(), Optional.empty()))
                .isInstanceOf(WebStartFailure.class)
                .hasMessageStartingWith(
                        "http.port must be free: http.host=127.0.0.1, http.port=" + website.port() + ", found=")
                .hasMessageEndingWith("; set http.port to another, to 0 for any that is free, or to -1 for no page");
    }

    @Test
    void answersOthersWhileManyConnectionsAreSlowOrBroken() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 2 * ConnectionBound.MOST; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), website.port());
                slow.add(socket);
                if (i % 2 == 0) {
                    socket.getOutputStream()
                            .write("GET /api/status HTTP/1.1\r\nHost: loc".getBytes(StandardCharsets.US_ASCII));
                }
                if (i % 64 == 0) {
                    assertThat(get("/health/live").statusCode()).isEqualTo(200);
                }
            }

            await().atMost(Duration.ofSeconds(60))
                    .until(() -> metric("rillcast_http_connections") <= ConnectionBound.MOST);
            assertThat(get("/health/live").statusCode()).isEqualTo(200);
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    /** A connection that has sent the head of a command and half of its body. */
    private Socket halfACommand(String headers) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), website.port());
        socket.setSoTimeout(60_000);
        socket.getOutputStream()
                .write(("POST /api/models/all/commands HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n" + headers
                                + "Content-Type: application/json\r\n\r\n{\"action\":")
                        .getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String status(Socket socket) throws IOException {
        return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
    }

    @Test
    void answersOthersWhileBodiesDoNotCome() throws Exception {
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < Gate.MOST_COMMANDS; i++) {
                slow.add(halfACommand("Authorization: Bearer " + TOKEN + "\r\n"));
            }
            for (int i = 0; i < 40; i++) {
                slow.add(halfACommand("Authorization: Bearer " + TOKEN + "\r\n"));
                assertThat(get("/api/status").statusCode()).isEqualTo(200);
                assertThat(get("/health/live").statusCode()).isEqualTo(200);
            }
            // Each is told that it is one too many, or after a while that its body is late.
            for (Socket socket : slow) {
                assertThat(status(socket)).isIn("HTTP/1.1 503", "HTTP/1.1 408");
            }
        } finally {
            for (Socket socket : slow) {
                socket.close();
            }
        }
    }

    @Test
    void waitsForNoBodyOfThoseWhoMayNotAsk() throws Exception {
        try (Socket none = halfACommand("");
                Socket wrong = halfACommand("Authorization: Bearer wrong\r\n")) {
            assertThat(status(none)).isEqualTo("HTTP/1.1 401");
            assertThat(status(wrong)).isEqualTo("HTTP/1.1 401");
        }
    }

    @Test
    void isNotReadyButWellWhileItStopsInOrder() throws Exception {
        website.stopping();

        assertProblem(get("/health/ready"), 503);
        assertThat(get("/health/ready").body()).contains("the service is stopping");
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
    }

    @Test
    void answersProbesWhateverTheyCallIt() throws Exception {
        assertThat(raw("GET /health/live HTTP/1.1\r\nHost: 10.1.2.3\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 200 ");
    }

    private double metric(String name) throws Exception {
        return get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void opensNoMoreStreamsThanItMayAndEndsThemWhenItStops() throws Exception {
        List<Socket> open = new ArrayList<>();
        try {
            for (int i = 0; i < EventStreams.MOST; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), website.port());
                socket.setSoTimeout(30_000);
                open.add(socket);
                socket.getOutputStream()
                        .write("GET /api/stream HTTP/1.1\r\nHost: localhost\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
                assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                        .isEqualTo("HTTP/1.1 200");
            }

            assertProblem(get("/api/stream"), 503);
            open.remove(0).close();
            await().atMost(Duration.ofSeconds(30)).until(() -> metric("rillcast_http_streams") < EventStreams.MOST);
        } finally {
            website.close();
            for (Socket socket : open) {
                socket.getInputStream().readAllBytes();
                socket.close();
            }
        }
    }
}
