package io.rillcast.local;

import java.util.List;

/**
 * One version of one subject.
 *
 * @param subject the subject's name
 * @param version from 1
 * @param id the schema's number over all subjects
 * @param schema the schema's text as registered, whitespace and attribute forms made uniform
 * @param references the versions whose types it uses
 * @param deleted whether it was deleted softly: hidden, but its id still resolves
 */
record SchemaVersion(
        String subject, int version, int id, String schema, List<SchemaReference> references, boolean deleted) {
    SchemaVersion {
        references = List.copyOf(references);
    }

    /** The same version, hidden. */
    SchemaVersion hidden() {
        return new SchemaVersion(subject, version, id, schema, references, true);
    }

    /** Whether both say the same: such versions share one id. */
    boolean hasContent(String otherSchema, List<SchemaReference> otherReferences) {
        return schema.equals(otherSchema) && references.equals(otherReferences);
    }
}
