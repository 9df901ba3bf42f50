package io.rillcast.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A directory for a run that keeps nothing unless asked to.
 *
 * @param path the directory, which exists
 * @param isTemporary whether it is removed at the end
 */
record WorkDirectory(Path path, boolean isTemporary) implements AutoCloseable {
    /**
     * The directory asked for, or a temporary one.
     *
     * @throws CommandFailure if the one asked for is not empty
     */
    static WorkDirectory open(Optional<Path> asked) throws IOException {
        if (asked.isEmpty()) {
            return new WorkDirectory(Files.createTempDirectory("rillcast"), true);
        }
        Path dir = asked.get();
        try {
            Files.createDirectories(dir);
        } catch (IOException refused) {
            throw new CommandFailure(
                    "the directory must be one that can be made: dir=" + dir + ", found="
                            + refused.getClass().getSimpleName() + "; name another, or mend its permissions",
                    refused);
        }
        try (Stream<Path> entries = Files.list(dir)) {
            if (entries.findAny().isPresent()) {
                throw new CommandFailure("the directory must be new or empty: dir=" + dir
                        + "; name another, or go on with it by `rillcast local` and `rillcast run`");
            }
        }
        return new WorkDirectory(dir, false);
    }

    /** Removes a temporary directory. */
    @Override
    public void close() {
        if (!isTemporary) {
            return;
        }
        try (Stream<Path> all = Files.walk(path)) {
            all.sorted(Comparator.reverseOrder()).forEach(WorkDirectory::delete);
        } catch (IOException | UncheckedIOException leftBehind) {
            System.err.println("rillcast: a temporary directory is left behind: dir=" + path);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
