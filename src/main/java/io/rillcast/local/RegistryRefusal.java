package io.rillcast.local;

import java.util.List;

/** A request that the registry does not grant, with Confluent's error code and sentence for it. */
final class RegistryRefusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;

    private RegistryRefusal(int code, String message) {
        super(message);
        this.code = code;
    }

    /** The code in the answer's body. */
    int code() {
        return code;
    }

    /** The HTTP status: the code's first three digits. */
    int status() {
        return code < 1000 ? code : code / 100;
    }

    static RegistryRefusal subjectNotFound(String subject) {
        return new RegistryRefusal(40401, "Subject '" + subject + "' not found.");
    }

    static RegistryRefusal versionNotFound(int version) {
        return new RegistryRefusal(40402, "Version " + version + " not found.");
    }

    static RegistryRefusal schemaNotFound() {
        return new RegistryRefusal(40403, "Schema not found");
    }

    static RegistryRefusal schemaNotFound(int id) {
        return new RegistryRefusal(40403, "Schema " + id + " not found");
    }

    static RegistryRefusal subjectAlreadyDeleted(String subject) {
        return new RegistryRefusal(
                40404, "Subject '" + subject + "' was soft deleted. Set permanent=true to delete permanently");
    }

    static RegistryRefusal subjectNotYetDeleted(String subject) {
        return new RegistryRefusal(
                40405, "Subject '" + subject + "' was not deleted first before being permanently deleted");
    }

    static RegistryRefusal versionAlreadyDeleted(SchemaVersion version) {
        return new RegistryRefusal(
                40406,
                "Subject '" + version.subject() + "' Version " + version.version()
                        + " was soft deleted. Set permanent=true to delete permanently");
    }

    static RegistryRefusal versionNotYetDeleted(SchemaVersion version) {
        return new RegistryRefusal(
                40407,
                "Subject '" + version.subject() + "' Version " + version.version()
                        + " was not deleted first before being permanently deleted");
    }

    static RegistryRefusal noSubjectLevel(String subject) {
        return new RegistryRefusal(
                40408, "Subject '" + subject + "' does not have subject-level compatibility configured");
    }

    static RegistryRefusal noSubjectMode(String subject) {
        return new RegistryRefusal(40409, "Subject '" + subject + "' does not have subject-level mode configured");
    }

    static RegistryRefusal incompatible(String subject, List<String> problems) {
        return new RegistryRefusal(
                409,
                "Schema being registered is incompatible with an earlier schema for subject \"" + subject
                        + "\", details: " + problems);
    }

    static RegistryRefusal invalidSchema(String cause) {
        return new RegistryRefusal(42201, "Invalid schema: " + cause);
    }

    static RegistryRefusal unsupportedType(String type) {
        return new RegistryRefusal(42201, "Invalid schema: this registry holds AVRO schemas only: schemaType=" + type);
    }

    static RegistryRefusal invalidVersion(String version) {
        return new RegistryRefusal(
                42202,
                "The specified version '" + version + "' is not a valid version id. Allowed values are between "
                        + "[1, 2^31-1] and the string \"latest\"");
    }

    static RegistryRefusal invalidLevel(String level) {
        return new RegistryRefusal(
                42203,
                "Invalid compatibility level '" + level + "'. Valid values are none, backward, forward, full, "
                        + "backward_transitive, forward_transitive, and full_transitive");
    }

    static RegistryRefusal invalidMode(String mode) {
        return new RegistryRefusal(42204, "Invalid mode '" + mode + "'. Valid values here are READWRITE and READONLY");
    }

    static RegistryRefusal readOnly(String subject) {
        return new RegistryRefusal(42205, "Subject '" + subject + "' is in read-only mode");
    }

    static RegistryRefusal notInImportMode(String subject) {
        return new RegistryRefusal(
                42205, "Subject '" + subject + "' is not in import mode; register without id and version");
    }

    static RegistryRefusal referenced(SchemaVersion version) {
        return new RegistryRefusal(
                42206,
                "One or more references exist to the schema: subject=" + version.subject() + ", version="
                        + version.version());
    }

    static RegistryRefusal malformed(String cause) {
        return new RegistryRefusal(400, "malformed request: " + cause);
    }

    static RegistryRefusal notFound() {
        return new RegistryRefusal(404, "HTTP 404 Not Found");
    }

    static RegistryRefusal methodNotAllowed() {
        return new RegistryRefusal(405, "HTTP 405 Method Not Allowed");
    }

    static RegistryRefusal tooLarge(int limitBytes) {
        return new RegistryRefusal(413, "request body must be at most " + limitBytes + " bytes");
    }

    static RegistryRefusal unsupportedMediaType(String type) {
        return new RegistryRefusal(
                415,
                "request body must be JSON: contentType=" + type
                        + "; send application/vnd.schemaregistry.v1+json or application/json");
    }

    static RegistryRefusal notStored(String cause) {
        return new RegistryRefusal(50001, "Error in the backend data store: " + cause);
    }
}
