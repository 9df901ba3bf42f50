package io.rillcast.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rillcast.config.ServicePlan;
import io.rillcast.config.Settings;
import io.rillcast.config.SettingsException;
import io.rillcast.config.SettingsReader;
import io.rillcast.config.SettingsSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The manifests against each other and against Rillcast's settings, and the rules against mistakes made on purpose. */
class ManifestRulesTest {
    @TempDir
    private Path dir;

    @ParameterizedTest
    @ValueSource(strings = {"laptop", "production"})
    void overlayFitsTogether(String overlay) {
        assertThat(ManifestRules.problems(Manifests.overlay(overlay))).isEmpty();
    }

    @Test
    void optionalScalingFitsTogether() {
        Manifests scaled = Manifests.scaled();
        JsonNode kafka = scaled.get("ScaledObject", "rillcast").at("/spec/triggers/0/metadata");
        JsonNode settings = scaled.settings();

        assertThat(ManifestRules.problems(scaled)).isEmpty();
        assertThat(kafka.path("bootstrapServers")).isEqualTo(settings.path("bootstrap.servers"));
        assertThat(kafka.path("consumerGroup")).isEqualTo(settings.path("application.id"));
        assertThat(kafka.path("topic").asText()).isEqualTo("rillcast.readings");
        assertThat(scaled.find("TriggerAuthentication", "rillcast-kafka")).isPresent();
        for (JsonNode secret :
                scaled.get("TriggerAuthentication", "rillcast-kafka").at("/spec/secretTargetRef")) {
            assertThat(Secrets.keys(scaled, secret.path("name").asText()))
                    .as(secret.toString())
                    .contains(secret.path("key").asText());
        }
        // Two threads each; with one instance in work and one as its standby.
        long threads = scaled.get("ScaledObject", "rillcast")
                        .at("/spec/maxReplicaCount")
                        .asLong()
                * settings.path("num.stream.threads").asLong();
        assertThat(threads)
                .isLessThanOrEqualTo(settings.path("topics.partitions").asLong());
    }

    /** Each key is known, each value is taken, and each reference leads to a file that is mounted. */
    @ParameterizedTest
    @ValueSource(strings = {"laptop", "production"})
    void settingsAreThoseOfRillcast(String overlay) throws Exception {
        Manifests manifests = Manifests.overlay(overlay);

        Settings settings = read(manifests);

        assertThat(settings.shown().keySet()).containsAll(keys(manifests.settings()));
        assertThat(new ServicePlan(settings).streams().topics().all()).hasSize(7);
        assertThat(settings.shown()).containsEntry("group.instance.id", "rillcast-0");
        assertThat(settings.toString()).doesNotContain("tiger");
    }

    @Test
    void findsASettingThatIsUnknown() {
        Manifests changed = Manifests.overlay("laptop").copy();
        ((ObjectNode) changed.settings()).put("topics.partition", "3");

        SettingsException problems = catchThrowableOfType(SettingsException.class, () -> read(changed));

        assertThat(problems.sentences()).singleElement().asString().contains("did you mean topics.partitions");
    }

    /** As a pod would read them, with its mounts below a directory and something in each file. */
    private Settings read(Manifests manifests) throws SettingsException, IOException {
        Path settings = Files.createDirectories(dir.resolve("settings"));
        for (Map.Entry<String, JsonNode> pair : manifests.settings().properties()) {
            String value = pair.getValue().asText().replace("/etc/rillcast/", dir + "/");
            Files.writeString(settings.resolve(pair.getKey()), value);
            Matcher reference = Pattern.compile("\\$\\{dir:([^:]+):([^}]+)}|^(" + dir + "/.+)/([^/]+)$")
                    .matcher(value);
            while (reference.find()) {
                Path folder = Path.of(reference.group(1) == null ? reference.group(3) : reference.group(1));
                String file = reference.group(1) == null ? reference.group(4) : reference.group(2);
                Files.writeString(Files.createDirectories(folder).resolve(file), content(file));
            }
        }
        Map<String, String> environment = new TreeMap<>();
        Manifests.each(manifests.container().path("env"))
                .forEach(one -> environment.put(
                        one.path("name").asText(),
                        one.path("value")
                                .asText()
                                .replace("$(POD_NAME)", "rillcast-0")
                                .replace("$(POD_NAMESPACE)", "rillcast")));
        return SettingsReader.read(List.of(SettingsSource.file(settings), SettingsSource.environment(environment)));
    }

