package io.rillcast.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** The description of the API, and what of an answer is not as it says: as much of JSON Schema as the description uses. */
public final class OpenApi {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final JsonNode document;

    /** Reads it. */
    public OpenApi() {
        try (InputStream in = OpenApi.class.getResourceAsStream("/openapi.json")) {
            document = MAPPER.readTree(in);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    JsonNode document() {
        return document;
    }

    /** What is wrong with a text of a schema in the components; nothing if it is valid. */
    public List<String> problems(String schema, String text) {
        List<String> problems = new ArrayList<>();
        try {
            check(component(schema), MAPPER.readTree(text), schema, problems);
        } catch (IOException malformed) {
            problems.add("no JSON: " + text);
        }
        return problems;
    }

    private JsonNode component(String name) {
        JsonNode found = document.at("/components/schemas/" + name);
        if (found.isMissingNode()) {
            throw new IllegalArgumentException("no schema: " + name);
        }
        return found;
    }

    private void check(JsonNode schema, JsonNode value, String at, List<String> problems) {
        if (schema.has("$ref")) {
            check(component(schema.get("$ref").asText().replaceFirst(".*/", "")), value, at, problems);
            return;
        }
        if (schema.has("anyOf")) {
            List<String> least = null;
            for (JsonNode one : schema.get("anyOf")) {
                List<String> found = new ArrayList<>();
                check(one, value, at, found);
                least = least == null || found.size() < least.size() ? found : least;
            }
            problems.addAll(least);
            return;
        }
        if (schema.has("type") && !isOfType(schema.get("type"), value)) {
            problems.add(at + " must be " + schema.get("type") + ": " + value);
            return;
        }
        if (schema.has("enum") && !contains(schema.get("enum"), value)) {
            problems.add(at + " must be one of " + schema.get("enum") + ": " + value);
        }
        if ("date-time".equals(schema.path("format").asText())
                && value.isTextual()
                && !value.asText().matches("[0-9-]+T[0-9:]{8}\\.[0-9]{3}Z")) {
            problems.add(at + " must be a time in UTC with milliseconds: " + value);
        }
        if (value.isObject()) {
            checkObject(schema, value, at, problems);
        } else if (value.isArray() && schema.has("items")) {
            for (JsonNode item : value) {
                check(schema.get("items"), item, at + "[]", problems);
            }
        }
    }

    private void checkObject(JsonNode schema, JsonNode value, String at, List<String> problems) {
        for (JsonNode name : schema.path("required")) {
            if (!value.has(name.asText())) {
                problems.add(at + "." + name.asText() + " must be there");
            }
        }
        value.fieldNames().forEachRemaining(name -> {
            JsonNode own = schema.path("properties").path(name);
            JsonNode others = schema.path("additionalProperties");
            if (!own.isMissingNode()) {
                check(own, value.get(name), at + "." + name, problems);
            } else if (others.isObject()) {
                check(others, value.get(name), at + "." + name, problems);
            } else if (!others.isMissingNode()) {
                problems.add(at + "." + name + " is not described");
            }
        });
    }

    private static boolean contains(JsonNode values, JsonNode value) {
        for (JsonNode one : values) {
            if (one.equals(value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOfType(JsonNode types, JsonNode value) {
        if (types.isArray()) {
            for (JsonNode type : types) {
                if (isOfType(type, value)) {
                    return true;
                }
            }
            return false;
        }
        return switch (types.asText()) {
            case "null" -> value.isNull();
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber() && Double.isFinite(value.asDouble());
            case "boolean" -> value.isBoolean();
            case "array" -> value.isArray();
            case "object" -> value.isObject();
            default -> throw new IllegalArgumentException("unknown type: " + types);
        };
    }
}
