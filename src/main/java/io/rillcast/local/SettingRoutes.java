package io.rillcast.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Optional;

/** What is answered below {@code /config} and {@code /mode}, for the registry and for single subjects. */
final class SettingRoutes {
    private final SchemaRegistry registry;

    SettingRoutes(SchemaRegistry registry) {
        this.registry = registry;
    }

    /** The routes. */
    List<Route> routes() {
        return List.of(
                Route.of("GET", "/config", request -> level(state().effectiveLevel(RegistryState.GLOBAL))),
                Route.of("PUT", "/config", request -> putLevel(RegistryState.GLOBAL, request)),
                Route.of("DELETE", "/config", request -> deleteLevel(RegistryState.GLOBAL)),
                Route.of("GET", "/config/{subject}", this::subjectLevel),
                Route.of("PUT", "/config/{subject}", request -> putLevel(request.subject(), request)),
                Route.of("DELETE", "/config/{subject}", this::deleteSubjectLevel),
                Route.of("GET", "/mode", request -> mode(state().effectiveMode(RegistryState.GLOBAL))),
                Route.of("PUT", "/mode", request -> putMode(RegistryState.GLOBAL, request)),
                Route.of("GET", "/mode/{subject}", this::subjectMode),
                Route.of("PUT", "/mode/{subject}", request -> putMode(request.subject(), request)),
                Route.of("DELETE", "/mode/{subject}", this::deleteSubjectMode));
    }

    private RegistryState state() {
        return registry.state();
    }

    private JsonNode subjectLevel(RegistryRequest request) {
        Optional<Compatibility> own = state().levelOf(request.subject());
        if (own.isEmpty() && !request.flag("defaultToGlobal")) {
            throw RegistryRefusal.noSubjectLevel(request.subject());
        }
        return level(state().effectiveLevel(request.subject()));
    }

    private JsonNode putLevel(String subject, RegistryRequest request) {
        request.body().properties().forEach(setting -> {
            boolean says = !setting.getValue().isNull() && !setting.getValue().equals(BooleanNode.FALSE);
            if (says && !setting.getKey().equals("compatibility")) {
                throw RegistryRefusal.malformed(
                        "this registry knows the setting compatibility only: setting=" + setting.getKey());
            }
        });
        Compatibility level =
                Compatibility.parse(request.body().path("compatibility").asText(""));
        registry.commit(new RegistryEvent.LevelSet(subject, level.name()));
        return JsonNodeFactory.instance.objectNode().put("compatibility", level.name());
    }

    private JsonNode deleteSubjectLevel(RegistryRequest request) {
        if (state().levelOf(request.subject()).isEmpty()) {
            throw RegistryRefusal.noSubjectLevel(request.subject());
        }
        return deleteLevel(request.subject());
    }

    private JsonNode deleteLevel(String subject) {
        Compatibility former = state().effectiveLevel(subject);
        registry.commit(new RegistryEvent.LevelSet(subject, ""));
        return level(former);
    }

    private JsonNode subjectMode(RegistryRequest request) {
        Optional<RegistryMode> own = state().modeOf(request.subject());
        if (own.isEmpty() && !request.flag("defaultToGlobal")) {
            throw RegistryRefusal.noSubjectMode(request.subject());
        }
        return mode(state().effectiveMode(request.subject()));
    }

    private JsonNode putMode(String subject, RegistryRequest request) {
        RegistryMode mode = RegistryMode.parse(request.body().path("mode").asText(""));
        registry.commit(new RegistryEvent.ModeSet(subject, mode.name()));
        return mode(mode);
    }

    private JsonNode deleteSubjectMode(RegistryRequest request) {
        RegistryMode former =
                state().modeOf(request.subject()).orElseThrow(() -> RegistryRefusal.noSubjectMode(request.subject()));
        registry.commit(new RegistryEvent.ModeSet(request.subject(), ""));
        return mode(former);
    }

    private static JsonNode level(Compatibility level) {
        return JsonNodeFactory.instance.objectNode().put("compatibilityLevel", level.name());
    }

    private static JsonNode mode(RegistryMode mode) {
        return JsonNodeFactory.instance.objectNode().put("mode", mode.name());
    }
}
