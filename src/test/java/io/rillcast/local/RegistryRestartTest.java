package io.rillcast.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryRestartTest {
    private static final String RAIN = "{'type':'record','name':'Rain','fields':[{'name':'mm','type':'double'}]}";
    private static final List<String> PATHS = List.of(
            "/subjects?deleted=true",
            "/schemas?deleted=true",
            "/schemas/ids/1",
            "/config",
            "/config/rain-value",
            "/mode/rain-value");

    @TempDir
    private Path dir;

    @Test
    void answersAlikeAfterARestart() {
        List<String> before;
        try (RegistryServer server = RegistryServer.start(dir, 0)) {
            RegistryCalls calls = new RegistryCalls(server.url());
            calls.postSchema("/subjects/rain-value/versions", RAIN);
            calls.postSchema("/subjects/snow-value/versions", RAIN);
            calls.delete("/subjects/snow-value");
            calls.put("/config", "{'compatibility':'FULL'}");
            calls.put("/config/rain-value", "{'compatibility':'NONE'}");
            calls.put("/mode/rain-value", "{'mode':'READONLY'}");
            before = answers(calls);
        }

        try (RegistryServer server = RegistryServer.start(dir, 0)) {
            assertThat(answers(new RegistryCalls(server.url()))).isEqualTo(before);
        }
    }

    @Test
    void neverGivesADeletedSchemasIdToAnother() {
        try (RegistryServer server = RegistryServer.start(dir, 0)) {
            RegistryCalls calls = new RegistryCalls(server.url());
            calls.postSchema("/subjects/rain-value/versions", RAIN);
            calls.delete("/subjects/rain-value");
            calls.delete("/subjects/rain-value?permanent=true");
        }

        try (RegistryServer server = RegistryServer.start(dir, 0)) {
            RegistryCalls calls = new RegistryCalls(server.url());

            assertThat(calls.postSchema("/subjects/text/versions", "'string'").text())
                    .isEqualTo("{'id':2}");
        }
    }

    @Test
    void refusesADirectoryThatAnotherRegistryUses() {
        try (RegistryServer server = RegistryServer.start(dir, 0)) {
            assertThatThrownBy(() -> RegistryServer.start(dir, 0))
                    .isInstanceOf(LocalStartFailure.class)
                    .hasMessageContaining("lock=registry.lock");
            assertThatThrownBy(() -> RegistryServer.start(dir.resolve("other"), server.port()))
                    .isInstanceOf(LocalStartFailure.class)
                    .hasMessageStartingWith("registry port must be free: port=" + server.port());
        }
    }

    private static List<String> answers(RegistryCalls calls) {
        return PATHS.stream().map(path -> calls.get(path).text()).toList();
    }
}
