package io.rillcast.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * A request as a route sees it.
 *
 * @param path the values of the path's variables, decoded
 * @param query the query's parameters, decoded
 * @param body the body's JSON; a missing node when there was none
 */
record RegistryRequest(Map<String, String> path, Map<String, String> query, JsonNode body) {
    RegistryRequest {
        path = Map.copyOf(path);
        query = Map.copyOf(query);
    }

    /** The subject in the path. */
    String subject() {
        return path.get("subject");
    }

    /** The version in the path: a number or {@code latest}. */
    String version() {
        return path.get("version");
    }

    /** Whether a query parameter says {@code true}. */
    boolean flag(String name) {
        return Boolean.parseBoolean(query.get(name));
    }

    /** The deleted versions that the query asks to see. */
    Visibility visibility() {
        return Visibility.of(flag("deleted"), flag("deletedOnly"));
    }

    /** A whole number of the query, or the default. */
    int number(String name, int otherwise) {
        String text = query.get(name);
        try {
            return text == null ? otherwise : Integer.parseInt(text);
        } catch (NumberFormatException notANumber) {
            throw RegistryRefusal.malformed("query parameter must be a whole number: " + name + "=" + text);
        }
    }

    /** The body as a schema. */
    SchemaRequest schema() {
        return SchemaRequest.of(body, flag("normalize"));
    }
}
