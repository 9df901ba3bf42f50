package io.rillcast.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The manifests against Kubernetes', Prometheus' and Strimzi's own models, in which an unknown field is a mistake. */
class ManifestModelsTest {
    /** Below these, names are the writer's own. */
    private static final Set<String> FREE = Set.of(
            "labels", "matchLabels", "annotations", "data", "selector", "limits", "requests", "config", "nodeSelector");

    @ParameterizedTest
    @ValueSource(strings = {"laptop", "production"})
    void overlayFitsTheModels(String overlay) {
        Manifests manifests = Manifests.overlay(overlay);

        assertThat(manifests.objects()).hasSizeGreaterThan(8);
        assertThat(StrictModels.problems(manifests.objects())).isEmpty();
    }

    @Test
    void optionalScalingFitsTheModels() {
        assertThat(StrictModels.problems(Manifests.scaled().objects())).isEmpty();
    }

    /** Also where there is no kubectl: the files by themselves, without those of kustomize and the patches' parts. */
    @Test
    void filesFitTheModels() {
        List<JsonNode> objects = Manifests.raw().objects().stream()
                .filter(object -> !object.path("apiVersion").asText().startsWith("kustomize.config.k8s.io"))
                .toList();

        assertThat(objects).hasSizeGreaterThan(20);
        assertThat(StrictModels.problems(objects)).isEmpty();
    }

    /** A field misspelt at any place of any object. */
    @Test
    void findsAnUnknownFieldAnywhere() {
        List<String> missed = new ArrayList<>();
        int places = 0;
        for (JsonNode object : Manifests.overlay("production").objects()) {
            List<String> pointers = new ArrayList<>();
            collect(object, "", pointers);
            for (String pointer : pointers) {
                JsonNode changed = object.deepCopy();
                ((ObjectNode) changed.at(pointer)).put("replicsa", "2");
                places++;
                if (StrictModels.problems(List.of(changed)).isEmpty()) {
                    missed.add(object.path("kind").asText() + pointer);
                }
            }
        }

        assertThat(places).isGreaterThan(150);
        assertThat(missed).isEmpty();
    }

    @Test
    void findsAValueOfTheWrongKind() {
        JsonNode set =
                Manifests.overlay("laptop").get("StatefulSet", "rillcast").deepCopy();
        ((ObjectNode) set.path("spec")).put("replicas", "many");

        assertThat(StrictModels.problems(List.of(set)))
                .singleElement()
                .asString()
                .contains("many");
    }

    private static void collect(JsonNode node, String pointer, List<String> pointers) {
        if (node.isObject()) {
            pointers.add(pointer);
        }
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (!FREE.contains(field.getKey()) || field.getValue().has("matchLabels")) {
                collect(field.getValue(), pointer + "/" + field.getKey().replace("/", "~1"), pointers);
            }
        }
        for (int index = 0; node.isArray() && index < node.size(); index++) {
            collect(node.get(index), pointer + "/" + index, pointers);
        }
    }
}
