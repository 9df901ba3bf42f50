package io.rillcast.local;

import java.util.Locale;

/** Whether a subject takes new versions. */
enum RegistryMode {
    READWRITE,
    READONLY;

    /** @throws RegistryRefusal when there is no such mode here */
    static RegistryMode parse(String text) {
        for (RegistryMode mode : values()) {
            if (mode.name().equals(text.toUpperCase(Locale.ROOT))) {
                return mode;
            }
        }
        throw RegistryRefusal.invalidMode(text);
    }
}
