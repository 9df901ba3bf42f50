package io.rillcast.local;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;

/**
 * The registry's rules: which schema may become a version, which number it gets, what may be deleted. Not safe for
 * several threads: {@link RegistryServer} lets one request in at a time.
 */
final class SchemaRegistry {
    /** What {@link #versionNumber} returns for the newest. */
    static final int LATEST = -1;

    private final RegistryState state;
    private final RegistryJournal journal;

    SchemaRegistry(RegistryState state, RegistryJournal journal) {
        this.state = state;
        this.journal = journal;
    }

    /** What is held, to be read only. */
    RegistryState state() {
        return state;
    }

    /** Stores a change, then makes it. */
    void commit(RegistryEvent event) {
        journal.append(event);
        event.applyTo(state);
    }

    /**
     * Makes the schema the subject's newest version, unless it is one already, and returns its id.
     *
     * @throws RegistryRefusal when it is invalid, incompatible, or the subject is read-only
     */
    int register(String subject, SchemaRequest request) {
        if (state.effectiveMode(subject) == RegistryMode.READONLY) {
            throw RegistryRefusal.readOnly(subject);
        }
        if (request.demandsNumbers()) {
            throw RegistryRefusal.notInImportMode(subject);
        }
        AvroSchemaText proposed = parse(request);
        List<SchemaVersion> live = state.versions(subject, Visibility.LIVE);
        Optional<SchemaVersion> known = find(live, proposed, request);
        if (known.isPresent()) {
            return known.get().id();
        }
        List<String> problems = problems(subject, proposed, live);
        if (!problems.isEmpty()) {
            throw RegistryRefusal.incompatible(subject, problems);
        }
        int id = state.idFor(proposed.text(), request.references());
        commit(new RegistryEvent.Registered(new SchemaVersion(
                subject, state.nextVersion(subject), id, proposed.text(), request.references(), false)));
        return id;
    }

    /**
     * The newest version of the subject that holds the schema.
     *
     * @throws RegistryRefusal when there is no such subject, or none of its versions holds it
     */
    SchemaVersion lookUp(String subject, SchemaRequest request, Visibility visibility) {
        List<SchemaVersion> versions = versions(subject, visibility);
        return find(versions, parse(request), request).orElseThrow(RegistryRefusal::schemaNotFound);
    }

    private static Optional<SchemaVersion> find(
            List<SchemaVersion> versions, AvroSchemaText proposed, SchemaRequest request) {
        return versions.stream()
                .filter(version -> holds(version, proposed, request))
                .reduce((older, newer) -> newer);
    }

    private static boolean holds(SchemaVersion version, AvroSchemaText proposed, SchemaRequest request) {
        if (version.hasContent(proposed.text(), request.references())) {
            return true;
        }
        return request.normalize()
                && version.references().equals(request.references())
                && SchemaNormalForm.of(version.schema()).equals(proposed.text());
    }

    private AvroSchemaText parse(SchemaRequest request) {
        AvroSchemaText parsed = AvroSchemaText.parse(request.schema(), textsOf(request.references()));
        return request.normalize() ? parsed.normalized() : parsed;
    }

    private Schema parse(SchemaVersion version) {
        return AvroSchemaText.parse(version.schema(), textsOf(version.references()))
                .schema();
    }

    private Set<String> textsOf(List<SchemaReference> references) {
        Set<String> texts = new LinkedHashSet<>();
        references.forEach(reference -> collectTexts(reference, texts));
        return texts;
    }

    /** References only ever point to versions registered earlier, so this ends. */
    private void collectTexts(SchemaReference reference, Set<String> texts) {
        SchemaVersion target = state.version(reference.subject(), reference.version())
                .orElseThrow(() -> RegistryRefusal.invalidSchema("reference must exist: name=" + reference.name()
                        + ", subject=" + reference.subject() + ", version=" + reference.version()));
        target.references().forEach(earlier -> collectTexts(earlier, texts));
        texts.add(target.schema());
    }

    /**
     * What speaks against the schema, by the subject's level, as the successor of the given versions (oldest first).
     */
    List<String> problems(String subject, SchemaRequest request, List<SchemaVersion> earlier) {
        return problems(subject, parse(request), earlier);
    }

