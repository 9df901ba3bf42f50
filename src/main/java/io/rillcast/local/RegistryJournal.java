package io.rillcast.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/**
 * The registry's changes in a file, one JSON object a line after a first line that names the format. A change is on the
 * disk when {@link #append} returns. Mutable; owned by the registry's lock.
 */
final class RegistryJournal implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HEADER = "{\"format\":\"rillcast-registry\",\"version\":1}\n";

    private final Path file;
    private final FileChannel channel;
    private long length;

    private RegistryJournal(Path file, FileChannel channel, long length) {
        this.file = file;
        this.channel = channel;
        this.length = length;
    }

    /**
     * Opens or makes the file and hands every change in it to {@code replay}, oldest first. A last line that was cut
     * off is removed: nobody was told that it had been stored.
     *
     * @throws LocalStartFailure when the file is not a journal, is damaged, or cannot be written
     */
    static RegistryJournal open(Path file, Consumer<RegistryEvent> replay) {
        try {
            byte[] bytes = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
            int length = replay(file, bytes, replay);
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.READ);
            RegistryJournal journal = new RegistryJournal(file, channel, length);
            channel.truncate(length);
            if (length == 0) {
                journal.write(HEADER);
            }
            return journal;
        } catch (IOException failed) {
            throw new LocalStartFailure(
                    "registry journal must be readable and writable: file=" + file + ", cause=" + failed, failed);
        }
    }

    private static int replay(Path file, byte[] bytes, Consumer<RegistryEvent> replay) {
        int start = 0;
        int lineNumber = 1;
        while (start < bytes.length) {
            int end = endOfLine(bytes, start);
            boolean last = end >= bytes.length;
            String line = new String(bytes, start, Math.min(end, bytes.length) - start, StandardCharsets.UTF_8);
            if (lineNumber == 1) {
                if (!readHeader(file, line, last)) {
                    return 0;
                }
            } else if (!replayLine(file, line, lineNumber, last, replay)) {
                return start;
            }
            start = end;
            lineNumber++;
        }
        return start;
    }

    /** Just behind the line's newline; beyond the last byte where there is none. */
    private static int endOfLine(byte[] bytes, int start) {
        for (int i = start; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                return i + 1;
            }
        }
        return bytes.length + 1;
    }

    private static boolean readHeader(Path file, String line, boolean last) {
        if (line.equals(HEADER)) {
            return true;
        }
        if (last && HEADER.startsWith(line)) {
            return false;
        }
        throw new LocalStartFailure("file must be a registry journal of version 1: file=" + file
                + "; choose another directory, or upgrade if a newer version wrote it");
    }

    private static boolean replayLine(
            Path file, String line, int lineNumber, boolean last, Consumer<RegistryEvent> replay) {
        if (!line.endsWith("\n")) {
            return false;
        }
        try {
            replay.accept(RegistryEvent.fromJson(JSON.readTree(line)));
            return true;
        } catch (JsonProcessingException | IllegalArgumentException damaged) {
            if (last) {
                return false;
            }
            throw new LocalStartFailure(
                    "registry journal must hold one change a line: file=" + file + ", line=" + lineNumber
                            + "; restore the file from a backup",
                    damaged);
        }
    }

    /**
     * Stores a change.
     *
     * @throws RegistryRefusal when it cannot be stored; the journal is then as it was before
     */
    void append(RegistryEvent event) {
        try {
            write(line(event.toJson()));
        } catch (IOException failed) {
            takeBack(failed);
            throw RegistryRefusal.notStored(failed.toString());
        }
    }

    private static String line(JsonNode json) {
        try {
            return JSON.writeValueAsString(json) + "\n";
        } catch (JsonProcessingException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private void write(String line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
        long position = length;
        while (bytes.hasRemaining()) {
            position += channel.write(bytes, position);
        }
        channel.force(true);
        length = position;
    }

    private void takeBack(IOException failed) {
        try {
            channel.truncate(length);
        } catch (IOException alsoFailed) {
            // The next write begins at the same place, so the half line is overwritten then.
            failed.addSuppressed(alsoFailed);
        }
    }

    /** Closes the file. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException failed) {
            throw new UncheckedIOException("registry journal must be closable: file=" + file, failed);
        }
    }
}
