package io.rillcast.app;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class CompletionCommandTest {
    private static final Path BASH = Path.of("/bin/bash");

    @TempDir
    private Path directory;

    @ParameterizedTest
    @CsvSource({
        "wat, watch",
        "top, topics",
        "watch --from, --from-beginning",
        "completion z, zsh",
        "mod, models",
        "models roll, rollback",
        "models export --fo, --format"
    })
    void completesCommandsAndOptionsInBash(String typed, String completed) throws Exception {
        assumeTrue(Files.isExecutable(BASH), "bash is needed");
        Path script = Files.writeString(directory.resolve("completion.sh"), script("bash"));
        int last = typed.split(" ").length;
        String ask = "source " + script + "; COMP_WORDS=(rillcast " + typed + "); COMP_CWORD=" + last
                + "; _complete_rillcast; echo ${COMPREPLY[@]}";

        Process bash = new ProcessBuilder(BASH.toString(), "-c", ask)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(bash.waitFor(60, SECONDS)).isTrue();
        assertThat(said.strip()).isEqualTo(completed);
    }

    @Test
    void letsZshReadCompletionsOfBash() {
        assertThat(script("zsh")).startsWith("# Rillcast for zsh\n").contains("bashcompinit");
    }

    private static String script(String shell) {
        StringWriter out = new StringWriter();
        CommandLine program = Rillcast.commandLine(new StopSignal());
        program.setOut(new PrintWriter(out, true));
        assertThat(program.execute("completion", shell)).isZero();
        return out.toString();
    }
}
