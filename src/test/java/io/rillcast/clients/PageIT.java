package io.rillcast.clients;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rillcast.process.ChildProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page in Debian's Chromium, on a running service: {@code src/test/javascript/page.js} uses it as a person does. The
 * pictures that it takes stay below {@code target/screenshots}.
 */
@Timeout(900)
class PageIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path PICTURES = Path.of("target", "screenshots").toAbsolutePath();
    private static final Duration WHOLE = Duration.ofMinutes(10);

    private static final List<String> VIEWS =
            List.of("overview", "series", "one-series", "rain", "hostile", "models", "model", "refused", "unknown");

    /** The wish is a second; a crowded machine may take this long. */
    private static final int GENEROUS_MS = 10_000;

    @TempDir
    private static Path dir;

    private static String address;
    private static List<JsonNode> said;

    @BeforeAll
    static void useThePage() throws IOException {
        Program.assumeInstalled("chromium");
        JavaScript.install();
        int port = freePort();
        address = "http://127.0.0.1:" + port;
        emptyPictures();
        Map<String, String> settings = Map.of(
                "readings.format",
                "json",
                "http.port",
                Integer.toString(port),
                "retrain.every.readings",
                "1000",
                "training.steps",
                "20");
        try (LiveService live = LiveService.start(dir, settings);
                ChildProcess browser = startBrowser(live)) {
            browser.awaitLine("\"wait\":\"stopped\"", WHOLE);
            assertThat(live.service().stop()).isZero();
            Files.createFile(PICTURES.resolve("stopped"));
            browser.awaitLine("\"wait\":\"restarted\"", WHOLE);
            live.service().restart();
            Files.createFile(PICTURES.resolve("restarted"));
            assertThat(browser.awaitExit(WHOLE)).as("%s", browser.lines()).isZero();
            said = facts(browser.lines());
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void emptyPictures() throws IOException {
        Files.createDirectories(PICTURES);
        try (Stream<Path> old = Files.list(PICTURES)) {
            for (Path file : old.toList()) {
                Files.delete(file);
            }
        }
    }

    private static ChildProcess startBrowser(LiveService live) {
        String program = JavaScript.program("page.js").toString();
        String servers = live.deployment().bootstrapServers();
        String topic = live.deployment().topic("readings");
        return ChildProcess.startCommand(
                dir.resolve("browser.log"), List.of("node", program, address, servers, topic, PICTURES.toString()));
    }

    private static List<JsonNode> facts(List<String> lines) throws IOException {
        List<JsonNode> facts = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith("{\"kind\"")) {
                facts.add(JSON.readTree(line));
            }
        }
        return facts;
    }

    private static List<JsonNode> all(String kind) {
        return said.stream()
                .filter(fact -> fact.get("kind").asText().equals(kind))
                .toList();
    }

    private static JsonNode one(String kind) {
        assertThat(all(kind)).as(kind).hasSize(1);
        return all(kind).get(0);
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    @Test
    void saysThatThereIsNothingYet() {
        assertThat(one("empty").get("text").asText()).isEqualTo("No series yet");
    }

    @Test
    void showsEachViewLightAndDarkWideAndNarrow() {
        Set<String> shown = new HashSet<>();
        Set<String> backgrounds = new HashSet<>();
        for (JsonNode view : all("view")) {
            shown.add(nameOf(view));
            backgrounds.add(
                    view.get("colorScheme").asText() + view.get("background").asText());
            assertThat(PICTURES.resolve(nameOf(view) + ".png")).isNotEmptyFile();
            assertThat(view.get("overflow").asInt()).as(nameOf(view)).isNotPositive();
        }

        assertThat(shown).hasSize(4 * VIEWS.size());
        assertThat(VIEWS)
                .allMatch(view -> shown.contains(view + "-desk-light") && shown.contains(view + "-phone-dark"));
        assertThat(backgrounds).hasSize(2);
    }

    private static String nameOf(JsonNode view) {
        return view.get("view").asText() + "-" + view.get("size").asText() + "-"
                + view.get("colorScheme").asText();
    }

    @Test
    void isUsableForThoseWhoDoNotSeeIt() {
        assertThat(all("view")).allSatisfy(view -> {
            List<String> grave = new ArrayList<>();
            view.get("violations").forEach(violation -> {
                if (Set.of("serious", "critical")
                        .contains(violation.get("impact").asText())) {
                    grave.add(violation.toString());
                }
            });
            assertThat(grave).as(nameOf(view)).isEmpty();
            assertThat(view.get("rules").asInt()).as(nameOf(view)).isGreaterThan(15);
        });
    }

    @Test
    void leavesTheScriptInANameAText() {
        List<JsonNode> hostile = all("view").stream()
                .filter(view -> view.get("view").asText().equals("hostile"))
                .toList();

        assertThat(hostile)
                .hasSize(4)
                .allSatisfy(view -> assertThat(view.get("heading").asText())
                        .isEqualTo("<img src=x onerror=\"globalThis.injected=1\">"));
        assertThat(all("view")).allSatisfy(view -> {
            assertThat(view.get("injected").isNull()).as(nameOf(view)).isTrue();
            assertThat(view.get("images").asInt()).as(nameOf(view)).isZero();
        });
    }

    @Test
    void leadsFromViewToView() {
        assertThat(texts(one("clicks").get("trail")))
                .containsExactly(
                        "#/series Series",
                        "#/series/city/rain city/rain",
                        "#/models/all Model of all",
                        "#/refused Refused",
                        "#/models Models",
                        "#/models/all Model of all",
                        "#/ Overview",
                        "#/models/all Model of all");
        assertThat(one("clicks").get("themes").toString())
                .isEqualTo("[[\"light\",\"light\"],[\"dark\",\"dark\"],[\"system\",\"system\"]]");
    }

    @Test
    void obeysTheKeyboard() {
        JsonNode keyboard = one("keyboard");

        assertThat(keyboard.get("first").asText()).isEqualTo("Skip to content");
        assertThat(keyboard.get("skipped").asText()).isEqualTo("content");
        assertThat(texts(keyboard.get("found"))).containsExactly("city/rain", "city/temperature");
        assertThat(keyboard.get("link").asText()).isEqualTo("#/series?prefix=city/");
        assertThat(keyboard.get("second").asText()).isEqualTo("city/temperature");
        assertThat(keyboard.get("opened").asText()).isEqualTo("#/series/city/temperature");
        assertThat(keyboard.get("spoken").asText()).contains("reading ", "forecast ", "80 % interval ");
    }

    @Test
    void drawsAReadingSoonAfterItWasPublished() {
        JsonNode live = one("live");
        System.out.println("page: from publishing to the point on the chart: medianMs=" + live.get("medianMs")
                + ", slowestMs=" + live.get("slowestMs") + ", otherReadingsPerSecond=" + live.get("perSecond"));

        assertThat(live.get("tookMs")).hasSize(20);
        assertThat(live.get("medianMs").asInt()).isBetween(1, GENEROUS_MS);
    }

    @Test
    void knowsTheSameFromEventsAsFromTheApi() {
        JsonNode history = one("history");

        assertThat(history.get("inOrder").asBoolean()).isTrue();
        assertThat(history.get("outOfOrder").asBoolean()).isTrue();
        assertThat(history.get("loadedAgain").asBoolean()).isTrue();
        assertThat(history.get("points").asInt()).isEqualTo(300);
        assertThat(history.get("coverage").asDouble())
                .isEqualTo(history.get("counted").asDouble())
                .isBetween(0.3, 0.95);
    }

    @Test
    void tellsOfABreakAndRecovers() {
        JsonNode lost = one("break");

        assertThat(lost.at("/during/state").asText()).isEqualTo("Reconnecting");
        assertThat(lost.at("/during/notice").asText()).startsWith("The connection is lost.");
        assertThat(lost.at("/during/drawn").asInt()).isGreaterThan(20);
        assertThat(lost.get("after").asText()).isEqualTo("Live");
        assertThat(lost.get("isNoticeHidden").asBoolean()).isTrue();
    }

    @Test
    void restsInTheBackground() {
        assertThat(one("rest").get("after").asText()).isEqualTo("Live");
    }

    @Test
    void complainsOfNothingAndAsksNobodyElse() {
        assertThat(texts(one("heard").get("console"))).isEmpty();
        assertThat(texts(one("heard").get("origins"))).containsExactly(address);
    }
}
