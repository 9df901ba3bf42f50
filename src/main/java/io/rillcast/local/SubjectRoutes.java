package io.rillcast.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What is answered below {@code /subjects} and {@code /compatibility}. */
final class SubjectRoutes {
    private final SchemaRegistry registry;

    SubjectRoutes(SchemaRegistry registry) {
        this.registry = registry;
    }

    /** The routes. */
    List<Route> routes() {
        String subject = "/subjects/{subject}";
        String version = subject + "/versions/{version}";
        return List.of(
                Route.of("GET", "/subjects", this::subjects),
                Route.of("POST", subject, this::lookUp),
                Route.of("DELETE", subject, this::deleteSubject),
                Route.of("GET", subject + "/versions", this::versions),
                Route.of("POST", subject + "/versions", this::register),
                Route.of("GET", version, request -> SchemaJson.version(version(request))),
                Route.of("DELETE", version, this::deleteVersion),
                Route.of("GET", version + "/schema", request -> SchemaRoutes.bare(version(request))),
                Route.of("GET", version + "/referencedby", this::referencedBy),
                Route.of("POST", "/compatibility" + subject + "/versions", this::compatibleWithAll),
                Route.of("POST", "/compatibility" + version, this::compatibleWithOne));
    }

    private JsonNode subjects(RegistryRequest request) {
        String prefix = request.query().getOrDefault("subjectPrefix", "");
        List<String> subjects = registry.state().allVersions(request.visibility()).stream()
                .map(SchemaVersion::subject)
                .filter(subject -> subject.startsWith(prefix))
                .filter(subject -> !request.flag("deletedOnly")
                        || registry.state().versions(subject, Visibility.LIVE).isEmpty())
                .distinct()
                .toList();
        return SchemaJson.texts(subjects);
    }

    private JsonNode lookUp(RegistryRequest request) {
        return SchemaJson.version(registry.lookUp(request.subject(), request.schema(), request.visibility()));
    }

    private JsonNode deleteSubject(RegistryRequest request) {
        return SchemaJson.numbers(registry.deleteSubject(request.subject(), request.flag("permanent")));
    }

    private JsonNode versions(RegistryRequest request) {
        return SchemaJson.numbers(registry.versions(request.subject(), request.visibility()).stream()
                .map(SchemaVersion::version)
                .toList());
    }

    private JsonNode register(RegistryRequest request) {
        return JsonNodeFactory.instance.objectNode().put("id", registry.register(request.subject(), request.schema()));
    }

    private SchemaVersion version(RegistryRequest request) {
        return registry.version(request.subject(), request.version(), request.visibility());
    }

    private JsonNode deleteVersion(RegistryRequest request) {
        return IntNode.valueOf(registry.deleteVersion(request.subject(), request.version(), request.flag("permanent")));
    }

    private JsonNode referencedBy(RegistryRequest request) {
        return SchemaJson.numbers(registry.referencing(version(request), request.visibility()).stream()
                .map(SchemaVersion::id)
                .distinct()
                .toList());
    }

    private JsonNode compatibleWithAll(RegistryRequest request) {
        return verdict(request, registry.state().versions(request.subject(), Visibility.LIVE));
    }

    /** A subject that does not exist yet is no obstacle to its first version; a version asked for by number is. */
    private JsonNode compatibleWithOne(RegistryRequest request) {
        boolean latest = SchemaRegistry.versionNumber(request.version()) == SchemaRegistry.LATEST;
        boolean first =
                registry.state().versions(request.subject(), Visibility.LIVE).isEmpty();
        return verdict(
                request,
                latest && first
                        ? List.of()
                        : List.of(registry.version(request.subject(), request.version(), Visibility.LIVE)));
    }

    private JsonNode verdict(RegistryRequest request, List<SchemaVersion> earlier) {
        List<String> problems = registry.problems(request.subject(), request.schema(), earlier);
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("is_compatible", problems.isEmpty());
        if (request.flag("verbose")) {
            json.set("messages", SchemaJson.texts(problems));
        }
        return json;
    }
}
