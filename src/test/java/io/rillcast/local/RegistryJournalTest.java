package io.rillcast.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryJournalTest {
    private static final RegistryEvent FIRST = new RegistryEvent.Registered(new SchemaVersion(
            "rain-value", 1, 1, "\"string\"", List.of(new SchemaReference("Rain", "rain", 3)), false));
    private static final List<RegistryEvent> EVENTS = List.of(
            FIRST,
            new RegistryEvent.Deleted("rain-value", List.of(1), true),
            new RegistryEvent.LevelSet("", "FULL"),
            new RegistryEvent.ModeSet("rain-value", "READONLY"));

    @TempDir
    private Path dir;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = dir.resolve("schemas.jsonl");
    }

    @Test
    void replaysEveryKindOfChangeInOrder() {
        write(EVENTS);

        assertThat(read()).isEqualTo(EVENTS);
    }

    @Test
    void cutsOffATornLastLineAndGoesOn() throws IOException {
        write(EVENTS);
        Files.writeString(file, "{\"event\":\"level\",\"sub", StandardOpenOption.APPEND);

        assertThat(read()).isEqualTo(EVENTS);

        write(List.of(FIRST));
        assertThat(read()).hasSize(5).endsWith(FIRST);
    }

    @Test
    void cutsOffALastLineOfGarbage() throws IOException {
        write(EVENTS);
        Files.writeString(file, "\0\0\0\0\n", StandardOpenOption.APPEND);

        assertThat(read()).isEqualTo(EVENTS);
    }

    @Test
    void survivesBeingCutAtAnyByte() throws IOException {
        write(EVENTS);
        byte[] whole = Files.readAllBytes(file);

        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));

            List<RegistryEvent> replayed = read();

            assertThat(replayed).as("length=%d", length).isEqualTo(EVENTS.subList(0, replayed.size()));
        }
    }

    @Test
    void namesTheLineThatIsDamaged() throws IOException {
        write(EVENTS);
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.set(2, "{\"event\":");
        Files.write(file, lines);

        assertThatThrownBy(this::read)
                .isInstanceOf(LocalStartFailure.class)
                .hasMessage("registry journal must hold one change a line: file=" + file
                        + ", line=3; restore the file from a backup");
    }

    @Test
    void refusesAFileThatIsNoJournal() throws IOException {
        Files.writeString(file, "dear diary\nnothing\n");

        assertThatThrownBy(this::read)
                .isInstanceOf(LocalStartFailure.class)
                .hasMessageStartingWith("file must be a registry journal of version 1: file=" + file);
        assertThat(Files.readString(file)).isEqualTo("dear diary\nnothing\n");
    }

    private void write(List<RegistryEvent> events) {
        try (RegistryJournal journal = RegistryJournal.open(file, event -> {})) {
            events.forEach(journal::append);
        }
    }

    private List<RegistryEvent> read() {
        List<RegistryEvent> events = new ArrayList<>();
        RegistryJournal.open(file, events::add).close();
        return events;
    }
}
