package io.rillcast.config;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Properties;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts what files hold in place of references to them, so that a secret stands neither in the settings file nor in the
 * environment. {@code ${dir:DIRECTORY:FILE}} is all of a file, as a mounted secret has one for each key; {@code
 * ${file:FILE:KEY}} is the value of a key in a properties file. The notation is that of Kafka's own providers; unlike
 * there, one that leads nowhere is an error.
 */
final class FileReferences {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{(dir|file):([^}:]+):([^}]+)}");

    /** A certificate chain is a few KB. */
    private static final long MOST_BYTES = 1 << 20;

    private FileReferences() {}

    /** Whether a text refers to a file. */
    static boolean hasAny(String text) {
        return REFERENCE.matcher(text).find();
    }

    /**
     * A text with what its references lead to, without blanks at the ends of each.
     *
     * @throws IllegalArgumentException with a sentence that shows no file's content, if one leads nowhere
     */
    static String resolved(String text) {
        return REFERENCE.matcher(text).replaceAll(found -> Matcher.quoteReplacement(target(found.group(1), found)));
    }

    private static String target(String kind, MatchResult found) {
        String place = found.group(2);
        String name = found.group(3);
        try {
            return kind.equals("dir") ? content(Path.of(place), name) : property(Path.of(place), name);
        } catch (IOException | InvalidPathException unreadable) {
            throw new IllegalArgumentException(
                    "must refer to a file that can be read: reference=" + found.group() + ", found="
                            + unreadable.getClass().getSimpleName(),
                    unreadable);
        }
    }

    private static String content(Path directory, String name) throws IOException {
        Path file = directory.resolve(name);
        if (!directory.normalize().equals(file.normalize().getParent())) {
            throw new IllegalArgumentException(
                    "must refer to a file within the directory: dir=" + directory + ", file=" + name);
        }
        return read(file).strip();
    }

    private static String property(Path file, String key) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = new StringReader(read(file))) {
            properties.load(reader);
        }
        String value = properties.getProperty(key);
        if (value == null) {
            throw new IllegalArgumentException(
                    "must refer to a key that the file has: file=" + file + ", missing=" + key);
        }
        return value.strip();
    }

    private static String read(Path file) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw new IllegalArgumentException(
                    "must refer to a file of at most " + MOST_BYTES + " bytes: file=" + file);
        }
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}
