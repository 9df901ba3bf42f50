package io.rillcast.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * A schema that a client asks about.
 *
 * @param schema its text
 * @param references the versions whose types it uses
 * @param normalize whether it stands for every schema with the same normal form
 * @param demandsNumbers whether the client gives the id or version itself, which only an import may
 */
record SchemaRequest(String schema, List<SchemaReference> references, boolean normalize, boolean demandsNumbers) {
    SchemaRequest {
        references = List.copyOf(references);
    }

    /**
     * Reads a request's body.
     *
     * @throws RegistryRefusal when it holds no schema, one that is not Avro, or more than a schema
     */
    static SchemaRequest of(JsonNode body, boolean normalize) {
        String type = body.path("schemaType").asText("AVRO");
        if (!type.equals("AVRO") && !type.isEmpty() && !body.path("schemaType").isNull()) {
            throw RegistryRefusal.unsupportedType(type);
        }
        if (body.hasNonNull("metadata") || body.hasNonNull("ruleSet")) {
            throw RegistryRefusal.invalidSchema("this registry keeps no metadata and no rule sets; send neither");
        }
        if (!body.path("schema").isTextual() || body.path("schema").textValue().isBlank()) {
            throw RegistryRefusal.invalidSchema("Empty schema");
        }
        return new SchemaRequest(
                body.path("schema").textValue(),
                SchemaJson.references(body.path("references")),
                normalize,
                body.path("id").asInt(0) > 0 || body.path("version").asInt(0) > 0);
    }
}
