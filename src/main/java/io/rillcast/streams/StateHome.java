package io.rillcast.streams;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.StreamsConfig;

/**
 * Where this instance keeps its state. The state of one cluster is wrong for another: by default each cluster has a
 * directory of its own, and one that the operator names remembers its cluster in a file beside the application's state.
 */
final class StateHome {
    private static final String DEFAULT = "rillcast-state";

    private StateHome() {}

    /**
     * The directory for {@code state.dir}.
     *
     * @param settings with {@code application.id}, and {@code state.dir} where the operator has named one
     * @param admin of the cluster, which stays the caller's
     * @throws StartFailure if the one named holds this application's state of another cluster, or cannot be written
     */
    static Path of(Map<String, Object> settings, Admin admin) throws StartFailure {
        String cluster = clusterId(admin);
        Object named = settings.get(StreamsConfig.STATE_DIR_CONFIG);
        if (named == null) {
            return Path.of(DEFAULT, cluster).toAbsolutePath();
        }
        Path directory = Path.of(named.toString());
        String application = settings.get(StreamsConfig.APPLICATION_ID_CONFIG).toString();
        Path note = directory.resolve(application + ".cluster-id");
        String before = noted(note);
        if (before.isEmpty()) {
            note(note, cluster);
        } else if (!before.equals(cluster)) {
            throw new StartFailure("the state directory must hold state of this cluster: state.dir=" + directory
                    + ", application.id=" + application + ", cluster=" + cluster + ", found=" + before
                    + "; name another state.dir, or remove " + directory.resolve(application) + " and " + note);
        }
        return directory;
    }

    private static String noted(Path note) throws StartFailure {
        try {
            return Files.readString(note).strip();
        } catch (NoSuchFileException none) {
            return "";
        } catch (IOException failed) {
            throw unusable(note, failed);
        }
    }

    private static void note(Path note, String cluster) throws StartFailure {
        try {
            Files.createDirectories(note.toAbsolutePath().getParent());
            Files.writeString(note, cluster + "\n");
        } catch (IOException failed) {
            throw unusable(note, failed);
        }
    }

    private static StartFailure unusable(Path note, IOException cause) {
        return new StartFailure(
                "the state directory must be readable and writable: state.dir=" + note.getParent() + ", found="
                        + cause.getClass().getSimpleName() + "; mend its permissions, or name another state.dir",
                cause);
    }

    private static String clusterId(Admin admin) throws StartFailure {
        try {
            return admin.describeCluster().clusterId().get(TopicAdmin.TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new StartFailure("interrupted while asking for the cluster's id");
        } catch (ExecutionException | TimeoutException failed) {
            throw new StartFailure(
                    "the brokers must tell their cluster's id: found=" + failed.getMessage()
                            + "; check bootstrap.servers and the rights of this client",
                    failed);
        }
    }
}
