package io.rillcast.local;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the registry holds, in memory. Mutable; owned by the registry's lock, and changed by {@link RegistryEvent}s
 * alone.
 */
final class RegistryState {
    /** The subject under which the registry's own level and mode are kept. */
    static final String GLOBAL = "";

    private final NavigableMap<String, NavigableMap<Integer, SchemaVersion>> subjects = new TreeMap<>();
    private final Map<String, Compatibility> levels = new HashMap<>();
    private final Map<String, RegistryMode> modes = new HashMap<>();
    private int lastId;

    /** Adds or replaces a version. Ids stay used for ever, so that bytes never come to mean something else. */
    void put(SchemaVersion version) {
        subjects.computeIfAbsent(version.subject(), name -> new TreeMap<>()).put(version.version(), version);
        lastId = Math.max(lastId, version.id());
    }

    /** Hides a version. */
    void hide(String subject, int version) {
        version(subject, version).ifPresent(found -> put(found.hidden()));
    }

    /** Forgets a version; a subject without versions is forgotten with it. */
    void remove(String subject, int version) {
        NavigableMap<Integer, SchemaVersion> versions = subjects.getOrDefault(subject, new TreeMap<>());
        versions.remove(version);
        if (versions.isEmpty()) {
            subjects.remove(subject);
        }
    }

    /** Sets a level; an empty value removes it. */
    void setLevel(String subject, String value) {
        if (value.isEmpty()) {
            levels.remove(subject);
        } else {
            levels.put(subject, Compatibility.valueOf(value));
        }
    }

    /** Sets a mode; an empty value removes it. */
    void setMode(String subject, String value) {
        if (value.isEmpty()) {
            modes.remove(subject);
        } else {
            modes.put(subject, RegistryMode.valueOf(value));
        }
    }

    /** A subject's versions, oldest first; empty when there is no such subject. */
    List<SchemaVersion> versions(String subject, Visibility visibility) {
        return subjects.getOrDefault(subject, new TreeMap<>()).values().stream()
                .filter(visibility::shows)
                .toList();
    }

    /** All subjects' versions, by subject and version. */
    List<SchemaVersion> allVersions(Visibility visibility) {
        List<SchemaVersion> all = new ArrayList<>();
        subjects.keySet().forEach(subject -> all.addAll(versions(subject, visibility)));
        return all;
    }

    /** One version, deleted softly or not. */
    Optional<SchemaVersion> version(String subject, int version) {
        return Optional.ofNullable(
                subjects.getOrDefault(subject, new TreeMap<>()).get(version));
    }

    /** The number for a subject's next version: one more than the largest it holds, hidden ones included. */
    int nextVersion(String subject) {
        NavigableMap<Integer, SchemaVersion> versions = subjects.get(subject);
        return versions == null ? 1 : versions.lastKey() + 1;
    }

    /** The id that this content has in some subject, or one never used. */
    int idFor(String schema, List<SchemaReference> references) {
        return allVersions(Visibility.LIVE_AND_DELETED).stream()
                .filter(version -> version.hasContent(schema, references))
                .map(SchemaVersion::id)
                .findFirst()
                .orElse(lastId + 1);
    }

    /** The largest id ever given out, 0 before the first. */
    int lastId() {
        return lastId;
    }

    /** The level set for a subject itself. */
    Optional<Compatibility> levelOf(String subject) {
        return Optional.ofNullable(levels.get(subject));
    }

    /** The level that applies to a subject. */
    Compatibility effectiveLevel(String subject) {
        return levelOf(subject).or(() -> levelOf(GLOBAL)).orElse(Compatibility.BACKWARD);
    }

    /** The mode set for a subject itself. */
    Optional<RegistryMode> modeOf(String subject) {
        return Optional.ofNullable(modes.get(subject));
    }

    /** The mode that applies to a subject. */
    RegistryMode effectiveMode(String subject) {
        return modeOf(subject).or(() -> modeOf(GLOBAL)).orElse(RegistryMode.READWRITE);
    }
}
