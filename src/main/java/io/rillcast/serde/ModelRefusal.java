package io.rillcast.serde;

import org.apache.kafka.common.errors.SerializationException;

/** Why a record of the models topic cannot be used; each has a text that never changes, for counters and logs. */
public enum ModelRefusal {
    /** The bytes are none of the wire format, of a schema that the registry knows and of Avro. */
    UNREADABLE("unreadable"),
    /** The record is of another schema than a snapshot's. */
    FOREIGN("foreign"),
    /** The checksum is not that of the parameters. */
    CHECKSUM("checksum"),
    /** The cell is one that this release does not know. */
    CELL("unknown-cell"),
    /** A weight is NaN or infinite. */
    NOT_FINITE("not-finite"),
    /** Names, shapes, levels, features or the record of the training do not fit together. */
    INVALID("invalid"),
    /** It lies under another group's key than its own. */
    OTHER_GROUP("other-group"),
    /** It can be read, but its features or levels are not those of the settings. */
    OTHER_INPUTS("other-inputs");

    private final String text;

    ModelRefusal(String text) {
        this.text = text;
    }

    /** The stable name, in kebab case. */
    public String text() {
        return text;
    }

    /** What a snapshot that could not be deserialized was refused for. */
    public static ModelRefusal of(SerializationException unreadable) {
        if (unreadable.getCause() instanceof RefusedSnapshot refused) {
            return refused.refusal();
        }
        if (unreadable instanceof MalformedRecord record && record.reason() == DeadLetterCause.WRONG_TYPE) {
            return record.getCause() == null ? FOREIGN : INVALID;
        }
        return UNREADABLE;
    }
}
