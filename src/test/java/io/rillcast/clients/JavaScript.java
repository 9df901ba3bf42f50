package io.rillcast.clients;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The programs of {@code src/test/javascript}, copied to {@code target} with the packages that they need. */
final class JavaScript {
    private static final Path SOURCES = Path.of("src", "test", "javascript");
    private static final Path INSTALLED = Path.of("target", "javascript");
    private static final Duration INSTALLATION = Duration.ofMinutes(8);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final ObjectMapper JSON = new ObjectMapper();

    private JavaScript() {}

    /**
     * Copies the programs, and installs their packages unless that was done for the same list of them. Skips the test
     * where Node.js or npm is missing.
     */
    static void install() {
        Program.assumeInstalled("node");
        Program.assumeInstalled("npm");
        try {
            Files.createDirectories(INSTALLED);
            try (Stream<Path> sources = Files.list(SOURCES)) {
                for (Path source : sources.toList()) {
                    Files.copy(source, INSTALLED.resolve(source.getFileName()), StandardCopyOption.REPLACE_EXISTING);
                }
            }
            Path list = INSTALLED.resolve("package.json");
            Path done = INSTALLED.resolve("installed.json");
            if (!Files.exists(done) || Files.mismatch(list, done) != -1) {
                new Program(INSTALLED, "npm", "install", "--no-package-lock", "--ignore-scripts")
                        .run(INSTALLATION, List.of("--no-audit", "--no-fund"));
                Files.copy(list, done, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Where a program lies once {@link #install} was called. */
    static Path program(String name) {
        return INSTALLED.resolve(name);
    }

    /** Runs a program to its end; what it said, a JSON value a line. */
    static List<JsonNode> run(String program, String... arguments) {
        List<JsonNode> said = new ArrayList<>();
        try {
            for (String line : new Program(INSTALLED, "node", program).run(PATIENCE, List.of(arguments))) {
                said.add(JSON.readTree(line));
            }
            return said;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
