package io.rillcast.serde;

/** Why a record became a dead letter; each has a text that never changes, for headers, counters and dashboards. */
public enum DeadLetterCause {
    /** The record's value is null. */
    NULL_VALUE("null-value"),
    /** The record's value has no bytes. */
    EMPTY_VALUE("empty-value"),
    /** The record's value has more bytes than a reading may. */
    TOO_LARGE("too-large"),
    /** The value does not begin with a wire header: magic byte 0 and a schema id. */
    NO_WIRE_HEADER("no-wire-header"),
    /** The registry does not know the schema id. */
    UNKNOWN_SCHEMA_ID("unknown-schema-id"),
    /** The schema id is that of another kind of schema, or of one that cannot be parsed. */
    UNUSABLE_SCHEMA("unusable-schema"),
    /** The bytes end before the record does, or are none of its schema. */
    MALFORMED_AVRO("malformed-avro"),
    /** Bytes are left after the record. */
    TRAILING_BYTES("trailing-bytes"),
    /** The text is not JSON. */
    MALFORMED_JSON("malformed-json"),
    /** The deserializer given by the operator refused the bytes. */
    DESERIALIZER("deserializer"),
    /** A field that the mapping names is absent or null. */
    MISSING_FIELD("missing-field"),
    /** A field that the mapping names has a type that cannot be read as what it should be. */
    WRONG_TYPE("wrong-type"),
    /** The value is NaN or infinite. */
    VALUE_NOT_FINITE("value-not-finite"),
    /** A covariate is infinite; NaN counts as missing. */
    COVARIATE_INFINITE("covariate-infinite"),
    /** The series' name is empty, too long, or holds control characters. */
    SERIES_NAME("series-name"),
    /** The timestamp is no time after the beginning of year 1. */
    TIMESTAMP_OUT_OF_RANGE("timestamp-out-of-range"),
    /** The timestamp is further ahead of now than allowed. */
    TIMESTAMP_TOO_FAR_AHEAD("timestamp-too-far-ahead"),
    /** The record's key is not its series, though readings are not re-keyed. */
    KEY_IS_NOT_SERIES("key-is-not-series"),
    /** The record lies in another partition than its key belongs to, though readings are not re-keyed. */
    WRONG_PARTITION("wrong-partition"),
    /** A model command that this version cannot obey. */
    UNSUPPORTED_COMMAND("unsupported-command");

    private final String text;

    DeadLetterCause(String text) {
        this.text = text;
    }

    /** The stable name, in kebab case. */
    public String text() {
        return text;
    }
}
