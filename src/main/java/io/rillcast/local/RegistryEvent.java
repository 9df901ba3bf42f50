package io.rillcast.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** One change of the registry: a line of the journal. The names in the JSON are promises to old journals. */
sealed interface RegistryEvent {
    /** Makes the change. */
    void applyTo(RegistryState state);

    /** The change as one line's JSON. */
    ObjectNode toJson();

    /**
     * Reads what {@link #toJson()} wrote.
     *
     * @throws IllegalArgumentException when it is not such an object
     */
    static RegistryEvent fromJson(JsonNode json) {
        String event = json.path("event").asText();
        String subject = json.path("subject").asText("");
        return switch (event) {
            case "registered" -> Registered.fromJson(json, subject);
            case "deleted" ->
                new Deleted(subject, versions(json), json.path("permanent").asBoolean());
            case "level" -> new LevelSet(subject, json.path("value").asText(""));
            case "mode" -> new ModeSet(subject, json.path("value").asText(""));
            default -> throw new IllegalArgumentException("registry event must be known: event=" + event);
        };
    }

    private static List<Integer> versions(JsonNode json) {
        List<Integer> versions = new ArrayList<>();
        json.path("versions").forEach(version -> versions.add(version.asInt()));
        return versions;
    }

    private static ObjectNode object(String event, String subject) {
        return JsonNodeFactory.instance.objectNode().put("event", event).put("subject", subject);
    }

    /** A subject has a new version. */
    record Registered(SchemaVersion version) implements RegistryEvent {
        private static Registered fromJson(JsonNode json, String subject) {
            List<SchemaReference> references = SchemaJson.references(json.path("references"));
            int version = json.path("version").asInt();
            int id = json.path("id").asInt();
            if (subject.isEmpty() || version < 1 || id < 1) {
                throw new IllegalArgumentException(
                        "registered version must have a subject, a version and an id: subject=" + subject + ", version="
                                + version + ", id=" + id);
            }
            return new Registered(
                    new SchemaVersion(subject, version, id, json.path("schema").asText(), references, false));
        }

        @Override
        public void applyTo(RegistryState state) {
            state.put(version);
        }

        @Override
        public ObjectNode toJson() {
            ObjectNode json = object("registered", version.subject())
                    .put("version", version.version())
                    .put("id", version.id())
                    .put("schema", version.schema());
            SchemaJson.putReferences(json, version.references());
            return json;
        }
    }

    /** Versions of a subject are hidden, or gone for good. */
    record Deleted(String subject, List<Integer> versions, boolean permanent) implements RegistryEvent {
        public Deleted {
            versions = List.copyOf(versions);
        }

        @Override
        public void applyTo(RegistryState state) {
            if (permanent) {
                versions.forEach(version -> state.remove(subject, version));
            } else {
                versions.forEach(version -> state.hide(subject, version));
            }
        }

        @Override
        public ObjectNode toJson() {
            ObjectNode json = object("deleted", subject).put("permanent", permanent);
            versions.forEach(json.putArray("versions")::add);
            return json;
        }
    }

    /** A compatibility level is set; an empty subject stands for the registry, an empty value for "as the registry". */
    record LevelSet(String subject, String value) implements RegistryEvent {
        @Override
        public void applyTo(RegistryState state) {
            state.setLevel(subject, value);
        }

        @Override
        public ObjectNode toJson() {
            return object("level", subject).put("value", value);
        }
    }

    /** A mode is set; empty subject and value as for {@link LevelSet}. */
    record ModeSet(String subject, String value) implements RegistryEvent {
        @Override
        public void applyTo(RegistryState state) {
            state.setMode(subject, value);
        }

        @Override
        public ObjectNode toJson() {
            return object("mode", subject).put("value", value);
        }
    }
}
