package io.rillcast.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * One process's claim on a directory, gone with the process however it ends. Owned by the server that took it.
 */
final class DirectoryLock implements AutoCloseable {
    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Makes the directory where it is missing, and locks {@code name} in it.
     *
     * @throws LocalStartFailure when the directory cannot be written, or is in use
     */
    static DirectoryLock take(Path dir, String name) {
        FileChannel channel = open(dir, name);
        try {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new DirectoryLock(channel);
            }
        } catch (OverlappingFileLockException inThisProcess) {
            closeQuietly(channel);
            throw inUse(dir, name, inThisProcess);
        } catch (IOException failed) {
            closeQuietly(channel);
            throw notWritable(dir, failed);
        }
        closeQuietly(channel);
        throw inUse(dir, name, null);
    }

    private static FileChannel open(Path dir, String name) {
        try {
            Files.createDirectories(dir);
            return FileChannel.open(dir.resolve(name), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException failed) {
            throw notWritable(dir, failed);
        }
    }

    private static LocalStartFailure notWritable(Path dir, IOException cause) {
        return new LocalStartFailure(
                "directory must be writable: dir=" + dir + ", cause="
                        + cause.getClass().getSimpleName() + "; choose another one or mend its permissions",
                cause);
    }

    private static LocalStartFailure inUse(Path dir, String name, Throwable cause) {
        return new LocalStartFailure(
                "directory must not be in use by another process: dir=" + dir + ", lock=" + name
                        + "; stop the other one or choose another directory",
                cause);
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException ignored) {
            // The failure that led here is the one to report.
        }
    }

    /** Gives the directory free; the file stays. */
    @Override
    public void close() {
        closeQuietly(channel);
    }
}
