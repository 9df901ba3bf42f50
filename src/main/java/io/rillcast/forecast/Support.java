package io.rillcast.forecast;

/** Which values a series can take. */
public enum Support {
    /** Nonnegative until a negative value has been seen. */
    AUTO,
    /** Any value. */
    REAL,
    /** Zero and above: no forecast is ever negative. */
    NONNEGATIVE
}
