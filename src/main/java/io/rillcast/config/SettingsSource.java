package io.rillcast.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Keys and their texts from one place.
 *
 * @param name where they come from, as a problem names it
 * @param isEnvironment whether the keys are names of environment variables
 * @param entries text by key
 */
public record SettingsSource(String name, boolean isEnvironment, Map<String, String> entries) {
    /** Copies the entries, sorted, so that problems come in a fixed order. */
    public SettingsSource {
        entries = Collections.unmodifiableMap(new TreeMap<>(entries));
    }

    /** Environment variables; those that do not begin with RILLCAST_ are left alone. */
    public static SettingsSource environment(Map<String, String> variables) {
        return new SettingsSource("environment", true, variables);
    }

    /** Keys given with -D. */
    public static SettingsSource commandLine(Map<String, String> keys) {
        return new SettingsSource("-D", false, keys);
    }

    /**
     * A Java properties file in UTF-8, or a directory with a file for each key, as a mounted ConfigMap is.
     *
     * @throws SettingsException if it is missing, unreadable or not a properties file
     */
    public static SettingsSource file(Path file) throws SettingsException {
        return Files.isDirectory(file) ? directory(file) : propertiesFile(file);
    }

    /** Names that begin with a dot are Kubernetes' own. */
    private static SettingsSource directory(Path directory) throws SettingsException {
        Map<String, String> entries = new TreeMap<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                String key = file.getFileName().toString();
                if (!key.startsWith(".")) {
                    entries.put(key, text(file));
                }
            }
        } catch (IOException failure) {
            throw unreadable(
                    directory,
                    "settings directory must be readable: dir=" + directory + ", found="
                            + failure.getClass().getSimpleName() + " " + failure.getMessage());
        }
        return new SettingsSource(directory.toString(), false, entries);
    }

    private static String text(Path file) throws SettingsException {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw unreadable(
                    file,
                    "settings directory must hold a UTF-8 text file for each key: file=" + file + ", found="
                            + failure.getClass().getSimpleName() + " " + failure.getMessage());
        }
    }

    private static SettingsSource propertiesFile(Path file) throws SettingsException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (NoSuchFileException missing) {
            throw unreadable(file, "settings file must exist: file=" + file);
        } catch (MalformedInputException notText) {
            throw unreadable(file, "settings file must be UTF-8 text: file=" + file);
        } catch (IllegalArgumentException badEscape) {
            throw unreadable(
                    file,
                    "settings file must be a Java properties file: file=" + file + ", found=" + badEscape.getMessage());
        } catch (IOException failure) {
            throw unreadable(
                    file,
                    "settings file must be readable: file=" + file + ", found="
                            + failure.getClass().getSimpleName() + " " + failure.getMessage());
        }
        Map<String, String> entries = new TreeMap<>();
        properties.stringPropertyNames().forEach(key -> entries.put(key, properties.getProperty(key)));
        return new SettingsSource(file.toString(), false, entries);
    }

    private static SettingsException unreadable(Path file, String sentence) {
        return new SettingsException(List.of(new SettingsProblem(file.toString(), sentence)));
    }
}