    private static String content(String file) throws IOException {
        return switch (file) {
            case "ca.crt" -> Files.readString(Path.of("src", "test", "resources", "deploy", "ca.crt"));
            case "user.info" -> "rillcast:tiger";
            default -> "tiger-tiger-tiger-tiger";
        };
    }

    private static Set<String> keys(JsonNode object) {
        Set<String> keys = new HashSet<>();
        object.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    /** One mistake each: in which object, where, what stands there then (nothing: it is gone), and what finds it. */
    @ParameterizedTest(name = "{0} {1}{2}={3}")
    @CsvSource(delimiter = '|', textBlock = """
            StatefulSet         | rillcast           | /spec/template/spec/containers/0/ports/0/containerPort | 8081 | container's port
            StatefulSet         | rillcast           | /spec/template/spec/containers/0/readinessProbe/httpGet/path | "/ready" | readinessProbe's path
            StatefulSet         | rillcast           | /spec/template/spec/containers/0/livenessProbe/httpGet/path | "/health/ready" | livenessProbe's path
            StatefulSet         | rillcast           | /spec/template/spec/containers/0/livenessProbe/httpGet/port | "web" | livenessProbe's port
            StatefulSet         | rillcast           | /spec/serviceName | "rillcast" | name of the service
            StatefulSet         | rillcast           | /spec/template/metadata/labels/app.kubernetes.io~1name | "rilcast" | selector
            StatefulSet         | rillcast           | /spec/template/spec/terminationGracePeriodSeconds | 30 | time to end
            StatefulSet         | rillcast           | /spec/template/spec/containers/0/resources/limits/memory | "2Gi" | memory for
            StatefulSet         | rillcast           | /spec/template/spec/containers/0/resources/limits/memory | "8Gi" | no more memory
            StatefulSet         | rillcast           | /spec/template/spec/containers/0/resources/requests/memory | "2Gi" | memory asked for
            StatefulSet         | rillcast           | /spec/template/spec/securityContext/runAsNonRoot | false | user
            StatefulSet         | rillcast           | /spec/template/spec/securityContext/seccompProfile | | seccomp
            StatefulSet         | rillcast           | /spec/template/spec/automountServiceAccountToken | | no token
            StatefulSet         | rillcast           | /spec/template/spec/hostNetwork | true | hostNetwork
            StatefulSet         | rillcast           | /spec/template/spec/containers/0/securityContext/readOnlyRootFilesystem | false | read-only root
            StatefulSet         | rillcast           | /spec/template/spec/containers/0/securityContext/capabilities/drop | | capabilities
            StatefulSet         | rillcast           | /spec/template/spec/containers/0/securityContext/allowPrivilegeEscalation | | privileges
            StatefulSet         | rillcast           | /spec/template/spec/containers/0/env/0/name | "RILLCAST_SASL_JAAS_CONFIG" | environment without secrets
            StatefulSet         | rillcast           | /spec/template/spec/containers/0/args/2 | "/etc/settings" | settings that are mounted
            StatefulSet         | rillcast           | /spec/template/spec/volumes/0/secret/secretName | "rilcast" | key of a secret
            StatefulSet         | rillcast           | /spec/template/spec/volumes/2/secret/items/0/key | "user-info" | key of a secret
            StatefulSet         | rillcast           | /spec/template/spec/volumes/2/secret/items/0/path | "user" | file that a setting names
            StatefulSet         | rillcast           | /spec/template/spec/containers/0/volumeMounts/0/name | "tpm" | volume of a mount
            StatefulSet         | rillcast           | /spec/volumeClaimTemplates/0/metadata/name | "data" | volume of a mount
            Service             | rillcast           | /spec/ports/0/port | 80 | service's port
            Service             | rillcast           | /spec/ports/0/targetPort | "web" | service's target
            Service             | rillcast           | /metadata/labels/rillcast.io~1scraped | "true" | number of services that are scraped
            Service             | rillcast-instances | /spec/clusterIP | | service without an address
            Service             | rillcast-instances | /spec/publishNotReadyAddresses | | names of all instances
            Service             | rillcast-instances | /spec/selector/app.kubernetes.io~1name | "other" | selector
            PodDisruptionBudget | rillcast           | /spec/maxUnavailable | 2 | pods taken away at once
            PodDisruptionBudget | rillcast           | /spec/selector/matchLabels/app.kubernetes.io~1name | "other" | selector
            NetworkPolicy       | rillcast           | /spec/ingress/0/ports/0/port | 80 | port that the network policy opens
            NetworkPolicy       | rillcast           | /spec/egress/2/ports/0/port | 9092 | way out to bootstrap.servers
            NetworkPolicy       | rillcast           | /spec/egress/3/ports/0/port | 443 | way out to schema.registry.url
            NetworkPolicy       | rillcast           | /spec/egress/0/ports/1 | | names' service
            ServiceAccount      | rillcast           | /automountServiceAccountToken | true | account without a token
            ServiceMonitor      | rillcast           | /spec/endpoints/0/path | "/metric" | path of metrics
            ServiceMonitor      | rillcast           | /spec/endpoints/0/port | "web" | monitored port
            Namespace           | rillcast           | /metadata/labels/pod-security.kubernetes.io~1enforce | "baseline" | restricted namespace
            ConfigMap           | rillcast-settings  | /data/http.port | "8081" | container's port
            ConfigMap           | rillcast-settings  | /data/state.dir | "/state" | volume of the state
            ConfigMap           | rillcast-settings  | /data/state.memory.mb | "2048" | memory for
            ConfigMap           | rillcast-settings  | /data/shutdown.timeout.ms | "60000" | time to end
            ConfigMap           | rillcast-settings  | /data/http.token.file | "/etc/rillcast/http/tokn" | file that a setting names
            ConfigMap           | rillcast-settings  | /data/basic.auth.user.info | "${dir:/etc/rillcast/reg:user.info}" | file that a setting names
            """)
    void findsAMistake(String kind, String name, String pointer, String value, String found) throws Exception {
        Manifests changed = Production.MANIFESTS.copy();
        JsonNode object = changed.all(kind).stream()
                .filter(one -> one.at("/metadata/name").asText().matches(Pattern.quote(name) + "(-[a-z0-9]{10})?"))
                .findFirst()
                .orElseThrow();

        change(object, pointer, value);

        assertThat(ManifestRules.problems(changed))
                .isNotEmpty()
                .anySatisfy(problem -> assertThat(problem).contains(found));
    }

    /** Rendered once for all mistakes. */
    private static final class Production {
        private static final Manifests MANIFESTS = Manifests.overlay("production");

        private Production() {}
    }

    private static void change(JsonNode object, String pointer, String value) throws JsonProcessingException {
        int slash = pointer.lastIndexOf('/');
        JsonNode parent = object.at(pointer.substring(0, slash));
        String field = pointer.substring(slash + 1).replace("~1", "/");
        if (parent instanceof ArrayNode array) {
            int index = Integer.parseInt(field);
            if (value == null) {
                array.remove(index);
            } else {
                array.set(index, new ObjectMapper().readTree(value));
            }
            return;
        }
        assertThat(parent.isObject()).as(pointer).isTrue();
        if (value == null) {
            assertThat(((ObjectNode) parent).remove(field)).as(pointer).isNotNull();
        } else {
            ((ObjectNode) parent).set(field, new ObjectMapper().readTree(value));
        }
    }

    /** The rights of the Kafka user name each topic that Rillcast touches, under the names that it gives them. */
    @Test
    void userHasRightsOnEachTopic() throws Exception {
        Manifests production = Manifests.overlay("production");
        List<String> topics =
                new ServicePlan(read(production)).streams().topics().all();
        List<String> granted = new ArrayList<>();
        for (JsonNode acl : production.get("KafkaUser", "rillcast").at("/spec/authorization/acls")) {
            JsonNode resource = acl.path("resource");
            if (resource.path("type").asText().equals("topic")
                    && resource.path("patternType").asText().equals("literal")) {
                granted.add(resource.path("name").asText());
            } else {
                assertThat(resource.path("name").asText()).isIn("rillcast", "rillcast-");
            }
        }

        assertThat(granted).containsExactlyInAnyOrderElementsOf(topics);
    }
}
