package io.rillcast.local;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/**
 * A schema together with the text that identifies it.
 *
 * @param schema the schema, its references resolved
 * @param text the text: uniform whitespace and attribute forms; types of other subjects are named, not spelled out
 */
record AvroSchemaText(Schema schema, String text) {
    /**
     * Reads a schema.
     *
     * @param text the schema's JSON, or a bare type name such as {@code string}
     * @param referenced the texts of the schemas that it builds on, each after those that it builds on itself
     * @throws RegistryRefusal when it is not a valid Avro schema
     */
    static AvroSchemaText parse(String text, Collection<String> referenced) {
        try {
            Map<String, Schema> known = new HashMap<>();
            for (String earlier : referenced) {
                collectNamed(parseWith(known, earlier), known);
            }
            Schema schema = parseWith(known, text);
            return new AvroSchemaText(schema, textOf(schema, known));
        } catch (AvroRuntimeException invalid) {
            throw RegistryRefusal.invalidSchema(invalid.getMessage());
        } catch (StackOverflowError tooDeep) {
            throw RegistryRefusal.invalidSchema("nested too deeply");
        }
    }

    private static Schema parseWith(Map<String, Schema> known, String text) {
        String trimmed = text.trim();
        boolean bareName = !trimmed.isEmpty() && Character.isJavaIdentifierStart(trimmed.charAt(0));
        return new Schema.Parser().addTypes(known.values()).parse(bareName ? '"' + trimmed + '"' : trimmed);
    }

    private static void collectNamed(Schema schema, Map<String, Schema> named) {
        switch (schema.getType()) {
            case RECORD -> {
                if (named.putIfAbsent(schema.getFullName(), schema) == null) {
                    schema.getFields().forEach(field -> collectNamed(field.schema(), named));
                }
            }
            case ENUM, FIXED -> named.putIfAbsent(schema.getFullName(), schema);
            case ARRAY -> collectNamed(schema.getElementType(), named);
            case MAP -> collectNamed(schema.getValueType(), named);
            case UNION -> schema.getTypes().forEach(type -> collectNamed(type, named));
            default -> {
                // A primitive type has no name of its own.
            }
        }
    }

    @SuppressWarnings("deprecation") // The only way Avro 1.12 has to write a schema without its references.
    private static String textOf(Schema schema, Map<String, Schema> known) {
        return known.isEmpty() ? schema.toString() : schema.toString(new ArrayList<>(known.values()), false);
    }

    /** This schema with {@linkplain SchemaNormalForm its normal form} as the text. */
    AvroSchemaText normalized() {
        return new AvroSchemaText(schema, SchemaNormalForm.of(text));
    }
}
