package io.rillcast.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.Schema;

/**
 * The text that schemas of one meaning share: names in full, attributes in a fixed order, everything else (docs,
 * defaults, aliases, logical types, own properties) kept. What {@code ?normalize=true} asks for.
 */
final class SchemaNormalForm {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> NAMED = Set.of("record", "error", "enum", "fixed");

    private SchemaNormalForm() {}

    /** The normal form of a valid schema's text. */
    static String of(String text) {
        try {
            return JSON.writeValueAsString(type(JSON.readTree(text), ""));
        } catch (JsonProcessingException invalid) {
            throw RegistryRefusal.invalidSchema(invalid.getOriginalMessage());
        }
    }

    private static JsonNode type(JsonNode node, String namespace) {
        if (node.isTextual()) {
            return TextNode.valueOf(typeName(node.textValue(), namespace));
        }
        if (node.isArray()) {
            ArrayNode union = JsonNodeFactory.instance.arrayNode();
            node.forEach(branch -> union.add(type(branch, namespace)));
            return union;
        }
        if (node.size() == 1 && node.path("type").isTextual()) {
            return type(node.get("type"), namespace);
        }
        return NAMED.contains(node.path("type").asText()) ? named(node, namespace) : unnamed(node, namespace);
    }

    private static ObjectNode named(JsonNode node, String outer) {
        String name = node.path("name").asText();
        String namespace = node.path("namespace").asText(outer);
        String full = name.contains(".") || namespace.isEmpty() ? name : namespace + "." + name;
        String inner = full.contains(".") ? full.substring(0, full.lastIndexOf('.')) : "";
        ObjectNode normal = JsonNodeFactory.instance.objectNode();
        normal.put("name", full);
        if (inner.isEmpty() && !outer.isEmpty()) {
            normal.put("namespace", "");
        }
        normal.set("type", node.get("type"));
        for (String key : sortedKeys(node)) {
            switch (key) {
                case "name", "namespace", "type" -> {
                    // Written above.
                }
                case "fields" -> normal.set(key, fields(node.get(key), inner));
                case "aliases" -> normal.set(key, aliases(node.get(key), inner));
                default -> normal.set(key, node.get(key));
            }
        }
        return normal;
    }

    private static ArrayNode fields(JsonNode fields, String namespace) {
        ArrayNode normal = JsonNodeFactory.instance.arrayNode();
        for (JsonNode field : fields) {
            ObjectNode one = normal.addObject();
            one.set("name", field.get("name"));
            one.set("type", type(field.get("type"), namespace));
            sortedKeys(field).stream()
                    .filter(key -> !key.equals("name") && !key.equals("type"))
                    .forEach(key -> one.set(key, field.get(key)));
        }
        return normal;
    }

    private static ArrayNode aliases(JsonNode aliases, String namespace) {
        ArrayNode normal = JsonNodeFactory.instance.arrayNode();
        aliases.forEach(alias -> normal.add(
                alias.asText().contains(".") || namespace.isEmpty()
                        ? alias.asText()
                        : namespace + "." + alias.asText()));
        return normal;
    }

    private static ObjectNode unnamed(JsonNode node, String namespace) {
        ObjectNode normal = JsonNodeFactory.instance.objectNode();
        normal.set("type", type(node.get("type"), namespace));
        for (String key : sortedKeys(node)) {
            if (key.equals("items") || key.equals("values")) {
                normal.set(key, type(node.get(key), namespace));
            } else if (!key.equals("type")) {
                normal.set(key, node.get(key));
            }
        }
        return normal;
    }

    private static String typeName(String name, String namespace) {
        boolean plain = name.contains(".") || namespace.isEmpty() || isKeyword(name);
        return plain ? name : namespace + "." + name;
    }

    private static boolean isKeyword(String name) {
        for (Schema.Type type : Schema.Type.values()) {
            if (type.name().toLowerCase(Locale.ROOT).equals(name)) {
                return true;
            }
        }
        return false;
    }

    private static Set<String> sortedKeys(JsonNode node) {
        Set<String> keys = new TreeSet<>();
        node.fieldNames().forEachRemaining(keys::add);
        return keys;
    }
}
