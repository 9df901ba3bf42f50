package io.rillcast.web;

import java.util.Locale;
import java.util.Set;

/**
 * Which names a server on loopback answers to. A web page elsewhere can have its own name resolve to 127.0.0.1 and then
 * read us as if we were it (DNS rebinding); its name then stands in the Host header.
 */
final class HostRule {
    private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "[::1]");

    private final boolean isStrict;
    private final String own;

    HostRule(HttpPlan plan) {
        this.isStrict = plan.isLoopback();
        this.own = plan.host().toLowerCase(Locale.ROOT);
    }

    /** Whether a request with this Host header may be answered. */
    boolean allows(String header) {
        if (!isStrict) {
            return true;
        }
        if (header == null) {
            return false;
        }
        String name = header.toLowerCase(Locale.ROOT).replaceFirst(":[0-9]*$", "");
        return LOCAL.contains(name) || name.equals(own) || name.equals("[" + own + "]");
    }
}
