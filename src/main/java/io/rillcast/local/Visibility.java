package io.rillcast.local;

/** Which versions a question is about. */
enum Visibility {
    LIVE,
    LIVE_AND_DELETED,
    DELETED;

    /** What the query flags {@code deleted} and {@code deletedOnly} ask for. */
    static Visibility of(boolean deleted, boolean deletedOnly) {
        if (deletedOnly) {
            return DELETED;
        }
        return deleted ? LIVE_AND_DELETED : LIVE;
    }

    /** Whether the version is one of them. */
    boolean shows(SchemaVersion version) {
        return this == LIVE_AND_DELETED || version.deleted() == (this == DELETED);
    }
}
