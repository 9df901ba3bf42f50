package io.rillcast.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rillcast.config.ServicePlan;
import io.rillcast.config.SettingsReader;
import io.rillcast.config.SettingsSource;
import io.rillcast.streams.TopicSetup;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Strimzi's topics are those that {@code rillcast topics} wants, made as Rillcast would make them. */
class StrimziTopicsTest {
    private static final String MOST_BYTES = "max.message.bytes";

    @Test
    void topicsAreAsRillcastMakesThem() throws Exception {
        assertThat(problems(Manifests.overlay("production"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "rillcast.readings, partitions, 4",
        "rillcast.trainings, partitions, 12",
        "rillcast.scores, replicas, 1",
        "rillcast.models, cleanup.policy, delete",
        "rillcast.forecasts, cleanup.policy, compact",
        "rillcast.readings, message.timestamp.type, CreateTime",
        "rillcast.models, max.message.bytes, 1048588"
    })
    void findsATopicThatIsNot(String topic, String what, String value) throws Exception {
        Manifests changed = Manifests.overlay("production").copy();
        ObjectNode spec = (ObjectNode) changed.get("KafkaTopic", topic).path("spec");
        ObjectNode holder = spec.has(what) ? spec : (ObjectNode) spec.path("config");

        assertThat(holder.replace(what, holder.textNode(value))).isNotNull();

        assertThat(problems(changed)).singleElement().asString().contains(topic).contains(what);
    }

    @Test
    void findsATopicThatIsMissing() throws Exception {
        Manifests all = Manifests.overlay("production");
        List<JsonNode> fewer = new ArrayList<>(all.objects());
        fewer.remove(all.get("KafkaTopic", "rillcast.scores"));

        assertThat(problems(new Manifests(fewer))).singleElement().asString().contains("rillcast.scores");
    }

    private static List<String> problems(Manifests manifests) throws Exception {
        List<String> problems = new ArrayList<>();
        Set<String> wanted = new HashSet<>();
        for (NewTopic topic : TopicSetup.blueprints(plan(manifests).streams())) {
            wanted.add(topic.name());
            problems.addAll(manifests
                    .find("KafkaTopic", topic.name())
                    .map(found -> differences(topic, found.path("spec")))
                    .orElseGet(() -> List.of("topic must be there: topic=" + topic.name())));
        }
        for (JsonNode found : manifests.all("KafkaTopic")) {
            if (!wanted.contains(found.at("/metadata/name").asText())) {
                problems.add("topic must be one of Rillcast's: topic=" + found.at("/metadata/name"));
            }
        }
        return problems;
    }

    private static List<String> differences(NewTopic wanted, JsonNode found) {
        Map<String, String> differences = new TreeMap<>();
        compare(differences, "partitions", Integer.toString(wanted.numPartitions()), found);
        compare(differences, "replicas", Short.toString(wanted.replicationFactor()), found);
        wanted.configs().forEach((key, value) -> {
            long bytes = found.path("config").path(key).asLong();
            if (!key.equals(MOST_BYTES) || bytes < Long.parseLong(value)) {
                compare(differences, key, value, found.path("config"));
            }
        });
        return differences.entrySet().stream()
                .map(one -> "topic must be as Rillcast makes it: topic=" + wanted.name() + ", " + one.getKey() + ": "
                        + one.getValue())
                .toList();
    }

    private static void compare(Map<String, String> differences, String what, String wanted, JsonNode found) {
        String value = found.path(what).asText();
        if (!value.equals(wanted)) {
            differences.put(what, "wanted=" + wanted + ", found=" + value);
        }
    }

    /** Of those settings that say something about topics. */
    private static ServicePlan plan(Manifests manifests) throws Exception {
        Map<String, String> settings = new TreeMap<>();
        for (Map.Entry<String, JsonNode> pair : manifests.settings().properties()) {
            if (pair.getKey()
                    .matches(
                            "bootstrap\\.servers|schema\\.registry\\.url|.*topics?\\..*|application\\.id|network\\..*")) {
                settings.put(pair.getKey(), pair.getValue().asText());
            }
        }
        return new ServicePlan(SettingsReader.read(List.of(SettingsSource.commandLine(settings))));
    }
}
