package io.rillcast.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The figures of every round for programs. */
final class JsonReport {
    private final Figures figures;
    private final Pace pace;
    private final String pythonVersion;

    /** A report of these figures. */
    JsonReport(Figures figures, Pace pace, String pythonVersion) {
        this.figures = figures;
        this.pace = pace;
        this.pythonVersion = pythonVersion;
    }

    /**
     * Writes the machine and, by subject, nanoseconds by round and bytes allocated.
     *
     * @param file overwritten; its directory is made
     * @throws IOException if it cannot be written
     */
    void write(Path file) throws IOException {
        ObjectMapper mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        ObjectNode root = mapper.createObjectNode();
        root.put("processor", Machine.processor());
        root.put("java", Machine.java());
        root.put("pythonTorch", pythonVersion);
        root.put("rounds", pace.rounds());
        ArrayNode subjects = root.putArray("subjects");
        for (Subject subject : figures.subjects()) {
            ObjectNode node = subjects.addObject();
            node.put("benchmark", subject.benchmark());
            node.put("engine", subject.engine());
            node.put("hidden", subject.hidden());
            ArrayNode rounds = node.putArray("nanoseconds");
            figures.rounds(subject).forEach(rounds::add);
            figures.bytes(subject).ifPresent(bytes -> node.put("bytesAllocated", bytes));
        }
        Files.createDirectories(file.toAbsolutePath().getParent());
        mapper.writeValue(file.toFile(), root);
    }
}
