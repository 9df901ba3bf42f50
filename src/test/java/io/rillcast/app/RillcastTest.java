package io.rillcast.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rillcast.config.SettingKeys;
import io.rillcast.config.SettingsTable;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class RillcastTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void printsTheSettingsTable() {
        int status = execute("settings", "--markdown");

        assertThat(status).isZero();
        assertThat(out).hasToString(SettingsTable.markdown());
    }

    @Test
    void printsEverySettingForATerminal() {
        int status = execute("settings");

        assertThat(status).isZero();
        assertThat(out.toString())
                .contains("network.hidden = 32  (int: 1 to 1024)\n    Units of each recurrent layer.\n");
    }

    @Test
    void printsEverySettingForAProgram() throws Exception {
        int status = execute("settings", "--json");

        JsonNode settings = new JsonMapper().readTree(out.toString());
        assertThat(status).isZero();
        assertThat(settings).hasSize(SettingKeys.ALL.size());
        assertThat(settings.get(0).get("key").textValue()).isEqualTo("bootstrap.servers");
        assertThat(settings.get(0).get("required").booleanValue()).isTrue();
        assertThat(settings.get(0).get("default").isNull()).isTrue();
        assertThat(settings.get(2).get("default").textValue()).isEqualTo("rillcast");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "demo",
                "run",
                "backtest",
                "local",
                "publish",
                "watch",
                "topics",
                "bench",
                "settings",
                "completion"
            })
    void saysWhatEachCommandDoes(String command) {
        int status = execute(command, "--help");

        assertThat(status).isZero();
        assertThat(out.toString()).startsWith("Usage: rillcast " + command).contains("--verbose");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void asksForACommand() {
        int status = execute();

        assertThat(status).isEqualTo(2);
        assertThat(err).hasToString("rillcast: a command must be given\nsee: rillcast --help\n");
    }

    @Test
    void namesAnUnknownOption() {
        int status = execute("settings", "--colour");

        assertThat(status).isEqualTo(2);
        assertThat(err)
                .hasToString(
                        "rillcast: unknown option: option=--colour, command=settings\nsee: rillcast settings --help\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    publish f.csv --config c --value-column series | columns must be named and differ: series=series, timestamp=timestamp, value=series
                    publish f.csv --config c --rate -1 | --rate must be >= 0: --rate=-1
                    demo --speed -1                     | --speed must be >= 0: --speed=-1
                    backtest f.csv --test-fraction 1    | a test part must be a share of the readings above 0 and below 1, and have at least 1 reading: fraction=1.0, most=1000
                    backtest f.csv --follow o.csv       | --models and --follow must be given together
                    local --dir d --kafka-port 70000    | --kafka-port must be in [0, 65535]: --kafka-port=70000
                    local --dir d --registry-port -1    | --registry-port must be in [0, 65535]: --registry-port=-1
                    bench --series 0                    | a bench needs a round, and a reading of each series: readings=200000, series=0, rounds=3
                    bench --guarantee none              | --guarantee must be one of exactly_once_v2, at_least_once: --guarantee=none
                    """)
    void namesArgumentsThatMakeNoSense(String arguments, String sentence) {
        String[] words = arguments.split(" ");

        int status = execute(words);

        assertThat(status).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err).hasToString("rillcast: " + sentence + "\nsee: rillcast " + words[0] + " --help\n");
    }

    @Test
    void suggestsTheCommandThatWasMeant() {
        int status = execute("setings");

        assertThat(status).isEqualTo(2);
        assertThat(err)
                .hasToString(
                        "rillcast: unknown command: command=setings; did you mean settings\nsee: rillcast --help\n");
    }

    @Test
    void namesEveryWrongSettingOnALineOfItsOwn(@TempDir Path directory) throws Exception {
        Path config =
                Files.writeString(directory.resolve("r.properties"), "bootstrap.servers=kafka\nnetwork.hiden=3\n");

        int status = execute("publish", "some.csv", "--config", config.toString(), "-D", "schema.registry.url=here");

        assertThat(status).isEqualTo(1);
        assertThat(err.toString().lines())
                .containsExactly(
                        "rillcast: unknown setting: key=network.hiden, source=" + config
                                + "; did you mean network.hidden",
                        "rillcast: bootstrap.servers must be a comma-separated list of host:port:"
                                + " bootstrap.servers=kafka, source=" + config,
                        "rillcast: schema.registry.url must be a comma-separated list of http:// or https://"
                                + " addresses: schema.registry.url=here, source=-D",
                        "rillcast: file must exist: file=some.csv");
    }

    @Test
    void showsAStackTraceOnlyWhenAsked(@TempDir Path directory) {
        String missing = directory.resolve("none.properties").toString();

        int status = execute("publish", "some.csv", "--config", missing, "--verbose");

        assertThat(status).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("rillcast: settings file must exist: file=" + missing + "\n")
                .contains("\tat io.rillcast.config.");
    }

    private int execute(String... arguments) {
        CommandLine program = Rillcast.commandLine(new StopSignal());
        program.setOut(new PrintWriter(out, true));
        program.setErr(new PrintWriter(err, true));
        return program.execute(arguments);
    }
}
