package io.rillcast.serde;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rillcast.serde.RegistryTransport.Answer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/**
 * Speaks Confluent's Schema Registry REST protocol and remembers the answers; shared by threads.
 *
 * <p>A schema never changes under its id, so ids and schemas are remembered for good, the {@value #REMEMBERED} used
 * last of each. An id that was unknown is asked again after {@value #UNKNOWN_FOR_MS} ms. Every method may block for up
 * to a minute while the registry does not answer, and then throws {@link RegistryFailure}.
 */
public final class SchemaRegistryClient implements AutoCloseable {
    /** Confluent's own bound on schemas a subject. */
    static final int REMEMBERED = 1000;

    /** Long enough that a flood of one wrong id costs nothing, short enough that a schema registered late is found. */
    static final long UNKNOWN_FOR_MS = 30_000;

    private static final int SUBJECT_NOT_FOUND = 40401;
    private static final int VERSION_NOT_FOUND = 40402;
    private static final int SCHEMA_NOT_FOUND = 40403;

    private final SchemaRegistrySettings settings;
    private final RegistryTransport transport;
    private final RecentlyUsed<Integer, Schema> schemaOfId = new RecentlyUsed<>(REMEMBERED);
    private final RecentlyUsed<SubjectSchema, Integer> idOfSchema = new RecentlyUsed<>(REMEMBERED);
    private final RecentlyUsed<Integer, Refusal> refusedIds = new RecentlyUsed<>(REMEMBERED);
    private volatile boolean closed;

    private record SubjectSchema(String subject, Schema schema) {}

    private record Refusal(DeadLetterCause reason, String message, long atNanos) {}

    /** A client that connects when it is first asked. */
    public SchemaRegistryClient(SchemaRegistrySettings settings) {
        this.settings = settings;
        this.transport = new RegistryTransport(settings);
    }

    /**
     * Asks for something small, to learn whether the registry is there and lets us in.
     *
     * @throws RegistryFailure if it does not answer or refuses our credentials
     */
    public void checkReachable() {
        Answer config = ask("/config");
        // A gateway may let through no more than what has to do with schemas, and show a page instead.
        boolean isPage = config.status() == 404 && !config.body().isObject();
        String request = isPage ? "/subjects" : "/config";
        Answer answer = isPage ? ask(request) : config;
        if (answer.status() != 401 && answer.status() != 403 && !answer.body().isContainerNode()) {
            throw answer.ofNoRegistry("in JSON", ", request=" + request);
        }
        // Reading the configuration may be forbidden to those who may read schemas.
        if (!answer.isOk() && answer.status() != 403 && answer.status() != 404) {
            throw refused("to let us in", answer);
        }
    }

    /**
     * The schema to write a topic's values with, and its id, as the settings say.
     *
     * @param subject whose versions are asked
     * @param ours the schema of the records that will be written
     * @throws RegistryFailure if the registry does not answer, refuses the schema, or does not have it
     */
    RegisteredSchema forWriting(String subject, Schema ours) {
        return switch (settings.use()) {
            case REGISTER -> new RegisteredSchema(register(subject, ours), ours);
            case LOOK_UP -> new RegisteredSchema(lookUp(subject, ours), ours);
            case LATEST -> latest(subject);
        };
    }

    /**
     * Registers a schema under a subject, which changes nothing if it is there already.
     *
     * @throws RegistryFailure if it is not compatible with the subject's versions, or the registry does not answer
     */
    public int register(String subject, Schema schema) {
        return idOfSchema.computeIfAbsent(new SubjectSchema(subject, schema), key -> {
            Answer answer = ask("/subjects/" + RegistryUrls.encode(subject) + "/versions", schemaBody(schema));
            if (!answer.isOk()) {
                throw refused("the schema of subject " + subject, answer);
            }
            return idIn(answer);
        });
    }

    /**
     * The id of a schema that was registered under a subject before.
     *
     * @throws RegistryFailure if it was not, or the registry does not answer
     */
    public int lookUp(String subject, Schema schema) {
        return idOfSchema.computeIfAbsent(new SubjectSchema(subject, schema), key -> {
            Answer answer = ask("/subjects/" + RegistryUrls.encode(subject), schemaBody(schema));
            if (answer.errorCode() == SUBJECT_NOT_FOUND || answer.errorCode() == SCHEMA_NOT_FOUND) {
                throw new RegistryFailure(
                        "schema must be registered: subject=" + subject + ", schema=" + schema.getFullName() + ", url="
                                + answer.url() + "; register it from schemas/, or set auto.register.schemas=true",
                        false,
                        null);
            }
            if (!answer.isOk()) {
                throw refused("to look up subject " + subject, answer);
            }
            return idIn(answer);
        });
    }

    /**
     * The newest version of a subject.
     *
     * @throws RegistryFailure if there is none, or the registry does not answer
     */
    RegisteredSchema latest(String subject) {
        Answer answer = ask("/subjects/" + RegistryUrls.encode(subject) + "/versions/latest");
        if (!answer.isOk()) {
            throw refused("the latest version of subject " + subject, answer);
        }
        int id = idIn(answer);
        return new RegisteredSchema(id, parse(id, answer.body()));
    }

