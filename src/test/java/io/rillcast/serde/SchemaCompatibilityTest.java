package io.rillcast.serde;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaParser;
import org.junit.jupiter.api.Test;

/**
 * FULL_TRANSITIVE, without a registry: every schema reads, and is read by, each version that was ever released. A
 * release copies {@code schemas/} to {@code src/test/resources/schemas/vN}; a copy never changes afterwards.
 */
class SchemaCompatibilityTest {
    private static final Path CURRENT = Path.of("schemas");
    private static final Path RELEASED = Path.of("src/test/resources/schemas");

    @Test
    void readsAndIsReadByEveryReleasedVersion() throws IOException {
        Map<String, Schema> current = parse(CURRENT);
        List<Path> versions = directories(RELEASED);

        for (Path version : versions) {
            parse(version).forEach((name, released) -> {
                Schema ours = current.get(name);
                assertThat(ours).as("%s of %s still exists", name, version).isNotNull();
                assertCanRead(ours, released, version);
                assertCanRead(released, ours, version);
            });
        }

        assertThat(versions).isNotEmpty();
        assertThat(current).hasSizeGreaterThanOrEqualTo(8);
    }

    @Test
    void everyFieldSaysWhatItMeans() throws IOException {
        List<String> silent = parse(CURRENT).values().stream()
                .filter(schema -> schema.getType() == Schema.Type.RECORD)
                .flatMap(schema -> schema.getFields().stream()
                        .filter(field -> field.doc() == null)
                        .map(field -> schema.getName() + "." + field.name()))
                .toList();

        assertThat(silent).isEmpty();
    }

    @Test
    void everyFileHoldsTheRecordOfItsName() throws IOException {
        Map<String, Schema> schemas = parse(CURRENT);

        try (Stream<Path> files = Files.list(CURRENT)) {
            assertThat(files.map(file ->
                            "io.rillcast.avro." + file.getFileName().toString().replace(".avsc", "")))
                    .isNotEmpty()
                    .allMatch(schemas::containsKey);
        }
    }

    private static void assertCanRead(Schema reader, Schema writer, Path version) {
        assertThat(SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                        .getType())
                .as("%s against %s", reader.getFullName(), version)
                .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
    }

    /** All files of a directory in one parser, since they name each other's records. */
    private static Map<String, Schema> parse(Path directory) throws IOException {
        SchemaParser parser = new SchemaParser();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.sorted().toList()) {
                parser.parse(file);
            }
        }
        return parser.getParsedNamedSchemas().stream().collect(Collectors.toMap(Schema::getFullName, schema -> schema));
    }

    private static List<Path> directories(Path parent) throws IOException {
        try (Stream<Path> found = Files.list(parent)) {
            return found.filter(Files::isDirectory).toList();
        }
    }
}
