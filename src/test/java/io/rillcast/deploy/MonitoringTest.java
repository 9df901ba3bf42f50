package io.rillcast.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rillcast.config.SettingsReader;
import io.rillcast.config.SettingsSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Alerts, dashboard and the laptop's composition, each against the others and against Rillcast. */
class MonitoringTest {
    private static final JsonNode COMPOSE = Manifests.file(Path.of("deploy", "compose.yaml"));

    @Test
    void kubernetesHasTheSameAlerts() {
        JsonNode rule = Manifests.raw().get("PrometheusRule", "rillcast");

        assertThat(rule.at("/spec/groups"))
                .isEqualTo(Manifests.file(Expressions.DIRECTORY.resolve("alerts.yaml"))
                        .path("groups"));
    }

    @Test
    void theGuideSaysWhatToDoAboutEachAlert() throws Exception {
        Set<String> alerts = new TreeSet<>();
        Expressions.rules().forEach(rule -> alerts.add(rule.path("alert").asText()));
        Set<String> explained = new TreeSet<>();
        Matcher row = Pattern.compile("(?m)^\\| `(Rillcast\\w+)` \\| .{20,} \\| .{20,} \\|$")
                .matcher(Files.readString(Path.of("deploy", "README.md")));
        while (row.find()) {
            explained.add(row.group(1));
        }

        assertThat(alerts).hasSizeGreaterThan(8);
        assertThat(explained).isEqualTo(alerts);
    }

    @Test
    void everyAlertSaysHowBadItIsAndWhat() {
        for (JsonNode rule : Expressions.rules()) {
            assertThat(rule.at("/labels/severity").asText()).isIn("critical", "warning", "info");
            assertThat(rule.at("/annotations/summary").asText()).isNotBlank();
            assertThat(rule.path("for").asText()).matches("\\d+[mh]");
        }
    }

    @Test
    void expressionsNameMetricsOfOursAndOfTheJvm() {
        assertThat(Expressions.all())
                .hasSizeGreaterThan(20)
                .allSatisfy(expression -> assertThat(Expressions.metrics(expression))
                        .isNotEmpty()
                        .allMatch(name -> name.matches("up|(rillcast|jvm|process|kafka)_[a-z0-9_]+")));
    }

    @Test
    void findsTheMetricsOfAnExpression() {
        assertThat(Expressions.metrics("sum by (job, le) (rate(a_b{job=~\"$job\",x=\"c_d\"}[5m])) > 0.01 * e_f"))
                .containsExactly("a_b", "e_f");
        assertThat(Expressions.metrics("label_values(a_ready, job)")).containsExactly("a_ready");
        assertThat(Expressions.metrics("histogram_quantile(0.5, ratte(a_b[1m]))"))
                .containsExactly("a_b", "ratte");
    }

    @Test
    void panelsAreCompleteAndDoNotOverlap() {
        JsonNode panels =
                Manifests.file(Expressions.DIRECTORY.resolve("dashboard.json")).path("panels");
        Set<String> places = new TreeSet<>();
        Set<Integer> ids = new TreeSet<>();
        for (JsonNode panel : panels) {
            places.add(panel.at("/gridPos/x").asInt() + ","
                    + panel.at("/gridPos/y").asInt());
            ids.add(panel.path("id").asInt());
            assertThat(panel.path("targets")).isNotEmpty();
            assertThat(panel.path("title").asText()).isNotBlank();
            assertThat(panel.at("/datasource/uid").asText()).isEqualTo("${datasource}");
        }

        assertThat(panels.size()).isGreaterThan(10);
        assertThat(places).hasSize(panels.size());
        assertThat(ids).hasSize(panels.size());
    }

    @Test
    void jobHasOneNameEverywhere() {
        JsonNode scrape =
                Manifests.file(Expressions.DIRECTORY.resolve("prometheus.yml")).at("/scrape_configs/0");
        JsonNode monitor = Manifests.raw().get("ServiceMonitor", "rillcast");

        assertThat(Expressions.rules().get(0).path("expr").asText()).contains("job=\"rillcast\"");
        assertThat(scrape.path("job_name").asText()).isEqualTo("rillcast");
        assertThat(scrape.path("metrics_path").asText()).isEqualTo("/metrics");
        assertThat(monitor.at("/spec/jobLabel").asText()).isEqualTo("app.kubernetes.io/name");
        assertThat(scrape.at("/static_configs/0/targets/0").asText())
                .isEqualTo("rillcast:" + environment("rillcast").get("RILLCAST_HTTP_PORT"));
    }

    @Test
    void compositionFitsTogether() {
        assertThat(problems(COMPOSE)).isEmpty();
    }

