package io.rillcast.app;

import io.rillcast.config.Settings;
import io.rillcast.config.SettingsException;
import io.rillcast.config.SettingsReader;
import io.rillcast.config.SettingsSource;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options of a command that needs settings. */
final class SettingsOptions {
    @Option(
            names = "--config",
            required = true,
            paramLabel = "FILE",
            description = "The settings, a properties file, or a directory with a file for each key.")
    private Path file;

    @Option(
            names = "-D",
            paramLabel = "KEY=VALUE",
            description = "Sets a key; wins over the file and the environment. May be given more than once.")
    private Map<String, String> overrides = new LinkedHashMap<>();

    /**
     * The settings from file, environment and command line.
     *
     * @throws SettingsException with everything that is wrong with them
     */
    Settings read() throws SettingsException {
        return SettingsReader.read(List.of(
                SettingsSource.file(file),
                SettingsSource.environment(System.getenv()),
                SettingsSource.commandLine(overrides)));
    }
}
