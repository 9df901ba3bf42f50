package io.rillcast.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReadmeTest {
    @Test
    void settingsTableIsInStep() throws IOException {
        String readme = Files.readString(Path.of("README.md"));

        String table = readme.replaceFirst("(?s).*<!-- settings: [^\n]* -->\n", "")
                .replaceFirst("(?s)<!-- end of settings -->.*", "");

        assertThat(table)
                .as("put the output of `./rillcast settings --markdown` between README's settings marks")
                .isEqualTo("\n" + SettingsTable.markdown() + "\n");
    }
}
