package io.rillcast.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes files in whole: at every time there is the old file, or the new one. */
final class WholeFile {
    private WholeFile() {}

    /**
     * Writes one.
     *
     * @throws CommandFailure if it cannot be written
     */
    static void write(Path file, byte[] bytes) {
        Path partial = file.resolveSibling(file.getFileName() + ".partial");
        try {
            Files.write(partial, bytes);
            Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            throw new CommandFailure(
                    "file must be writable: file=" + file + ", found="
                            + failed.getClass().getSimpleName() + " " + failed.getMessage() + "; name another by --out",
                    failed);
        }
    }
}
