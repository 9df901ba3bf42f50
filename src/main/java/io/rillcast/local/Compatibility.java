package io.rillcast.local;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;

/** Which earlier schemas a new one must agree with, and in which direction; Confluent's levels under their names. */
enum Compatibility {
    NONE(false, false, false),
    /** Data written with the latest earlier schema can be read with the new one. */
    BACKWARD(true, false, false),
    BACKWARD_TRANSITIVE(true, false, true),
    /** Data written with the new schema can be read with the latest earlier one. */
    FORWARD(false, true, false),
    FORWARD_TRANSITIVE(false, true, true),
    FULL(true, true, false),
    FULL_TRANSITIVE(true, true, true);

    private final boolean backward;
    private final boolean forward;
    private final boolean transitive;

    Compatibility(boolean backward, boolean forward, boolean transitive) {
        this.backward = backward;
        this.forward = forward;
        this.transitive = transitive;
    }

    /** @throws RegistryRefusal when there is no such level */
    static Compatibility parse(String text) {
        for (Compatibility level : values()) {
            if (level.name().equals(text.toUpperCase(Locale.ROOT))) {
                return level;
            }
        }
        throw RegistryRefusal.invalidLevel(text);
    }

    /**
     * What speaks against the proposed schema, empty when nothing does.
     *
     * @param earlier the earlier schemas, oldest first
     */
    List<String> problems(Schema proposed, List<Schema> earlier) {
        List<String> problems = new ArrayList<>();
        int oldest = transitive ? 0 : Math.max(0, earlier.size() - 1);
        for (int i = earlier.size() - 1; i >= oldest; i--) {
            if (backward) {
                addProblems(problems, proposed, earlier.get(i), "new schema reading old data");
            }
            if (forward) {
                addProblems(problems, earlier.get(i), proposed, "old schema reading new data");
            }
        }
        return problems;
    }

    private void addProblems(List<String> problems, Schema reader, Schema writer, String direction) {
        SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                .getResult()
                .getIncompatibilities()
                .forEach(found -> problems.add(String.format(
                        "{errorType:'%s', description:'%s at path %s: %s', compatibility:'%s'}",
                        found.getType(), direction, found.getLocation(), found.getMessage(), this)));
    }
}