    /**
     * Whether a schema could be registered under a subject by the registry's rules.
     *
     * @throws RegistryFailure if the registry does not answer
     */
    public boolean isCompatible(String subject, Schema schema) {
        String path = "/compatibility/subjects/" + RegistryUrls.encode(subject) + "/versions/latest";
        Answer answer = ask(path, schemaBody(schema));
        if (answer.errorCode() == SUBJECT_NOT_FOUND || answer.errorCode() == VERSION_NOT_FOUND) {
            return true;
        }
        if (!answer.isOk()) {
            throw refused("to compare with subject " + subject, answer);
        }
        return answer.body().path("is_compatible").asBoolean(false);
    }

    /**
     * The schema of an id.
     *
     * @throws MalformedRecord if the registry says that there is none, or that it is no Avro schema
     * @throws RegistryFailure if the registry does not answer
     */
    Schema schemaOf(int id) {
        if (id < 0) {
            // A registry would answer as if the address were wrong.
            throw new MalformedRecord(
                    DeadLetterCause.UNKNOWN_SCHEMA_ID,
                    "schema id must not be negative: id=" + id + "; check what wrote the value");
        }
        Schema known = schemaOfId.get(id);
        if (known != null) {
            return known;
        }
        Refusal refusal = refusedIds.get(id);
        if (refusal != null && System.nanoTime() - refusal.atNanos() < UNKNOWN_FOR_MS * 1_000_000) {
            throw new MalformedRecord(refusal.reason(), refusal.message());
        }
        try {
            Schema schema = fetch(id);
            schemaOfId.put(id, schema);
            return schema;
        } catch (MalformedRecord e) {
            refusedIds.put(id, new Refusal(e.reason(), e.getMessage(), System.nanoTime()));
            throw e;
        }
    }

    /** Ends the client: later requests fail, remembered answers stay. Its connections go with it. */
    @Override
    public void close() {
        closed = true;
    }

    private Schema fetch(int id) {
        Answer answer = ask("/schemas/ids/" + Integer.toUnsignedString(id));
        if (answer.errorCode() == SCHEMA_NOT_FOUND) {
            throw new MalformedRecord(
                    DeadLetterCause.UNKNOWN_SCHEMA_ID,
                    "schema id must be known to the registry: id=" + Integer.toUnsignedString(id) + ", url="
                            + answer.url() + "; check that writer and reader use the same registry");
        }
        if (!answer.isOk()) {
            throw refused("the schema of id " + Integer.toUnsignedString(id), answer);
        }
        return parse(id, answer.body());
    }

    private Schema parse(int id, JsonNode body) {
        String type = body.path("schemaType").asText("AVRO");
        if (!type.equals("AVRO")) {
            throw unusable(id, "type=" + type, null);
        }
        List<String> texts = new ArrayList<>();
        addWithReferences(texts, body, new HashSet<>());
        Schema.Parser parser = new Schema.Parser().setValidateDefaults(false);
        try {
            Schema schema = null;
            for (String text : texts) {
                schema = parser.parse(text);
            }
            Optional<String> problem = SchemaBounds.problem(schema);
            if (problem.isEmpty()) {
                return schema;
            }
            throw unusable(id, "problem=" + problem.get(), null);
        } catch (AvroRuntimeException | NullPointerException e) {
            // The second is what Avro throws for a name that nothing in the schema bears.
            throw unusable(id, "problem=" + e.getMessage(), e);
        }
    }

    /** A schema after those that it refers to, each of them likewise. */
    private void addWithReferences(List<String> texts, JsonNode body, Set<String> seen) {
        for (JsonNode reference : body.path("references")) {
            String subject = reference.path("subject").asText();
            String path = "/subjects/" + RegistryUrls.encode(subject) + "/versions/"
                    + reference.path("version").asInt();
            if (seen.add(path)) {
                Answer answer = ask(path);
                if (!answer.isOk()) {
                    throw refused("the schema referred to as subject " + subject, answer);
                }
                addWithReferences(texts, answer.body(), seen);
            }
        }
        texts.add(body.path("schema").asText());
    }

    private static MalformedRecord unusable(int id, String problem, Throwable cause) {
        return new MalformedRecord(
                DeadLetterCause.UNUSABLE_SCHEMA,
                "schema must be a usable Avro schema: id=" + Integer.toUnsignedString(id) + ", " + problem,
                cause);
    }

    private Answer ask(String path) {
        requireOpen();
        return transport.get(path);
    }

    private Answer ask(String path, JsonNode body) {
        requireOpen();
        return transport.post(path, body);
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("schema registry client must be open: urls=" + transport.shownUrls());
        }
    }

    private static ObjectNode schemaBody(Schema schema) {
        return JsonNodeFactory.instance.objectNode().put("schema", schema.toString());
    }

    private static int idIn(Answer answer) {
        JsonNode id = answer.body().path("id");
        if (!id.canConvertToInt()) {
            throw answer.ofNoRegistry("with an id", "");
        }
        return id.intValue();
    }

    private static RegistryFailure refused(String what, Answer answer) {
        String advice = switch (answer.status()) {
            case 401, 403 -> "; check basic.auth.user.info or bearer.auth.token, and what this user may do";
            case 404 -> "; check that schema.registry.url is the address of a schema registry";
            case 409 ->
                "; the subject holds a version that is not compatible: use the schemas of this release,"
                        + " or another topic";
            default -> "";
        };
        return new RegistryFailure(
                "schema registry refused " + what + ": url=" + answer.url() + ", status=" + answer.status()
                        + ", errorCode=" + answer.errorCode() + ", message=" + answer.message() + advice,
                false,
                null);
    }
}
