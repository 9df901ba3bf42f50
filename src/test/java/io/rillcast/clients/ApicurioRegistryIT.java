package io.rillcast.clients;

import io.rillcast.serde.RegistryScenarios;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Our client against Apicurio's registry. */
@Timeout(600)
class ApicurioRegistryIT extends RegistryScenarios {
    @TempDir
    private static Path dir;

    private static Apicurio apicurio;

    @BeforeAll
    static void start() {
        apicurio = Apicurio.start(dir);
    }

    @AfterAll
    static void stop() {
        if (apicurio != null) {
            apicurio.close();
        }
    }

    @Override
    protected String registryUrl() {
        return apicurio.url();
    }
}
