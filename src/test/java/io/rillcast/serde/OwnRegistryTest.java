package io.rillcast.serde;

import io.rillcast.local.RegistryServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Our client against our registry: each is written from the protocol, so they must agree without knowing each other. */
class OwnRegistryTest extends RegistryScenarios {
    @TempDir
    private Path directory;

    private RegistryServer server;

    @BeforeEach
    void start() {
        server = RegistryServer.start(directory, 0);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Override
    protected String registryUrl() {
        return server.url();
    }
}
