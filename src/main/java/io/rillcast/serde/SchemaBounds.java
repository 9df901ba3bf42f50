package io.rillcast.serde;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/**
 * Refuses schemas by which a few bytes could cost any amount of memory: Avro allocates what a schema or a count says before
 * it looks for the bytes.
 */
final class SchemaBounds {
    private SchemaBounds() {}

    /** What is wrong with a schema, if anything: an array whose elements take no bytes, or a fixed beyond any value. */
    static Optional<String> problem(Schema schema) {
        return problem(schema, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    private static Optional<String> problem(Schema schema, Set<Schema> seen) {
        if (!seen.add(schema)) {
            return Optional.empty();
        }
        return switch (schema.getType()) {
            case RECORD -> first(schema.getFields().stream().map(Schema.Field::schema), seen);
            case UNION -> first(schema.getTypes().stream(), seen);
            case MAP -> problem(schema.getValueType(), seen);
            case ARRAY ->
                takesNoBytes(schema.getElementType(), Collections.newSetFromMap(new IdentityHashMap<>()))
                        ? Optional.of("an array has elements that take no bytes")
                        : problem(schema.getElementType(), seen);
            case FIXED ->
                schema.getFixedSize() > ReadingRules.MOST_VALUE_BYTES
                        ? Optional.of("a fixed has more bytes than a value may: size=" + schema.getFixedSize())
                        : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Optional<String> first(Stream<Schema> schemas, Set<Schema> seen) {
        return schemas.map(schema -> problem(schema, seen))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static boolean takesNoBytes(Schema schema, Set<Schema> seen) {
        return switch (schema.getType()) {
            case NULL -> true;
            case FIXED -> schema.getFixedSize() == 0;
            // Met again inside itself it takes what its other fields take.
            case RECORD ->
                !seen.add(schema) || schema.getFields().stream().allMatch(field -> takesNoBytes(field.schema(), seen));
            default -> false;
        };
    }
}