    @Test
    void findsAMistakeInTheComposition() throws Exception {
        for (String[] mistake : List.of(
                new String[] {"\"RILLCAST_HTTP_PORT\":\"8080\"", "\"RILLCAST_HTTP_PORT\":\"8081\"", "port"},
                new String[] {"\"RILLCAST_STATE_DIR\"", "\"RILLCAST_STATE_DRI\"", "unknown setting"},
                new String[] {"./monitoring/alerts.yaml", "./monitoring/alert.yaml", "file"},
                new String[] {"kafka:9092\",\"RILLCAST_SCHEMA", "kafka:9093\",\"RILLCAST_SCHEMA", "listener"},
                new String[] {"\"read_only\":true", "\"read_only\":false", "read-only"},
                new String[] {"state:/var/lib/rillcast", "stat:/var/lib/rillcast", "volume"},
                new String[] {"127.0.0.1:3000:3000", "3000:3000", "loopback"})) {
            String text = COMPOSE.toString();
            assertThat(text).contains(mistake[0]);

            List<String> problems = problems(new ObjectMapper().readTree(text.replace(mistake[0], mistake[1])));

            assertThat(problems)
                    .as(mistake[1])
                    .anySatisfy(problem -> assertThat(problem).contains(mistake[2]));
        }
    }

    @Test
    void theImageHasOneNameEverywhere() {
        JsonNode base = Manifests.file(Manifests.ROOT.resolve("base/kustomization.yaml"))
                .at("/images/0");
        String name = base.path("newName").asText() + ":" + base.path("newTag").asText();

        assertThat(COMPOSE.at("/services/rillcast/image").asText()).isEqualTo(name);
        assertThat(Path.of("pom.xml"))
                .content()
                .contains("<image.name>localhost/rillcast:${project.version}</image.name>");
        assertThat(Path.of("pom.xml"))
                .content()
                .contains("<version>" + base.path("newTag").asText() + "</version>");
    }

    private static Map<String, String> environment(String service) {
        return environment(COMPOSE, service);
    }

    private static Map<String, String> environment(JsonNode compose, String service) {
        Map<String, String> environment = new HashMap<>();
        compose.path("services")
                .path(service)
                .path("environment")
                .properties()
                .forEach(pair -> environment.put(pair.getKey(), pair.getValue().asText()));
        return environment;
    }

    private static List<String> problems(JsonNode compose) {
        List<String> problems = new ArrayList<>();
        Map<String, String> ours = environment(compose, "rillcast");
        try {
            SettingsReader.read(List.of(SettingsSource.environment(ours)));
        } catch (io.rillcast.config.SettingsException wrong) {
            problems.addAll(wrong.sentences());
        }
        JsonNode rillcast = compose.at("/services/rillcast");
        if (!rillcast.at("/ports/0").asText().endsWith(":" + ours.get("RILLCAST_HTTP_PORT"))
                || !ours.getOrDefault("RILLCAST_APPLICATION_SERVER", "")
                        .equals("rillcast:" + ours.get("RILLCAST_HTTP_PORT"))) {
            problems.add("port must be that of the page");
        }
        if (!rillcast.path("read_only").asBoolean()
                || !rillcast.at("/cap_drop/0").asText().equals("ALL")
                || !rillcast.at("/tmpfs/0").asText().startsWith("/tmp:exec")) {
            problems.add("container must be read-only but for /tmp");
        }
        if (!environment(compose, "kafka")
                .get("KAFKA_ADVERTISED_LISTENERS")
                .contains("//" + ours.get("RILLCAST_BOOTSTRAP_SERVERS"))) {
            problems.add("listener must be advertised");
        }
        for (Map.Entry<String, JsonNode> service : compose.path("services").properties()) {
            Manifests.each(service.getValue().path("ports"))
                    .map(JsonNode::asText)
                    .filter(port -> !port.startsWith("127.0.0.1:"))
                    .forEach(port -> problems.add("port must be on the loopback address: " + port));
            Manifests.each(service.getValue().path("volumes"))
                    .map(JsonNode::asText)
                    .forEach(volume -> {
                        String source = volume.substring(0, volume.indexOf(':'));
                        boolean isFile = source.startsWith("./");
                        if (isFile && !Files.isRegularFile(Path.of("deploy", source))) {
                            problems.add("file must be there: " + source);
                        }
                        if (!isFile && !((ObjectNode) compose.path("volumes")).has(source)) {
                            problems.add("volume must be declared: " + source);
                        }
                    });
            service.getValue().path("depends_on").fieldNames().forEachRemaining(other -> {
                if (!compose.path("services").has(other)) {
                    problems.add("service must be there: " + other);
                }
            });
        }
        return problems;
    }
}
