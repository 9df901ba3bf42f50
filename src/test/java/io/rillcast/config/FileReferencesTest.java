package io.rillcast.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileReferencesTest {
    private static final String JAAS =
            "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"r\" password=\"tiger\";";

    @TempDir
    private Path dir;

    @BeforeEach
    void writeSecrets() throws IOException {
        Files.writeString(dir.resolve("password"), "tiger\n");
        Files.writeString(dir.resolve("dollars"), "a$1\\b");
        Files.writeString(dir.resolve("sasl.jaas.config"), JAAS);
        Files.writeString(dir.resolve("registry.properties"), "user = me:tiger\nhidden=64\n");
    }

    private Settings read(Map<String, String> more) throws SettingsException {
        Map<String, String> all = new HashMap<>(more);
        all.put("bootstrap.servers", "a:1");
        all.put("schema.registry.url", "http://r:8081");
        return SettingsReader.read(List.of(SettingsSource.commandLine(all)));
    }

    private List<String> problemsOf(Map<String, String> more) {
        return catchThrowableOfType(SettingsException.class, () -> read(more)).sentences();
    }

    @Test
    void takesAMountedSecretForKafkaAndForTheRegistry() throws Exception {
        Settings settings = read(Map.of(
                "sasl.jaas.config", "${dir:" + dir + ":sasl.jaas.config}",
                "ssl.truststore.password", "${dir:" + dir + ":password}",
                "basic.auth.user.info", "${file:" + dir + "/registry.properties:user}"));

        assertThat(settings.streamsProperties()).containsEntry("sasl.jaas.config", JAAS);
        assertThat(settings.adminProperties()).containsEntry("ssl.truststore.password", "tiger");
        assertThat(settings.registryProperties()).containsEntry("basic.auth.user.info", "me:tiger");
    }

    @Test
    void readsSettingsOfOurOwnToo() throws Exception {
        assertThat(read(Map.of("network.hidden", "${file:" + dir + "/registry.properties:hidden}"))
                        .value(SettingKeys.NETWORK_HIDDEN))
                .isEqualTo(64);
    }

    @Test
    void takesWhatAFileHoldsAsItIs() {
        assertThat(FileReferences.resolved("<${dir:" + dir + ":dollars}|${dir:" + dir + ":password}>"))
                .isEqualTo("<a$1\\b|tiger>");
        assertThat(FileReferences.resolved("${HOME} $1 ${env:X:Y}")).isEqualTo("${HOME} $1 ${env:X:Y}");
    }

    @Test
    void showsTheReferenceAndNotWhatTheFileHolds() throws Exception {
        String reference = "${dir:" + dir + ":password}";
        Settings settings = read(Map.of("client.id", reference, "ssl.key.password", reference));

        assertThat(settings.shown())
                .containsEntry("client.id", reference)
                .containsEntry("ssl.key.password", "[hidden]");
        assertThat(settings.toString()).doesNotContain("tiger");
    }

    @Test
    void showsNoContentInAProblemEither() {
        String reference = "${dir:" + dir + ":password}";

        assertThat(problemsOf(Map.of("network.hidden", reference)))
                .singleElement()
                .asString()
                .contains("network.hidden=" + reference)
                .doesNotContain("tiger");
    }

    @Test
    void namesAFileThatIsNotThereAndAKeyThatItDoesNotHave() {
        String noFile = "${dir:" + dir + ":nothing}";
        String noKey = "${file:" + dir + "/registry.properties:nothing}";

        assertThat(problemsOf(Map.of("client.id", noFile, "ssl.key.password", noKey)))
                .containsExactly(
                        "client.id must refer to a file that can be read: reference=" + noFile
                                + ", found=NoSuchFileException: client.id=" + noFile + ", source=-D",
                        "ssl.key.password must refer to a key that the file has: file=" + dir
                                + "/registry.properties, missing=nothing: ssl.key.password=[hidden], source=-D");
    }

    @Test
    void needsNoFileForWhatAnotherSourceReplaces() throws Exception {
        SettingsSource file = new SettingsSource(
                "a.properties",
                false,
                Map.of(
                        "bootstrap.servers",
                        "a:1",
                        "schema.registry.url",
                        "http://r:8081",
                        "client.id",
                        "${dir:/nowhere:x}"));

        Settings settings =
                SettingsReader.read(List.of(file, SettingsSource.environment(Map.of("RILLCAST_CLIENT_ID", "me"))));

        assertThat(settings.streamsProperties()).containsEntry("client.id", "me");
    }

    @Test
    void readsADirectoryAsKubernetesMountsIt() throws Exception {
        Path mounted = Files.createDirectories(dir.resolve("mounted"));
        Path data = Files.createDirectories(mounted.resolve("..2026"));
        Files.writeString(data.resolve("bootstrap.servers"), "a:1\n");
        Files.writeString(data.resolve("schema.registry.url"), "http://r:8081");
        Files.createSymbolicLink(mounted.resolve("..data"), Path.of("..2026"));
        for (String key : List.of("bootstrap.servers", "schema.registry.url")) {
            Files.createSymbolicLink(mounted.resolve(key), Path.of("..data", key));
        }

        Settings settings = SettingsReader.read(List.of(SettingsSource.file(mounted)));

        assertThat(settings.shown())
                .isEqualTo(Map.of("bootstrap.servers", "a:1", "schema.registry.url", "http://r:8081"));
    }

    @Test
    void namesAnUnknownKeyOfADirectory() throws Exception {
        Files.delete(dir.resolve("dollars"));

        SettingsException problems = catchThrowableOfType(
                SettingsException.class, () -> SettingsReader.read(List.of(SettingsSource.file(dir))));

        assertThat(problems.sentences())
                .contains("unknown setting: key=password, source=" + dir + "; `rillcast settings` lists the keys");
    }

    @Test
    void staysWithinTheDirectory() {
        assertThatThrownBy(() -> FileReferences.resolved("${dir:" + dir.resolve("below") + ":../password}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("must refer to a file within the directory: ");
    }
}