    private List<String> problems(String subject, AvroSchemaText proposed, List<SchemaVersion> earlier) {
        List<Schema> schemas = earlier.stream().map(this::parse).toList();
        return state.effectiveLevel(subject).problems(proposed.schema(), schemas);
    }

    /**
     * A subject's versions, oldest first, at least one.
     *
     * @throws RegistryRefusal when it has none that is to be shown
     */
    List<SchemaVersion> versions(String subject, Visibility visibility) {
        List<SchemaVersion> versions = state.versions(subject, visibility);
        if (versions.isEmpty()) {
            throw RegistryRefusal.subjectNotFound(subject);
        }
        return versions;
    }

    /**
     * The version that {@code selector} names: a number, or {@code latest} (also {@code -1}).
     *
     * @throws RegistryRefusal when it is neither, or there is no such subject or version
     */
    SchemaVersion version(String subject, String selector, Visibility visibility) {
        int number = versionNumber(selector);
        List<SchemaVersion> versions = versions(subject, visibility);
        if (number == LATEST) {
            return versions.get(versions.size() - 1);
        }
        return versions.stream()
                .filter(version -> version.version() == number)
                .findFirst()
                .orElseThrow(() -> RegistryRefusal.versionNotFound(number));
    }

    /** @throws RegistryRefusal when the selector is neither a number from 1 nor {@code latest} */
    static int versionNumber(String selector) {
        if (selector.equals("latest") || selector.equals("-1")) {
            return LATEST;
        }
        try {
            int number = Integer.parseInt(selector);
            if (number >= 1) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // Answered below, like numbers out of range.
        }
        throw RegistryRefusal.invalidVersion(selector);
    }

    /**
     * Hides all of a subject's versions, or forgets them when they are hidden already, and returns their numbers.
     *
     * @throws RegistryRefusal when there is no such subject, it is in the other state, or somebody references it
     */
    List<Integer> deleteSubject(String subject, boolean permanent) {
        List<SchemaVersion> all = versions(subject, Visibility.LIVE_AND_DELETED);
        List<SchemaVersion> live = state.versions(subject, Visibility.LIVE);
        if (permanent && !live.isEmpty()) {
            throw RegistryRefusal.subjectNotYetDeleted(subject);
        }
        if (!permanent && live.isEmpty()) {
            throw RegistryRefusal.subjectAlreadyDeleted(subject);
        }
        return delete(subject, permanent ? all : live, permanent);
    }

    /** Hides one version, or forgets it when it is hidden already; refused as {@link #deleteSubject} is. */
    int deleteVersion(String subject, String selector, boolean permanent) {
        SchemaVersion version = version(subject, selector, Visibility.LIVE_AND_DELETED);
        if (permanent && !version.deleted()) {
            throw RegistryRefusal.versionNotYetDeleted(version);
        }
        if (!permanent && version.deleted()) {
            throw RegistryRefusal.versionAlreadyDeleted(version);
        }
        return delete(subject, List.of(version), permanent).get(0);
    }

    private List<Integer> delete(String subject, List<SchemaVersion> versions, boolean permanent) {
        // A hidden version still resolves its references by id, so what it uses may be hidden but not forgotten.
        Visibility users = permanent ? Visibility.LIVE_AND_DELETED : Visibility.LIVE;
        for (SchemaVersion version : versions) {
            if (!referencing(version, users).isEmpty()) {
                throw RegistryRefusal.referenced(version);
            }
        }
        List<Integer> numbers = versions.stream().map(SchemaVersion::version).toList();
        commit(new RegistryEvent.Deleted(subject, numbers, permanent));
        return numbers;
    }

    /** The versions that use a type of the given one. */
    List<SchemaVersion> referencing(SchemaVersion target, Visibility visibility) {
        return state.allVersions(visibility).stream()
                .filter(version -> version.references().stream()
                        .anyMatch(reference -> reference.subject().equals(target.subject())
                                && reference.version() == target.version()))
                .toList();
    }

    /**
     * All versions with the id, at least one.
     *
     * @throws RegistryRefusal when no schema has it
     */
    List<SchemaVersion> withId(int id) {
        List<SchemaVersion> found = state.allVersions(Visibility.LIVE_AND_DELETED).stream()
                .filter(version -> version.id() == id)
                .toList();
        if (found.isEmpty()) {
            throw RegistryRefusal.schemaNotFound(id);
        }
        return found;
    }
}
