package io.rillcast.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** The protocol's JSON forms of versions and references. */
final class SchemaJson {
    private SchemaJson() {}

    /** A version with its text. */
    static ObjectNode version(SchemaVersion version) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("subject", version.subject())
                .put("version", version.version())
                .put("id", version.id());
        putReferences(json, version.references());
        return json.put("schema", version.schema());
    }

    /** Adds {@code references}, unless there are none. */
    static void putReferences(ObjectNode json, List<SchemaReference> references) {
        if (references.isEmpty()) {
            return;
        }
        ArrayNode array = json.putArray("references");
        references.forEach(reference -> array.addObject()
                .put("name", reference.name())
                .put("subject", reference.subject())
                .put("version", reference.version()));
    }

    /** Reads an array of references; a missing one is empty. */
    static List<SchemaReference> references(JsonNode array) {
        List<SchemaReference> references = new ArrayList<>();
        array.forEach(node -> references.add(new SchemaReference(
                node.path("name").asText(),
                node.path("subject").asText(),
                node.path("version").asInt())));
        return references;
    }

    /** An array of texts. */
    static ArrayNode texts(List<String> texts) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        texts.forEach(array::add);
        return array;
    }

    /** An array of numbers. */
    static ArrayNode numbers(List<Integer> numbers) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        numbers.forEach(array::add);
        return array;
    }
}
