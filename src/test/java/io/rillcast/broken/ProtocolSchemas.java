package io.rillcast.broken;

import io.rillcast.serde.ProtocolServer;

/** Schemas in a server that takes any text for one. */
public final class ProtocolSchemas implements Draw.Schemas {
    private final ProtocolServer server;

    /** In a running server. */
    public ProtocolSchemas(ProtocolServer server) {
        this.server = server;
    }

    @Override
    public int id(String text) {
        return server.hold("any", text);
    }

    @Override
    public int id(String type, String text) {
        return server.hold("any", type, text);
    }
}
