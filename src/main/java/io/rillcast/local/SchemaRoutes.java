package io.rillcast.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What is answered below {@code /schemas}, and at the root. */
final class SchemaRoutes {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SchemaRegistry registry;

    SchemaRoutes(SchemaRegistry registry) {
        this.registry = registry;
    }

    /** The routes. */
    List<Route> routes() {
        String id = "/schemas/ids/{id}";
        return List.of(
                Route.of("GET", "/", request -> JsonNodeFactory.instance.objectNode()),
                Route.of("GET", "/contexts", request -> SchemaJson.texts(List.of("."))),
                Route.of("GET", "/schemas", this::schemas),
                Route.of("GET", "/schemas/types", request -> SchemaJson.texts(List.of("AVRO"))),
                Route.of("GET", id, this::byId),
                Route.of("GET", id + "/schema", request -> bare(withId(request).get(0))),
                Route.of("GET", id + "/versions", this::versionsOfId),
                Route.of("GET", id + "/subjects", this::subjectsOfId));
    }

    /** A version's schema alone: JSON itself, not JSON in a string. */
    static JsonNode bare(SchemaVersion version) {
        try {
            return JSON.readTree(version.schema());
        } catch (JsonProcessingException notJson) {
            throw new IllegalStateException(
                    "stored schema must be JSON: subject=" + version.subject() + ", version=" + version.version(),
                    notJson);
        }
    }

    private JsonNode schemas(RegistryRequest request) {
        String prefix = request.query().getOrDefault("subjectPrefix", "");
        int limit = request.number("limit", -1);
        List<SchemaVersion> chosen = registry.state().allVersions(request.visibility()).stream()
                .filter(version -> version.subject().startsWith(prefix))
                .filter(version -> !request.flag("latestOnly") || isLatest(version, request.visibility()))
                .skip(Math.max(0, request.number("offset", 0)))
                .limit(limit < 0 ? Long.MAX_VALUE : limit)
                .toList();
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        chosen.forEach(version -> array.add(SchemaJson.version(version)));
        return array;
    }

    private boolean isLatest(SchemaVersion version, Visibility visibility) {
        List<SchemaVersion> all = registry.state().versions(version.subject(), visibility);
        return all.get(all.size() - 1).version() == version.version();
    }

    private List<SchemaVersion> withId(RegistryRequest request) {
        try {
            return registry.withId(Integer.parseInt(request.path().get("id")));
        } catch (NumberFormatException notANumber) {
            throw RegistryRefusal.notFound();
        }
    }

    private JsonNode byId(RegistryRequest request) {
        SchemaVersion version = withId(request).get(0);
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("schema", version.schema());
        SchemaJson.putReferences(json, version.references());
        if (request.flag("fetchMaxId")) {
            json.put("maxId", registry.state().lastId());
        }
        return json;
    }

    private JsonNode versionsOfId(RegistryRequest request) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        shown(request)
                .forEach(version ->
                        array.addObject().put("subject", version.subject()).put("version", version.version()));
        return array;
    }

    private JsonNode subjectsOfId(RegistryRequest request) {
        return SchemaJson.texts(
                shown(request).stream().map(SchemaVersion::subject).distinct().toList());
    }

    private List<SchemaVersion> shown(RegistryRequest request) {
        return withId(request).stream().filter(request.visibility()::shows).toList();
    }
}
